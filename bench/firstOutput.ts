// How long the command line takes from the start of its process to the first output of a sample.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';

/** A sample's graph and input. */
export interface BenchSample {
  readonly graph: string;
  readonly input: string;
}

const simpleSample: BenchSample = {
  graph: 'samples/thermostats/graph-simple.dataflow.yaml',
  input: 'samples/thermostats/data',
};

/** Medians over the rounds, in milliseconds; each round has a cache of its own, empty at first, then filled. */
export async function measureFirstOutput(
  sample: BenchSample = simpleSample,
  rounds = 7,
): Promise<{ coldMs: number; warmMs: number }> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const cacheFolder = await mkdtemp(join(tmpdir(), 'dataflow-graph-first-'));
    cold.push(await timeFirstOutput(sample, cacheFolder));
    warm.push(await timeFirstOutput(sample, cacheFolder));
    await rm(cacheFolder, { recursive: true });
  }
  return { coldMs: median(cold), warmMs: median(warm) };
}

async function timeFirstOutput({ graph, input }: BenchSample, cacheFolder: string): Promise<number> {
  const command = ['dist/cli.mjs', 'run', graph, '--input', input, '--output', 'ndjson'];
  const startMs = performance.now();
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, XDG_CACHE_HOME: cacheFolder },
  });
  let firstMs = NaN;
  child.stdout.once('data', () => (firstMs = performance.now() - startMs));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0 || Number.isNaN(firstMs))
    throw new Error(`the command line ended with code ${String(code)} or without output`);
  return firstMs;
}
