// Reads what a launch configuration says. Unknown and wrong attributes are refused by name: a typo must not go by in silence. The
// manifest's schema (package.json, contributes.debuggers) says the same.
import { isAbsolute, resolve } from 'node:path';
import { AppError } from '../base/errors.ts';
import { findNearest } from '../graph/didYouMean.ts';
import type { RunLaunch } from '../protocol/runProcess.ts';
import { traceLevels } from '../protocol/trace.ts';
import {
  oneOf,
  type Reader,
  readBoolean,
  readParts,
  readText,
  readTextMap,
  readTexts,
  readWhole,
  refuse,
} from './attributeReaders.ts';

/** What happens when the inputs are worked off: go on, finish what is under way and stay, or do that and end. */
export const inputEnds = ['hold', 'flush', 'exit'] as const;

export interface LaunchInputs {
  readonly folder: string;
  /** For messages that name none. */
  readonly topic?: string;
  readonly atEnd: (typeof inputEnds)[number];
}

/** A launch, understood. */
export interface LaunchSettings {
  readonly run: RunLaunch;
  readonly inputs?: LaunchInputs;
  readonly stopOnEntry: boolean;
  /** What becomes of messages that delays and windows hold when the run is asked to end. */
  readonly atTerminate: 'flush' | 'hold';
}

const readers = {
  program: readText,
  inputs: readInputs,
  sourceTopics: readTexts,
  sinkTopic: readText,
  parameters: readTextMap,
  modules: readTextMap,
  stateStore: readText,
  schemas: readText,
  environment: readText,
  cacheFolder: readText,
  broker: readBroker,
  clock: oneOf(['wall', 'virtual']),
  seed: readText,
  lateItems: oneOf(['accept', 'drop']),
  operatorTimeoutMs: readWhole(1),
  trace: readTrace,
  stopOnEntry: readBoolean,
  atTerminate: oneOf(['flush', 'hold']),
  noDebug: readBoolean,
  cwd: readText,
} satisfies Record<string, Reader<unknown>>;

/** Attributes of a launch that are ours. */
export const launchAttributes: readonly string[] = Object.keys(readers);

/** What VS Code and other clients add to any launch. */
const foreign = new Set([
  'name', 'type', 'request', 'presentation', 'preLaunchTask', 'postDebugTask', 'internalConsoleOptions', 'debugServer',
  'serverReadyAction', 'suppressMultipleSessionWarning', 'windows', 'linux', 'osx', 'restart',
]); // prettier-ignore

type Read = { -readonly [K in keyof typeof readers]?: ReturnType<(typeof readers)[K]> };

/** Paths that are not absolute start at `cwd`, which is where this process runs unless the launch says so. Errors: LAUNCH_INVALID. */
export function readLaunch(args: object): LaunchSettings {
  const read: Read = {};
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined || value === null || foreign.has(name) || name.startsWith('__')) continue;
    if (!isOurs(name)) throw refuseUnknown(name);
    Object.assign(read, { [name]: readers[name](value, name) });
  }
  const { inputs, cwd = process.cwd(), stopOnEntry = false, atTerminate = 'flush' } = read;
  const locate = (path: string): string => (isAbsolute(path) ? path : resolve(cwd, path));
  return {
    run: makeRunLaunch(read, locate),
    ...(inputs && { inputs: { ...inputs, folder: locate(inputs.folder) } }),
    stopOnEntry,
    atTerminate,
  };
}

function makeRunLaunch(read: Read, locate: (path: string) => string): RunLaunch {
  const { program, noDebug, broker, modules, trace, schemas } = read;
  if (program === undefined || program === '')
    throw new AppError(
      'LAUNCH_INVALID',
      'The launch needs "program": the path of a graph definition or a DataflowGraph resource.',
    );
  const given = <K extends keyof RunLaunch>(key: K, value: RunLaunch[K] | undefined): Partial<RunLaunch> =>
    value === undefined ? {} : { [key]: value };
  const path = (text: string | undefined): string | undefined => text && locate(text);
  return {
    program: locate(program),
    isDebugged: noDebug !== true,
    ...given('port', broker?.port),
    ...given('stateStore', path(read.stateStore)),
    ...given('moduleSchema', path(schemas)),
    ...given('environment', path(read.environment)),
    ...given('cacheFolder', path(read.cacheFolder)),
    ...given('modules', modules && locateAll(modules, locate)),
    ...given('trace', trace?.path === undefined ? trace : { ...trace, path: locate(trace.path) }),
    ...given('sourceTopics', read.sourceTopics),
    ...given('sinkTopic', read.sinkTopic),
    ...given('parameters', read.parameters),
    ...given('clock', read.clock),
    ...given('seed', read.seed),
    ...given('lateItems', read.lateItems),
    ...given('operatorTimeoutMs', read.operatorTimeoutMs),
  };
}

function locateAll(
  modules: Readonly<Record<string, string>>,
  locate: (path: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(modules).map(([reference, path]) => [reference, locate(path)]));
}

function isOurs(name: string): name is keyof typeof readers {
  return Object.hasOwn(readers, name);
}

function refuseUnknown(name: string): AppError {
  const meant = findNearest(name, launchAttributes);
  const hint = meant === undefined ? `Known are ${launchAttributes.join(', ')}.` : `Did you mean "${meant}"?`;
  return new AppError('LAUNCH_INVALID', `The launch has an attribute "${name}", which is not known. ${hint}`);
}

function readBroker(value: unknown, name: string): { port?: number } {
  const { port } = readParts(value, name, ['port']);
  return port === undefined ? {} : { port: readWhole(0, 65_535)(port, 'broker.port') };
}

function readTrace(value: unknown, name: string): NonNullable<RunLaunch['trace']> {
  const { level, path, maxMegabytes } = readParts(value, name, ['level', 'path', 'maxMegabytes']);
  return {
    ...(level !== undefined && { level: oneOf(traceLevels)(level, 'trace.level') }),
    ...(path !== undefined && { path: readText(path, 'trace.path') }),
    ...(maxMegabytes !== undefined && { maxMegabytes: readWhole(1)(maxMegabytes, 'trace.maxMegabytes') }),
  };
}

function readInputs(value: unknown, name: string): LaunchInputs {
  if (typeof value === 'string') return { folder: value, atEnd: 'hold' };
  const { folder, topic, atEnd } = readParts(value, name, ['folder', 'topic', 'atEnd']);
  if (folder === undefined) throw refuse(name, value, 'a folder, or a map with "folder"');
  return {
    folder: readText(folder, 'inputs.folder'),
    ...(topic !== undefined && { topic: readText(topic, 'inputs.topic') }),
    atEnd: atEnd === undefined ? 'hold' : oneOf(inputEnds)(atEnd, 'inputs.atEnd'),
  };
}
