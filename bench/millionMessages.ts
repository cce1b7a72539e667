// One million messages through the complex sample in virtual time: does memory stay as it is, and is anything lost?
import { silentLogger } from '../src/base/logger.ts';
import type { RunCounts } from '../src/protocol/engine.ts';
import type { BusMessage } from '../src/protocol/message.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../src/runtime/broker/embeddedBroker.ts';
import { defaultTopics } from '../src/runtime/run/composeRun.ts';
import { loadRun } from '../src/runtime/run/loadRun.ts';
import type { Run } from '../src/runtime/run/run.ts';
import { benchCache, openBenchRun } from './graphs.ts';
import { settledRss } from './settledRss.ts';

const WARM_UP = 400_000;
const MESSAGES = 1_000_000;
const BATCH = 1000;
/** Session time between two messages: a thousand of them fill one of the sample's windows. */
const INTERVAL_MS = 10;
const START_MS = 1_700_000_000_000;
const MEGABYTE = 1024 * 1024;

export interface MillionFigures {
  /** Growth of this process, which holds the engine's thread too, after the warm-up. */
  readonly rssGrowthMb: number;
  readonly rssMb: number;
  /** Messages that some node took in without a verdict, or that are in no window's output. */
  readonly lost: number;
  readonly perSecond: number;
}

export async function measureMillion(): Promise<MillionFigures> {
  const broker = await startEmbeddedBroker({ logger: silentLogger });
  const run = await openSample(broker);
  let counted = 0;
  run.output.event(({ message }) => (counted += countReadings(message.payload)));
  await publishMessages(broker, 0, WARM_UP);
  const before = await settledRss(run);
  const startMs = performance.now();
  await publishMessages(broker, WARM_UP, WARM_UP + MESSAGES);
  const seconds = (performance.now() - startMs) / 1000;
  const after = await settledRss(run);
  const counts = await run.finish('flush');
  await run.close();
  await broker.close();
  const lost = WARM_UP + MESSAGES - counted;
  return {
    rssGrowthMb: (after - before) / MEGABYTE,
    rssMb: after / MEGABYTE,
    lost: Math.max(countWithoutVerdict(counts), Math.abs(lost)),
    perSecond: MESSAGES / seconds,
  };
}

async function openSample(broker: EmbeddedBroker): Promise<Run> {
  const spec = await loadRun({
    file: 'samples/thermostats/graph-complex.dataflow.yaml',
    topics: defaultTopics,
    places: { explicit: new Map(), cacheFolder: '' },
    overrides: [],
    workspaceFiles: {},
    cache: benchCache(),
  });
  return openBenchRun(spec, broker, { level: 'headers', clock: 'virtual' });
}

async function publishMessages(broker: EmbeddedBroker, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += BATCH)
    await Promise.all(Array.from({ length: BATCH }, (_, index) => broker.publish(messageOf(start + index))));
}

function messageOf(index: number): BusMessage {
  const reading =
    index % 2 === 0
      ? { temperature: { value: 60 + (index % 30), unit: 'F' } }
      : { humidity: { value: 30 + (index % 40) } };
  const timestamp = `${String(START_MS + index * INTERVAL_MS).padStart(15, '0')}:00000:bench`;
  return {
    topic: `sensors/room${String(index % 20)}`,
    payload: Buffer.from(JSON.stringify(reading)),
    qos: 1,
    retain: false,
    contentType: 'application/json',
    userProperties: [
      ['__ts', timestamp],
      ['__protVer', '1.0'],
      ['__srcId', 'bench'],
    ],
  };
}

/** Of a window's output: how many readings are in its average and its statistics. */
function countReadings(payload: Uint8Array): number {
  const counts = [
    ...Buffer.from(payload)
      .toString()
      .matchAll(/"count":(\d+)/g),
  ];
  return counts.reduce((sum, [, digits]) => sum + Number(digits), 0);
}

/** What did not pass the source, and what a node sent on that arrived nowhere: the sample sends nothing to two nodes. */
function countWithoutVerdict({ nodes, messagesIn }: RunCounts): number {
  const passed = nodes.reduce((sum, node) => sum + node.verdicts.passed, 0);
  const taken = nodes.reduce((sum, node) => sum + node.in, 0);
  return Math.abs(WARM_UP + MESSAGES - messagesIn) + Math.abs(passed - (taken - messagesIn));
}
