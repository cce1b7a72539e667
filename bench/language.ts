// What examining a large graph definition costs, against the YAML library's parse of the same text alone, in one thread.
import { parseDocument } from 'yaml';
import { type GraphFile, parseGraphFile } from '../src/graph/parseGraph.ts';
import { diagnose } from '../src/language/diagnostics/diagnose.ts';
import { largeGraph } from './largeGraph.ts';
import { median } from './median.ts';

const OPERATIONS = 1000;
const WARM_UP = 5;

export interface LanguageFigures {
  /** The library's parse of a graph of 1,000 operations. */
  readonly parseMs: number;
  /** Everything that is told about the same text, from the text alone, over that. */
  readonly validationToParseRatio: number;
  /** One completion in the text once it is examined; only where there is one to measure. */
  readonly completionMs?: number;
}

/** Rounds alternate, so that a busy machine disturbs all alike; the medians count. `complete` asks for one completion. */
export function measureLanguage(complete?: (file: GraphFile) => unknown, rounds = 25): LanguageFigures {
  const text = largeGraph(OPERATIONS);
  const options = { uri: 'file:///graph.dataflow.yaml', helpUri: (code: string) => code };
  const file = parseGraphFile(text);
  if (file.problems.length > 0) throw new Error('the large graph has problems');
  const parse: number[] = [];
  const validation: number[] = [];
  const completion: number[] = [];
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    const times = [
      measure(() => parseDocument(text)),
      measure(() => diagnose(parseGraphFile(text), options)),
      complete ? measure(() => complete(file)) : NaN,
    ] as const;
    if (round < WARM_UP) continue;
    parse.push(times[0]);
    validation.push(times[1]);
    completion.push(times[2]);
  }
  const parseMs = median(parse);
  return {
    parseMs,
    validationToParseRatio: median(validation) / parseMs,
    ...(complete && { completionMs: median(completion) }),
  };
}

function measure(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
