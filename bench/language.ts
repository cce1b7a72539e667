// What examining and completing a graph of 1,000 operations costs, against the YAML library's parse of the same text in the
// same rounds.
import { parseDocument } from 'yaml';
import { parseGraphFile } from '../src/graph/parseGraph.ts';
import { complete } from '../src/language/completion/complete.ts';
import { noFacts } from '../src/language/workspaceFacts.ts';
import { largeGraph } from './largeGraph.ts';
import { median } from './median.ts';

const OPERATIONS = 1000;
const ROUNDS = 25;
const WARM_UP = 5;

/** Milliseconds. */
export interface LanguageFigures {
  /** The library's parse alone. */
  readonly parseMs: number;
  /** Everything from text to sorted problems, parsing included. */
  readonly validationMs: number;
  /** Names for the target of a connection, of a text that has been examined. */
  readonly completionMs: number;
}

export function measureLanguage(): LanguageFigures {
  const text = largeGraph(OPERATIONS);
  const samples = { parse: [] as number[], validation: [] as number[], completion: [] as number[] };
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    // Another text each time, as after a keystroke.
    const version = `${text}# ${String(round)}\n`;
    const parse = timeOf(() => parseDocument(version));
    const validation = timeOf(() => parseGraphFile(version));
    const file = parseGraphFile(version);
    const place = file.lines.positionAt(
      text.indexOf('to:', text.lastIndexOf('from:')) + 'to:\n      name: '.length,
    );
    const completion = timeOf(() => complete(file, place, noFacts));
    if (round < WARM_UP) continue;
    samples.parse.push(parse);
    samples.validation.push(validation);
    samples.completion.push(completion);
  }
  return {
    parseMs: median(samples.parse),
    validationMs: median(samples.validation),
    completionMs: median(samples.completion),
  };
}

function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
