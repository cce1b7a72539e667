// Throughput and latency through a broker: bare, and with a graph of three operators behind it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { silentLogger } from '../src/base/logger.ts';
import { startEmbeddedBroker } from '../src/runtime/broker/embeddedBroker.ts';
import { chainGraph, openBenchRun } from './graphs.ts';

const driver = fileURLToPath(new URL('./benchDriver.mjs', import.meta.url));

interface DriverResult {
  readonly perSecond: number;
  readonly p50Ms: number;
}

async function drive(
  url: string,
  topic: string,
  filter: string,
  count: number,
  window: number,
): Promise<DriverResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    driver,
    url,
    topic,
    filter,
    String(count),
    String(window),
  ]);
  return JSON.parse(stdout) as DriverResult;
}

const MESSAGES = 40_000;
const WARM_UP = 10_000;
const WINDOW = 500;

/** Rounds alternate, so that a busy machine disturbs both alike; the best of each counts. */
export async function measureBroker(
  rounds = 3,
): Promise<{
  throughputRatioToBroker: number;
  singleMessageP50Ms: number;
  barePerSecond: number;
  graphPerSecond: number;
}> {
  const broker = await startEmbeddedBroker({ listen: { port: 0 }, logger: silentLogger });
  const url = broker.url ?? '';
  const bench = await openBenchRun(chainGraph(['map', 'filter', 'map']), broker, {
    level: 'headers',
    clock: 'wall',
  });
  let [bare, graph, p50] = [0, 0, Number.POSITIVE_INFINITY];
  await drive(url, 'sensors', 'output/#', WARM_UP, WINDOW);
  await drive(url, 'bare', 'bare', WARM_UP, WINDOW);
  for (let round = 0; round < rounds; round += 1) {
    bare = Math.max(bare, (await drive(url, 'bare', 'bare', MESSAGES, WINDOW)).perSecond);
    graph = Math.max(graph, (await drive(url, 'sensors', 'output/#', MESSAGES, WINDOW)).perSecond);
    p50 = Math.min(p50, (await drive(url, 'sensors', 'output/#', 2000, 1)).p50Ms);
  }
  await bench.close();
  await broker.close();
  return {
    throughputRatioToBroker: graph / bare,
    singleMessageP50Ms: p50,
    barePerSecond: bare,
    graphPerSecond: graph,
  };
}
