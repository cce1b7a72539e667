// Runs one test case as every run does, in virtual time and without a port: the same every time, and nothing is waited for. Knows
// nothing about how cases are judged.
import { resolve } from 'node:path';
import type { EngineLog } from '../protocol/engine.ts';
import type { GraphCoverage } from '../protocol/testRuns.ts';
import { startEmbeddedBroker } from '../runtime/broker/embeddedBroker.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { defaultTopics } from '../runtime/run/composeRun.ts';
import { coverageOf } from '../runtime/run/coverage.ts';
import { openSession, type RunSession, type SessionOptions } from '../runtime/run/openSession.ts';
import { readRepeated } from '../runtime/run/repeatedInput.ts';
import { VIRTUAL_START_MS } from '../runtime/run/runSpec.ts';
import type { SettingWords } from '../runtime/run/settingWords.ts';
import { namedOverrides } from '../runtime/services/parameterOverrides.ts';
import { readTraceFile } from '../runtime/trace/readTraceFile.ts';
import { type OutputRecord, recordLocalOutput } from '../testing/outputRecord.ts';
import type { TestCase } from '../testing/testCase.ts';
import { workerUrl } from './locations.ts';
import { publishInput } from './publishInput.ts';
import type { CommonFlags } from './runFlags.ts';
import { awaitFailure } from './runFailure.ts';
import type { Terminal } from './terminal.ts';

/** What may be of interest while a case runs. */
export interface CaseListener {
  onPreparing?(testCase: TestCase, label: string): void;
  onLogs?(testCase: TestCase, lines: readonly EngineLog[]): void;
  /** Graphs and modules were found. */
  onLoaded?(testCase: TestCase, files: readonly string[]): void;
  /** The run came to its end. */
  onCovered?(testCase: TestCase, coverage: GraphCoverage): void;
}

export interface CaseRunPorts {
  readonly flags: CommonFlags;
  readonly terminal: Terminal;
  readonly listener: CaseListener;
  /** Absent where nobody types commands. */
  readonly settingWords?: SettingWords;
  /** In place of those that the test case names. */
  readonly stateSeeds?: SessionOptions['stateSeeds'];
  /** Another start (milliseconds since the Unix epoch) and other random numbers than tests have, to see what depends on them. */
  readonly chance?: { readonly startMs: number; readonly seed: string };
}

/** What the sinks published; `onReady` as {@link RunCase} has it. Errors: everything that keeps a run from starting or going on. */
export async function runTestCase(
  testCase: TestCase,
  { signal, onReady }: { readonly signal: AbortSignal; readonly onReady: () => void },
  ports: CaseRunPorts,
): Promise<OutputRecord[]> {
  const { listener } = ports;
  const outputs: OutputRecord[] = [];
  const { fail, failure } = awaitFailure();
  const { recording } = testCase.settings;
  const repeated = recording === undefined ? undefined : readRepeated(readTraceFile(recording));
  const session = await openSession(
    caseOptions(testCase, ports),
    (run) => {
      run.failure.event(fail);
      run.logs.event((lines) => listener.onLogs?.(testCase, lines));
      run.output.event(({ message }) => outputs.push(recordLocalOutput(message)));
    },
    repeated && { repeated },
  );
  listener.onLoaded?.(testCase, [...session.spec.files, ...session.spec.moduleFiles.map(({ path }) => path)]);
  const stop = (): void => session.run.dispose();
  signal.addEventListener('abort', stop);
  onReady();
  try {
    // Stopped while it got ready: nothing begins.
    if (!signal.aborted) await Promise.race([failure, workOff(session, testCase, listener)]);
    for (const line of repeated?.answers.describeUnanswered() ?? [])
      ports.terminal.log('warn', `${testCase.name}: ${line}`);
    return outputs;
  } finally {
    signal.removeEventListener('abort', stop);
    await session.close();
  }
}

async function workOff(
  { bus, run, spec }: RunSession,
  testCase: TestCase,
  listener: CaseListener,
): Promise<void> {
  await publishInput(bus, testCase.messages);
  await run.finish('flush');
  if (listener.onCovered) listener.onCovered(testCase, coverageOf(spec, await run.progress()));
}

/** What the flags say wins. */
function caseOptions(
  testCase: TestCase,
  { flags, terminal, listener, settingWords, stateSeeds, chance }: CaseRunPorts,
): SessionOptions {
  const { parameters, modules = {}, sourceTopics, stateStore, responders } = testCase.settings;
  // From the working directory, where the workspace's folder counts otherwise.
  const given = Object.entries(modules).map(([name, path]) => [name, resolve(path)] as const);
  return {
    file: testCase.graph,
    topics: { ...defaultTopics, ...(sourceTopics && { sources: sourceTopics }) },
    overrides: [...namedOverrides(parameters), ...flags.param],
    modules: new Map([...given, ...flags.module]),
    cacheFolder: flags.cache ?? defaultCacheFolder(process.env),
    ...(settingWords && { settingWords }),
    workerUrl,
    workspaceFiles: {
      ...(stateStore !== undefined && { stateSeed: resolve(stateStore) }),
      ...(responders !== undefined && { responders: resolve(responders) }),
    },
    ...(stateSeeds && { stateSeeds }),
    faults: testCase.faults,
    onPrepare: (label) => listener.onPreparing?.(testCase, label),
    logger: terminal,
    openBus: () => startEmbeddedBroker({ logger: terminal }),
    settings: {
      clock: { kind: 'virtual', startMs: chance?.startMs ?? VIRTUAL_START_MS },
      lateItems: 'accept',
      operatorTimeoutMs: flags.timeout,
      seed: chance?.seed ?? testCase.name,
      trace: { level: 'headers' },
    },
  };
}
