// What it costs to let another module run beside one on the same messages: the same run with and without, in turn, in one process.
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLogger } from '../src/base/logger.ts';
import { startEmbeddedBroker } from '../src/runtime/broker/embeddedBroker.ts';
import { defaultTopics } from '../src/runtime/run/composeRun.ts';
import { openSession, type SessionOptions } from '../src/runtime/run/openSession.ts';
import { benchPayload } from './benchPayload.ts';
import { sampleOperators } from './graphs.ts';
import { median } from './median.ts';

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
async function timeRun(compare: SessionOptions['compare'] & object): Promise<number> {
  const options: SessionOptions = {
    file: 'samples/thermostats/graph-simple.dataflow.yaml',
    topics: defaultTopics,
    overrides: [],
    modules: new Map<string, string>(),
    cacheFolder: join(tmpdir(), 'dataflow-graph-bench'),
    workerUrl: (name) => new URL(`./${name}.mjs`, import.meta.url),
    workspaceFiles: {},
    compare,
    logger: silentLogger,
    openBus: () => startEmbeddedBroker({ logger: silentLogger }),
    settings: {
      clock: { kind: 'virtual', startMs: 0 },
      lateItems: 'accept',
      operatorTimeoutMs: 5000,
      seed: randomUUID(),
      trace: { level: 'headers' },
    },
  };
  const session = await openSession(options, () => undefined);
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
