// `dataflow-graph replay`: runs the messages of a recorded run again and tells where it went another way. Knows nothing about how
// messages are recorded.
import { join } from 'node:path';
import type { RecordedRun } from '../protocol/trace.ts';
import { startEmbeddedBroker } from '../runtime/broker/embeddedBroker.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { type Fed, feedRecording } from '../runtime/run/feedRecording.ts';
import { openSession, type RunSession } from '../runtime/run/openSession.ts';
import {
  describeChangedModules,
  describeLosses,
  mustBeTraced,
  openRecording,
} from '../runtime/run/openRecording.ts';
import { replayOptions } from '../runtime/run/recordRun.ts';
import { readRepeated } from '../runtime/run/repeatedInput.ts';
import { nextTracePath } from '../runtime/run/tracePath.ts';
import { type Comparison, compareTraces } from '../runtime/trace/compareTraces.ts';
import { describeDivergence, describeHop } from '../runtime/trace/describeDivergence.ts';
import { readTraceFile } from '../runtime/trace/readTraceFile.ts';
import type { TraceReader } from '../runtime/trace/traceReader.ts';
import { exitCodes } from './exitCodes.ts';
import { workerUrl } from './locations.ts';
import { withCancel } from './registryFlags.ts';
import type { CommonFlags } from './runFlags.ts';
import { commandLineWords } from './settingWords.ts';
import { awaitFailure } from './runFailure.ts';
import { tellLogs } from './tellLogs.ts';
import type { Terminal } from './terminal.ts';

export interface ReplayFlags extends Pick<CommonFlags, 'param' | 'module' | 'cache' | 'logLevel'> {
  readonly graph?: string;
  readonly from?: number;
  readonly speed?: number;
  readonly times: number;
  readonly json?: boolean;
  readonly saveTest?: string;
  readonly name?: string;
}

/** One replay. */
interface Replayed extends Comparison {
  readonly messages: number;
  readonly tracePath: string;
  /** What the recording did not answer; sentences. */
  readonly unanswered: readonly string[];
}

/** Returns the exit code: 1 when something went another way. Errors: TRACE_UNREADABLE, TRACE_NOT_REPLAYABLE, and those of a run. */
export async function replay(file: string, flags: ReplayFlags, terminal: Terminal): Promise<number> {
  const recording = openRecording(file);
  const { reader } = recording;
  const recorded = changeRecorded(recording.recorded, flags);
  for (const loss of describeLosses(recording)) terminal.log('warn', loss);
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

/** The recorded run with what is to be tried out. */
export function changeRecorded(
  run: RecordedRun,
  { graph, param, module }: Pick<ReplayFlags, 'graph' | 'param' | 'module'>,
): RecordedRun {
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
  const path = mustBeTraced(
    await nextTracePath(join(cacheFolder, 'traces'), recorded.file, Date.now(), terminal),
  );
  const repeated = readRepeated(reader, { from: flags.from });
  const { fail, failure } = awaitFailure();
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
      tellLogs(run, flags.logLevel, terminal);
    },
    { repeated, isFed: true },
  );
  let fed: Fed;
  try {
    for (const line of describeChangedModules(session.spec, recorded)) terminal.log('info', line);
    fed = await Promise.race([failure, workOff(session, reader, flags, signal)]);
  } finally {
    await session.close();
  }
  const comparison = compareTraces(reader.hops(), readTraceFile(path).hops(), flags.from);
  const unanswered = repeated.answers.describeUnanswered();
  return { ...comparison, messages: fed.count, tracePath: path, unanswered };
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
  await run.finish(fed.finish.pending, fed.finish.untilMs);
  return fed;
}

function tellReplay(replayed: Replayed | undefined, terminal: Terminal): void {
  if (!replayed) return;
  const { messages, comparedHops, differing, first, tracePath, unanswered } = replayed;
  for (const line of unanswered) terminal.log('warn', line);
  const what = `${String(messages)} messages, ${String(comparedHops)} hops`;
  if (!first) return terminal.print(`${terminal.paint('good', 'as recorded')}: ${what}`);
  terminal.print(
    `${terminal.paint('bad', 'went another way')}: ${what}, ${String(differing)} of them differ; the first:`,
  );
  for (const line of describeDivergence(first)) terminal.print(`  ${line}`);
  terminal.tell(`trace of the replay: ${tracePath}`);
}

function toJson({ messages, comparedHops, differing, first, tracePath, unanswered }: Replayed): object {
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
    ...(unanswered.length > 0 && { unanswered }),
    trace: tracePath,
  };
}
