// What it costs to let another module run beside one on the same messages: the same run with and without, in turn, in one process.
import { resolve } from 'node:path';
import { openSession } from '../src/runtime/run/openSession.ts';
import { benchPayload } from './benchPayload.ts';
import { sampleOperators } from './graphs.ts';
import { median } from './median.ts';
import { sessionOptions } from './sessionOptions.ts';

const GRAPH = 'samples/thermostats/graph-simple.dataflow.yaml';
const OPERATION = 'module-temperature/map';
const MESSAGES = 10_000;
const ROUNDS = 5;

/** Time of a run whose map is compared with itself, divided by that of the run alone; the median of rounds. */
export async function measureComparison(): Promise<number> {
  const compare = new Map([[OPERATION, resolve(sampleOperators.module)]]);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const alone = await timeRun(new Map());
    ratios.push((await timeRun(compare)) / alone);
  }
  return median(ratios);
}

/** Milliseconds from the first message to the end of the run. */
async function timeRun(compare: ReadonlyMap<string, string>): Promise<number> {
  const options = sessionOptions(GRAPH, { kind: 'virtual', startMs: 0 });
  const session = await openSession({ ...options, compare }, () => undefined);
  const startMs = performance.now();
  for (let sent = 0; sent < MESSAGES; sent += 1)
    await session.bus.publish({
      topic: 'sensors',
      payload: benchPayload,
      qos: 1,
      retain: false,
      userProperties: [],
    });
  await session.run.finish('flush');
  const tookMs = performance.now() - startMs;
  const [compared] = await session.comparison.read();
  await session.close();
  if (compare.size > 0 && compared?.calls !== MESSAGES) throw new Error('not every message was compared');
  return tookMs;
}
