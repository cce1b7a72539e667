// Throughput and latency through a broker: bare, and with a graph of three operators behind it. The driver, its messages
// and its windows are the same for both.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { silentLogger } from '../src/base/logger.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../src/runtime/broker/embeddedBroker.ts';
import type { Run } from '../src/runtime/run/run.ts';
import {
  type BenchOperators,
  chainGraph,
  lightOperators,
  openBenchRun,
  sampleOperators,
  specFor,
} from './graphs.ts';
import { median } from './median.ts';

const driver = fileURLToPath(new URL('./benchDriver.mjs', import.meta.url));
const MESSAGES = 40_000;
const WARM_UP = 20_000;
const SINGLE_MESSAGES = 2000;
const WINDOW = 500;

/** Ways through the broker: what the driver publishes to and subscribes to. */
const ways = {
  bare: ['bare', 'bare'],
  light: ['light', 'light-out/#'],
  sample: ['sample', 'sample-out/#'],
} as const;

type Way = keyof typeof ways;

interface Passage {
  readonly perSecond: number;
  readonly p50Ms: number;
  /** Processor time of this process (broker, engine and garbage collection; not the driver), microseconds per message. */
  readonly cpuUs: number;
}

export interface BrokerFigures {
  /** Medians over the rounds; messages per second. */
  readonly perSecond: Readonly<Record<Way, number>>;
  readonly cpuUs: Readonly<Record<Way, number>>;
  /** Medians over the rounds of a round's graph rate divided by the same round's bare rate. */
  readonly ratio: Readonly<Record<Exclude<Way, 'bare'>, number>>;
  readonly singleMessageP50Ms: number;
}

/** In every round all ways alternate, so that a busy machine disturbs them alike. */
export async function measureBroker(rounds = 7): Promise<BrokerFigures> {
  const broker = await startEmbeddedBroker({ listen: { port: 0 }, logger: silentLogger });
  const runs = [
    await openChain(broker, 'light', lightOperators),
    await openChain(broker, 'sample', sampleOperators),
  ];
  const passages: Record<Way, Passage[]> = { bare: [], light: [], sample: [] };
  const latencies: number[] = [];
  const names = Object.keys(ways) as Way[];
  for (const way of names) await drive(broker, way, WARM_UP, WINDOW);
  for (let round = 0; round < rounds; round += 1) {
    for (const way of names) passages[way].push(await drive(broker, way, MESSAGES, WINDOW));
    latencies.push((await drive(broker, 'sample', SINGLE_MESSAGES, 1)).p50Ms);
  }
  for (const run of runs) await run.close();
  await broker.close();
  const over = (pick: (passage: Passage) => number): Record<Way, number> => ({
    bare: median(passages.bare.map(pick)),
    light: median(passages.light.map(pick)),
    sample: median(passages.sample.map(pick)),
  });
  const ratioOf = (way: Way): number =>
    median(passages[way].map((each, round) => each.perSecond / (passages.bare[round]?.perSecond ?? NaN)));
  return {
    perSecond: over((each) => each.perSecond),
    cpuUs: over((each) => each.cpuUs),
    ratio: { light: ratioOf('light'), sample: ratioOf('sample') },
    singleMessageP50Ms: median(latencies),
  };
}

async function openChain(broker: EmbeddedBroker, name: string, operators: BenchOperators): Promise<Run> {
  const spec = await specFor(chainGraph(['map', 'filter', 'map']), operators, name);
  return openBenchRun(spec, broker, { level: 'headers', clock: 'wall' });
}

async function drive(broker: EmbeddedBroker, way: Way, count: number, window: number): Promise<Passage> {
  const [topic, filter] = ways[way];
  const before = process.cpuUsage();
  const { stdout } = await promisify(execFile)(process.execPath, [
    driver,
    broker.url ?? '',
    topic,
    filter,
    String(count),
    String(window),
  ]);
  const { user, system } = process.cpuUsage(before);
  return { ...(JSON.parse(stdout) as Pick<Passage, 'perSecond' | 'p50Ms'>), cpuUs: (user + system) / count };
}
