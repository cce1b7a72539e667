// Tells by its content whether a text can be edited as a graph. Knows no vscode.
import { detectDocumentKind } from '../../graph/documentKind.ts';

/** A text with nothing but blanks and comments may become a graph. */
export function isGraphText(text: string): boolean {
  return detectDocumentKind(text) === 'graph-definition' || isBlank(text);
}

function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*|---\s*)?$/.test(line));
}
