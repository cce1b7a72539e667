// A live run that is disturbed all the while: modules that change on disk, a broker that goes and comes back, faults that lose messages.
// Does memory stay as it is, and is anything lost that no fault names? SOAK_MINUTES says how long, 10 by default.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Fault } from '../src/graph/faults.ts';
import { openSession, type RunSession } from '../src/runtime/run/openSession.ts';
import type { Run } from '../src/runtime/run/run.ts';
import { sessionOptions } from './sessionOptions.ts';
import { settledRss } from './settledRss.ts';

const driver = fileURLToPath(new URL('./benchSoak.mjs', import.meta.url));
const samples = 'samples/thermostats';
const operator = 'operators/temperature/bin/x86_64/release/temperature.wasm';
const RATE = 2000;
const UPDATE_MS = 20_000;
/** Of the whole time, after which memory counts: by then everything has happened several times, and the heaps have settled. */
const WARM_UP = 0.5;
const MEGABYTE = 1024 * 1024;
const payload = '{"temperature":{"value":72,"unit":"F"}}';

/** Each loses one message whenever it takes place, but for the broker, which loses none. */
const faults: readonly Fault[] = [
  { node: 'module-temperature/map', kind: 'drop', every: 997 },
  { node: 'module-temperature/map', kind: 'error', every: 1499 },
  { node: 'module-temperature/filter', kind: 'trap', every: 4999 },
  { kind: 'brokerGone', durationMs: 300, every: 60_000 },
];

export interface SoakFigures {
  /** After the warm-up, of this process, which holds broker and engine. */
  readonly rssGrowthMb: number;
  /** Messages that did not arrive, or that arrived and are in no output, beyond those that faults name. */
  readonly lost: number;
  /** Messages that faults name. */
  readonly named: number;
  readonly updates: number;
  readonly brokerDrops: number;
  readonly perSecond: number;
}

export async function measureSoak(): Promise<SoakFigures> {
  const seconds = Number(process.env['SOAK_MINUTES'] ?? '10') * 60;
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  for (const name of ['graph-simple.dataflow.yaml', operator])
    cpSync(join(samples, name), join(folder, name));
  let updates = 0;
  const session = await openDisturbed(folder, () => (updates += 1));
  const seen = new Uint8Array(RATE * seconds);
  let outputs = 0;
  session.run.output.event(({ message }) => {
    outputs += 1;
    const seq = message.userProperties.find(([key]) => key === 'seq')?.[1];
    if (seq !== undefined) seen[Number(seq)] = 1;
  });
  const updating = keepUpdating(join(folder, operator));
  const baseline = memoryAfter(session.run, seconds * WARM_UP * 1000);
  const { sent, perSecond } = await drive(session.bus.url ?? '', seconds);
  clearInterval(updating);
  const applied = await readApplied(session.run, sent);
  const rss = await settledRss(session.run);
  const { messagesIn } = await session.run.finish('flush');
  await session.close();
  rmSync(folder, { recursive: true });
  const { named, brokerDrops } = applied;
  const missing = seen.reduce((count, isSeen) => count + 1 - isSeen, 0);
  // A message whose acknowledgement went with the broker comes twice: more than was sent may arrive.
  const lost =
    Math.max(0, sent - messagesIn) + Math.abs(messagesIn - named - outputs) + Math.max(0, missing - named);
  return {
    ...{ lost, named, updates, brokerDrops, perSecond },
    rssGrowthMb: (rss - (await baseline)) / MEGABYTE,
  };
}

function openDisturbed(folder: string, onModuleUpdate: () => void): Promise<RunSession> {
  const options = sessionOptions(join(folder, 'graph-simple.dataflow.yaml'));
  const trace = { level: 'headers', path: join(folder, 'soak.trace') } as const;
  return openSession(
    {
      ...options,
      cacheFolder: join(folder, 'cache'),
      faults: faults.map((fault) => ({ fault, place: 'soak' })),
      onModuleUpdate,
      settings: { ...options.settings, seed: 'soak', trace },
    },
    () => undefined,
  );
}

/** Puts the same operator with another digest in its place, and back. */
function keepUpdating(path: string): NodeJS.Timeout {
  const original = readFileSync(path);
  // A custom section, which says nothing: identifier 0, size, and a name with its length.
  const other = Buffer.concat([original, Buffer.from([0, 5, 4]), Buffer.from('soak')]);
  let isOriginal = true;
  return setInterval(() => {
    isOriginal = !isOriginal;
    writeFileSync(`${path}.new`, isOriginal ? original : other);
    renameSync(`${path}.new`, path);
  }, UPDATE_MS);
}

async function memoryAfter(run: Run, waitMs: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return settledRss(run);
}

async function drive(url: string, seconds: number): Promise<{ sent: number; perSecond: number }> {
  const args = [driver, url, 'sensors', payload, String(RATE), String(seconds)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as { sent: number; perSecond: number };
}

/** How often faults took place, once nothing more comes out. */
async function readApplied(run: Run, sent: number): Promise<{ named: number; brokerDrops: number }> {
  for (let before = -1; ;) {
    const { messagesIn, messagesOut } = await run.counts();
    if (messagesIn >= sent && messagesOut === before) break;
    before = messagesOut;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const records = await run.control('readFaults', null);
  const count = (isWanted: (fault: Fault) => boolean): number =>
    records.filter(({ fault }) => isWanted(fault)).reduce((sum, { applied }) => sum + applied, 0);
  return {
    named: count(({ kind }) => kind !== 'brokerGone'),
    brokerDrops: count(({ kind }) => kind === 'brokerGone'),
  };
}
