// Reads a file of responder rules: text in, rules with their places and every problem against the schema out. Never throws. Knows
// nothing about how commands are answered.
import type { Range } from '../base/position.ts';
import { checkStructure } from './checkStructure.ts';
import type { Rule } from './generated/respondersFile.generated.ts';
import { validateResponders } from './generated/validators.generated.ts';
import { parseYaml } from './parseYaml.ts';
import { hasErrors, makeProblem, type Problem } from './problem.ts';
import { getItems, toPlainData } from './yamlTree.ts';

/** What a reply says, as the file has it. `json` may be anything. */
export type ReplyRule = Omit<NonNullable<Rule['reply']>, 'json'> & { readonly json?: unknown };

/** One rule as the file has it. */
export interface PlacedResponderRule extends Omit<Rule, 'reply'> {
  readonly reply?: ReplyRule;
  readonly range: Range;
}

/** The rules are there when there are no errors. */
export interface RespondersReading {
  readonly rules?: readonly PlacedResponderRule[];
  readonly problems: readonly Problem[];
}

export function parseResponders(text: string): RespondersReading {
  const file = parseYaml(text);
  const [document, second] = file.documents;
  const problems = [...file.problems, ...(document?.problems ?? [])];
  if (second)
    problems.push(makeProblem('DOCUMENT_SURPLUS', second.range, 'Only the first document is read.'));
  if (!document?.root) {
    if (!hasErrors(problems)) {
      const message = 'This file is empty; a list "responders" is expected.';
      problems.push(makeProblem('DOCUMENT_EMPTY', file.lines.rangeAt(0, 0), message));
    }
    return { problems };
  }
  if (!document.hasSyntaxErrors) problems.push(...checkStructure(file, document.root, validateResponders));
  if (hasErrors(problems)) return { problems };
  const rules = getItems(document.root, 'responders').map((item) => ({
    // The validator has just proved the shape.
    ...(toPlainData(item) as Rule),
    range: item.range,
  }));
  return { rules, problems };
}
