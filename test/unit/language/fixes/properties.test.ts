// What holds for every text, however broken: problems are told, every action can be done, and does what it says. The environment
// variable MUTATIONS sets how many texts are tried.
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextEdit } from 'vscode-languageserver-types';
import { parseGraphFile, type GraphFile } from '../../../../src/graph/parseGraph.ts';
import { diagnose, type DiagnosticOptions } from '../../../../src/language/diagnostics/diagnose.ts';
import { tellProblems } from '../../../../src/language/diagnostics/tellProblems.ts';
import { codeActions, fixAllKind } from '../../../../src/language/fixes/codeActions.ts';
import { mutationRuns, mutationTimeoutMs } from '../../../helpers/mutateText.ts';
import { mutatedText } from './mutatedText.ts';

const runs = mutationRuns(2000);
vi.setConfig({ testTimeout: mutationTimeoutMs(runs) });
/** Of the actions of one text; more cost time and show little. */
const MAX_ACTIONS = 4;

const options: DiagnosticOptions = { uri: 'file:///g.yaml', helpUri: (code) => `help:${code}` };

function actionsOf(file: GraphFile): CodeAction[] {
  const range = file.lines.rangeAt(0, file.text.length);
  return codeActions(file, { ...options, version: 3, range });
}

function editsOf(action: CodeAction): TextEdit[] {
  return (action.edit?.documentChanges ?? []).flatMap((change) =>
    'edits' in change ? (change.edits as TextEdit[]) : [],
  );
}

/** An implementation of edits that is not ours; it throws when they overlap. */
function apply(text: string, action: CodeAction): string {
  return TextDocument.applyEdits(
    TextDocument.create('file:///g.yaml', 'dataflow-graph', 3, text),
    editsOf(action),
  );
}

function countOf(file: GraphFile, matches: (code: string, message: string) => boolean): number {
  return tellProblems(file, options).filter(({ code, message }) => matches(code, message)).length;
}

function expectUntouched(before: string, after: string, edits: readonly TextEdit[]): void {
  const split = (text: string): string[] => text.match(/[^\r\n]*(?:\r\n|\r|\n|$)/g) ?? [];
  const [old, now] = [split(before), split(after)];
  let at = 0;
  const lost = old.filter((line, index) => {
    if (edits.some(({ range }) => range.start.line <= index && index <= range.end.line)) return false;
    while (at < now.length && now[at] !== line) at += 1;
    at += 1;
    return at > now.length;
  });
  expect(lost).toEqual([]);
}

function expectDone(file: GraphFile, action: CodeAction): void {
  const text = apply(file.text, action);
  const after = parseGraphFile(text);
  const isSyntax = (code: string): boolean => code === 'YAML_SYNTAX';
  // Where tabs indent, nothing else is told until they are gone.
  const hasTabs = countOf(file, (code) => code === 'YAML_TAB_INDENT') > 0;
  // Behind an empty value and another pair the library takes a list that is a key for an error, though it is YAML.
  const hasListKeys = countOf(file, (code) => code === 'YAML_COMPLEX_KEY') > 0;
  if (!hasTabs && !hasListKeys) expect(countOf(after, isSyntax)).toBeLessThanOrEqual(countOf(file, isSyntax));
  expectUntouched(file.text, text, editsOf(action));
  const [diagnostic] = action.diagnostics ?? [];
  const mustVanish = action.isPreferred === true || action.title.startsWith('Suppress');
  // Where a key stands twice and one goes, the other one counts.
  const hasDoubles = countOf(file, (code) => code === 'YAML_DUPLICATE_KEY') > 0;
  if (!mustVanish || !diagnostic || (hasDoubles && diagnostic.code !== 'YAML_DUPLICATE_KEY')) return;
  const isSame = (code: string, message: string): boolean =>
    code === diagnostic.code && message === diagnostic.message;
  expect(countOf(after, isSame)).toBeLessThan(countOf(file, isSame));
}

describe('any text', () => {
  it('is diagnosed, and every action on it is sound', () => {
    fc.assert(
      fc.property(mutatedText, fc.nat(), (text, pick) => {
        const file = parseGraphFile(text);
        diagnose(file, options);
        const actions = actionsOf(file);
        const count = Math.min(MAX_ACTIONS, actions.length);
        for (let index = 0; index < count; index += 1) {
          const action = actions[(pick + index) % actions.length];
          if (!action) continue;
          try {
            expectDone(file, action);
          } catch (error) {
            throw new Error(`${action.title}: ${JSON.stringify(editsOf(action))}`, { cause: error });
          }
        }
        for (const action of actions) if (action.kind === fixAllKind) expectDone(file, action);
      }),
      { numRuns: runs },
    );
  });
});
