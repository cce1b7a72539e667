// From what a launch says to what a session needs. Knows nothing about processes.
import { join } from 'node:path';
import type { Logger } from '../../base/logger.ts';
import type { RunLaunch } from '../../protocol/runProcess.ts';
import { systemTime } from '../engine/systemTime.ts';
import { defaultTopics } from '../run/composeRun.ts';
import { mustBeTraced, type Recording } from '../run/openRecording.ts';
import type { SessionOptions } from '../run/openSession.ts';
import { replayOptions } from '../run/recordRun.ts';
import { DEFAULT_SEED, VIRTUAL_START_MS } from '../run/runSpec.ts';
import type { SettingWords } from '../run/settingWords.ts';
import { nextTracePath } from '../run/tracePath.ts';
import { namedOverrides } from '../services/parameterOverrides.ts';

const DEFAULT_TIMEOUT_MS = 5000;

/** How a launch calls these settings. */
const launchWords: SettingWords = {
  moduleFile: (reference) =>
    `name its file in the launch configuration: "modules": { "${reference}": "path/to/file.wasm" }`,
  parameter: (operation, key) =>
    `a value for this run in the launch configuration: "parameters": { "${operation}.${key}": "value" }`,
};

type Options = Omit<SessionOptions, 'workerUrl' | 'logger' | 'openBus' | 'onPrepare'>;

/**
 * `cacheFolder`: where the launch names none. `recording`: what the run replays; of the launch then counts what can be tried out in a
 * replay. Errors: TRACE_NOT_REPLAYABLE.
 */
export async function sessionOptions(
  launch: RunLaunch,
  cacheFolder: string,
  logger: Logger,
  recording?: Recording,
): Promise<Options> {
  const options = await liveOptions(launch, cacheFolder, logger);
  return recording ? { ...options, ...replayed(launch, options, recording) } : options;
}

function replayed(
  { program, stateStore, operatorTimeoutMs, faults }: RunLaunch,
  { overrides, modules, settings }: Options,
  { reader, recorded }: Recording,
): Partial<Options> {
  const { stateSeeds, ...replay } = replayOptions(reader.header, recorded);
  const { isDebugged = false, trace } = settings;
  return {
    ...replay,
    file: program,
    overrides: [...replay.overrides, ...overrides],
    modules: new Map([...replay.modules, ...modules]),
    ...(faults && { faults }),
    ...(stateStore === undefined && stateSeeds && { stateSeeds }),
    settings: {
      ...replay.settings,
      isDebugged,
      ...(operatorTimeoutMs !== undefined && { operatorTimeoutMs }),
      trace: { ...trace, path: mustBeTraced(trace.path) },
    },
  };
}

async function liveOptions(launch: RunLaunch, cacheFolder: string, logger: Logger): Promise<Options> {
  const folder = launch.cacheFolder ?? cacheFolder;
  const { program, trace = {} } = launch;
  const tracePath =
    trace.path ?? (await nextTracePath(join(folder, 'traces'), program, systemTime.epochMs(), logger));
  return {
    file: program,
    topics: {
      sources: launch.sourceTopics ?? defaultTopics.sources,
      sink: launch.sinkTopic ?? defaultTopics.sink,
    },
    overrides: namedOverrides(launch.parameters),
    modules: new Map(Object.entries(launch.modules ?? {})),
    cacheFolder: folder,
    settingWords: launchWords,
    workspaceFiles: namedFiles(launch),
    usesOutsideBroker: launch.broker !== undefined,
    ...(trace.otlp && { otlp: trace.otlp }),
    faults: launch.faults ?? [],
    compare: new Map(Object.entries(launch.compare ?? {})),
    comparesUpdates: launch.hotReload === 'compare',
    settings: {
      isDebugged: launch.isDebugged,
      clock: launch.clock === 'virtual' ? { kind: 'virtual', startMs: VIRTUAL_START_MS } : { kind: 'wall' },
      lateItems: launch.lateItems ?? 'accept',
      operatorTimeoutMs: launch.operatorTimeoutMs ?? DEFAULT_TIMEOUT_MS,
      seed: launch.seed ?? DEFAULT_SEED,
      trace: {
        level: trace.level ?? 'payloads',
        ...(tracePath !== undefined && { path: tracePath }),
        ...(trace.maxMegabytes !== undefined && { maxMegabytes: trace.maxMegabytes }),
      },
    },
  };
}

function namedFiles({
  stateStore,
  moduleSchema,
  environment,
  responders,
}: RunLaunch): Options['workspaceFiles'] {
  return {
    ...(stateStore !== undefined && { stateSeed: stateStore }),
    ...(moduleSchema !== undefined && { moduleSchema }),
    ...(environment !== undefined && { environment }),
    ...(responders !== undefined && { responders }),
  };
}
