// `dataflow-graph replay`: runs the messages of a recorded run again and tells where it went another way. Knows nothing about how
// messages are recorded.
import { join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { logLevels } from '../base/logger.ts';
import type { HopRecord, RecordedRun } from '../protocol/trace.ts';
import { startEmbeddedBroker } from '../runtime/broker/embeddedBroker.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { type Fed, feedRecording } from '../runtime/run/feedRecording.ts';
import { openSession, type RunSession } from '../runtime/run/openSession.ts';
import { readRecordedRun, replayOptions } from '../runtime/run/recordRun.ts';
import { nextTracePath } from '../runtime/run/tracePath.ts';
import { type Comparison, compareTraces, type Divergence } from '../runtime/trace/compareTraces.ts';
import { readTraceFile } from '../runtime/trace/readTraceFile.ts';
import type { TraceReader } from '../runtime/trace/traceReader.ts';
import { exitCodes } from './exitCodes.ts';
import { workerUrl } from './locations.ts';
import { withCancel } from './registryFlags.ts';
import type { CommonFlags } from './runFlags.ts';
import { commandLineWords } from './settingWords.ts';
import { awaitFailure } from './runFailure.ts';
import type { Terminal } from './terminal.ts';

export interface ReplayFlags extends Pick<CommonFlags, 'param' | 'module' | 'cache' | 'logLevel'> {
  readonly graph?: string;
  readonly from?: number;
  readonly speed?: number;
  readonly times: number;
  readonly json?: boolean;
}

/** One replay. */
interface Replayed extends Comparison {
  readonly messages: number;
  readonly tracePath: string;
}

/** Returns the exit code: 1 when something went another way. Errors: TRACE_UNREADABLE, TRACE_NOT_REPLAYABLE, and those of a run. */
export async function replay(file: string, flags: ReplayFlags, terminal: Terminal): Promise<number> {
  const reader = readTraceFile(file);
  const recorded = recordedRun(reader, file, flags);
  if (reader.gone() > 0)
    terminal.log(
      'warn',
      `The first ${String(reader.gone())} hops are no longer in ${file}: what they left in windows and operators is missing.`,
    );
  const found = await withCancel(async (signal) => {
    const replays: Replayed[] = [];
    for (let time = 0; time < flags.times && !signal.aborted; time += 1) {
      replays.push(await replayOnce(reader, recorded, flags, terminal, signal));
      if (flags.json !== true) tellReplay(replays.at(-1), terminal);
    }
    return replays;
  });
  for (const { message, code } of reader.problems) terminal.log('warn', `${message} [${code}]`);
  if (flags.json === true) terminal.print(JSON.stringify(found.map(toJson), undefined, 2));
  return found.every(({ differing }) => differing === 0) ? exitCodes.ok : exitCodes.failed;
}

function recordedRun(
  { header }: TraceReader,
  file: string,
  { graph, param, module }: ReplayFlags,
): RecordedRun {
  const run = readRecordedRun(header, file);
  return {
    ...run,
    ...(graph !== undefined && { file: graph }),
    parameters: [...run.parameters, ...param],
    givenModules: { ...run.givenModules, ...Object.fromEntries(module) },
  };
}

async function replayOnce(
  reader: TraceReader,
  recorded: RecordedRun,
  flags: ReplayFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Replayed> {
  const cacheFolder = flags.cache ?? defaultCacheFolder(process.env);
  const { settings, ...options } = replayOptions(reader.header, recorded);
  const path = await nextTracePath(join(cacheFolder, 'traces'), recorded.file, Date.now(), terminal);
  if (path === undefined)
    throw new AppError(
      'TRACE_NOT_REPLAYABLE',
      'Without a place for its own trace, a replay cannot be compared.',
    );
  const { fail, failure } = awaitFailure();
  const least = logLevels.indexOf(flags.logLevel);
  const session = await openSession(
    {
      ...options,
      cacheFolder,
      settingWords: commandLineWords,
      workerUrl,
      workspaceFiles: {},
      onPrepare: (label) => terminal.progress(`preparing ${label} …`),
      logger: terminal,
      openBus: () => startEmbeddedBroker({ logger: terminal }),
      settings: { ...settings, trace: { level: 'payloads', path } },
    },
    (run) => {
      run.failure.event(fail);
      run.logs.event((lines) => {
        for (const { level, message } of lines)
          if (logLevels.indexOf(level) >= least) terminal.log(level, message);
      });
    },
    { isReplay: true },
  );
  let fed: Fed;
  try {
    tellChangedModules(session, recorded, terminal);
    fed = await Promise.race([failure, workOff(session, reader, flags, signal)]);
  } finally {
    await session.close();
  }
  const comparison = compareTraces(reader.hops(), readTraceFile(path).hops(), flags.from);
  return { ...comparison, messages: fed.count, tracePath: path };
}

async function workOff(
  { run, spec }: RunSession,
  reader: TraceReader,
  { from, speed }: ReplayFlags,
  signal: AbortSignal,
): Promise<Fed> {
  const fed = await feedRecording(reader, run, spec, {
    ...(from !== undefined && { from }),
    ...(speed !== undefined && { speed }),
    time: systemTime,
    signal,
  });
  await (fed.hasHeld ? run.finish('hold', fed.lastMs) : run.finish('flush'));
  return fed;
}

function tellChangedModules({ spec }: RunSession, { modules }: RecordedRun, terminal: Terminal): void {
  const digestOf = new Map(
    modules.flatMap(({ operations, digest }) => operations.map((name) => [name, digest])),
  );
  for (const { path, digest, operations } of spec.moduleFiles)
    if (operations.some((name) => digestOf.get(name) !== digest))
      terminal.log(
        'info',
        `${path} is not the module that was recorded (operations ${operations.join(', ')})`,
      );
}

function tellReplay(replayed: Replayed | undefined, terminal: Terminal): void {
  if (!replayed) return;
  const { messages, comparedHops, differing, first, tracePath } = replayed;
  const what = `${String(messages)} messages, ${String(comparedHops)} hops`;
  if (!first) return terminal.print(`${terminal.paint('good', 'as recorded')}: ${what}`);
  terminal.print(
    `${terminal.paint('bad', 'went another way')}: ${what}, ${String(differing)} of them differ; the first:`,
  );
  for (const line of describeDivergence(first)) terminal.print(`  ${line}`);
  terminal.tell(`trace of the replay: ${tracePath}`);
}

function describeDivergence({ recorded, replayed, parts }: Divergence): string[] {
  const hop = recorded ?? replayed;
  const place = `message ${String(hop?.message)} at "${hop?.node ?? ''}"`;
  if (!recorded) return [`${place} was not recorded; now hop ${describeHop(replayed)}`];
  if (!replayed) return [`hop ${describeHop(recorded)} did not come again`];
  return [
    `hop ${String(recorded.hop)}, ${place}: other ${parts.join(', ')}`,
    `recorded: ${describeHop(recorded)}`,
    `replayed: ${describeHop(replayed)}`,
  ];
}

const MAX_TEXT = 200;

function describeHop(hop: HopRecord | undefined): string {
  if (!hop) return '';
  const { hop: number, message, node, verdict, arm, error, output, input } = hop;
  const shown = output ?? input;
  const payload = shown?.payload
    ? Buffer.from(shown.payload).toString().replace(/\s+/g, ' ').slice(0, MAX_TEXT)
    : '';
  const why = error ? ` ${error.message}` : '';
  return `${String(number)}  message ${String(message)}  ${node}  ${verdict}${arm ? ` ${arm}` : ''}${why}  ${shown?.topic ?? ''}  ${payload}`.trimEnd();
}

function toJson({ messages, comparedHops, differing, first, tracePath }: Replayed): object {
  return {
    messages,
    comparedHops,
    differing,
    ...(first && {
      first: {
        ...(first.recorded && { recorded: describeHop(first.recorded), hop: first.recorded.hop }),
        ...(first.replayed && { replayed: describeHop(first.replayed) }),
        parts: first.parts,
      },
    }),
    trace: tracePath,
  };
}
