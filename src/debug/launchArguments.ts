// Reads what a launch configuration says. Unknown and wrong attributes are refused by name: a typo must not go by in silence. The
// manifest's schema (package.json, contributes.debuggers) says the same.
import { isAbsolute, resolve } from 'node:path';
import { AppError } from '../base/errors.ts';
import { findOtlpProblem } from '../base/otlpAddress.ts';
import { findNearest } from '../graph/didYouMean.ts';
import { type PlacedFault, readFault } from '../graph/faults.ts';
import { MAX_SERIES_COUNT, MAX_SERIES_RATE } from '../protocol/publishing.ts';
import type { ReplayRequest, RunLaunch } from '../protocol/runProcess.ts';
import type { OtlpSettings } from '../protocol/telemetry.ts';
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
import { readReplay, refuseBesideReplay } from './replayArguments.ts';

/** What happens when the inputs are worked off: go on, finish what is under way and stay, or do that and end. */
export const inputEnds = ['hold', 'flush', 'exit'] as const;

export interface LaunchInputs {
  readonly folder: string;
  /** For messages that name none. */
  readonly topic?: string;
  /** Messages in all: beyond those of the folder it begins anew. */
  readonly count?: number;
  /** Absent: as fast as they are taken. */
  readonly perSecond?: number;
  readonly atEnd: (typeof inputEnds)[number];
}

/** A launch, understood. */
export interface LaunchSettings {
  readonly run: RunLaunch;
  /** The file of a test case, which says what `run` and `inputs` leave open. */
  readonly testCase?: string;
  /** A recorded run that is replayed; it says what `run` leaves open. `graph`: another one than was recorded. */
  readonly replay?: ReplayRequest & { readonly graph?: string };
  readonly inputs?: LaunchInputs;
  readonly stopOnEntry: boolean;
  /** What becomes of messages that delays and windows hold when the run is asked to end. */
  readonly atTerminate: 'flush' | 'hold';
}

const readers = {
  program: readText,
  testCase: readText,
  inputs: readInputs,
  replay: readReplay,
  sourceTopics: readTexts,
  sinkTopic: readText,
  parameters: readTextMap,
  modules: readTextMap,
  stateStore: readText,
  schemas: readText,
  environment: readText,
  responders: readText,
  cacheFolder: readText,
  broker: readBroker,
  clock: oneOf(['wall', 'virtual']),
  seed: readText,
  lateItems: oneOf(['accept', 'drop']),
  hotReload: readHotReload,
  followTags: readWhole(1),
  compare: readTextMap,
  faults: readFaults,
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
  const run = makeRunLaunch(read, locate);
  // Whoever launches follows them; modules that have changed are the run's matter.
  if (read.followTags !== undefined && run.hotReload === false) throw refuseFollowing();
  return {
    run,
    ...(read.testCase !== undefined && { testCase: locate(read.testCase) }),
    ...(read.replay && { replay: locateReplay(read.replay, read.program, locate) }),
    ...(inputs && { inputs: { ...inputs, folder: locate(inputs.folder) } }),
    stopOnEntry,
    atTerminate,
  };
}

/** As {@link readLaunch}, for a graph that takes part in what goes on at a broker that is there already. Errors: LAUNCH_INVALID. */
export function readAttach(args: object): LaunchSettings {
  const settings = readLaunch(args);
  if (settings.run.broker) return settings;
  throw new AppError(
    'LAUNCH_INVALID',
    'To attach, "broker" needs "url": the address of the broker whose messages the graph is to work on, such as mqtt://127.0.0.1:1883. A graph on a broker of its own is launched.',
  );
}

function makeRunLaunch(read: Read, locate: (path: string) => string): RunLaunch {
  const { noDebug, broker, modules, trace, schemas, testCase, replay } = read;
  if (replay) refuseBesideReplay(read);
  const program = read.program ?? testCase ?? replay?.trace;
  if (testCase !== undefined && (read.program !== undefined || read.inputs !== undefined))
    throw new AppError(
      'LAUNCH_INVALID',
      'A launch with "testCase" takes the graph and its inputs from the test case. Remove "program" and "inputs", or "testCase".',
    );
  if (program === undefined || program === '')
    throw new AppError(
      'LAUNCH_INVALID',
      'The launch needs "program", the path of a graph definition or a DataflowGraph resource, or "testCase", that of a test case, or "replay", that of a recorded run.',
    );
  const given = <K extends keyof RunLaunch>(key: K, value: RunLaunch[K] | undefined): Partial<RunLaunch> =>
    value === undefined ? {} : { [key]: value };
  const path = (text: string | undefined): string | undefined => text && locate(text);
  return {
    program: locate(program),
    isDebugged: noDebug !== true,
    ...given('port', broker?.port),
    ...given('broker', broker?.outside && locateCertificate(broker.outside, locate)),
    ...given('stateStore', path(read.stateStore)),
    ...given('moduleSchema', path(schemas)),
    ...given('environment', path(read.environment)),
    ...given('responders', path(read.responders)),
    ...given('cacheFolder', path(read.cacheFolder)),
    ...given('modules', modules && locateAll(modules, locate)),
    ...given('trace', trace?.path === undefined ? trace : { ...trace, path: locate(trace.path) }),
    ...given('sourceTopics', read.sourceTopics),
    ...given('sinkTopic', read.sinkTopic),
    ...given('parameters', read.parameters),
    ...given('clock', read.clock),
    ...given('seed', read.seed),
    ...given('lateItems', read.lateItems),
    // A test case and a replay judge the modules they began with.
    hotReload: read.hotReload ?? (testCase === undefined && !replay),
    ...given('compare', read.compare && locateCompared(read.compare, locate)),
    ...given('faults', read.faults),
    ...given('operatorTimeoutMs', read.operatorTimeoutMs),
  };
}

function locateReplay(
  replay: ReplayRequest,
  program: string | undefined,
  locate: (path: string) => string,
): NonNullable<LaunchSettings['replay']> {
  const graph = program === undefined ? {} : { graph: locate(program) };
  return { ...replay, trace: locate(replay.trace), ...graph };
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

function refuseFollowing(): AppError {
  return new AppError(
    'LAUNCH_INVALID',
    '"followTags" of the launch needs "hotReload": true or "compare": what is to become of a module that has changed?',
  );
}

type OutsideBroker = NonNullable<RunLaunch['broker']>;

function readBroker(value: unknown, name: string): { port?: number; outside?: OutsideBroker } {
  const { port, url, ...more } = readParts(value, name, ['port', 'url', 'user', 'password', 'ca']);
  if (url === undefined) {
    const [key] = Object.keys(more);
    if (key !== undefined) throw refuse(name, value, '"url" with it, the address of the broker,');
    return port === undefined ? {} : { port: readWhole(0, 65_535)(port, 'broker.port') };
  }
  if (port !== undefined)
    throw refuse(name, value, '"port" for a broker of the run\'s own or "url" for another');
  const given = Object.entries(more).map(([key, part]) => [key, readText(part, `broker.${key}`)]);
  return {
    outside: { url: readText(url, 'broker.url'), ...(Object.fromEntries(given) as Partial<OutsideBroker>) },
  };
}

function locateCertificate(broker: OutsideBroker, locate: (path: string) => string): OutsideBroker {
  return broker.ca === undefined ? broker : { ...broker, ca: locate(broker.ca) };
}

function readTrace(value: unknown, name: string): NonNullable<RunLaunch['trace']> {
  const { level, path, maxMegabytes, otlp } = readParts(value, name, [
    'level',
    'path',
    'maxMegabytes',
    'otlp',
  ]);
  return {
    ...(level !== undefined && { level: oneOf(traceLevels)(level, 'trace.level') }),
    ...(path !== undefined && { path: readText(path, 'trace.path') }),
    ...(maxMegabytes !== undefined && { maxMegabytes: readWhole(1)(maxMegabytes, 'trace.maxMegabytes') }),
    ...(otlp !== undefined && { otlp: readOtlp(otlp, 'trace.otlp') }),
  };
}

function readOtlp(value: unknown, name: string): OtlpSettings {
  if (typeof value === 'string') return { endpoint: readOtlpAddress(value, name) };
  const { endpoint, headers } = readParts(value, name, ['endpoint', 'headers']);
  if (endpoint === undefined)
    throw refuse(name, value, 'the address of a receiver, or a map with "endpoint"');
  return {
    endpoint: readOtlpAddress(endpoint, `${name}.endpoint`),
    ...(headers !== undefined && { headers: readTextMap(headers, `${name}.headers`) }),
  };
}

function readOtlpAddress(value: unknown, name: string): string {
  const address = readText(value, name);
  const problem = findOtlpProblem(address);
  if (problem === undefined) return address;
  throw refuse(name, value, 'an address with http:// or https://, such as http://127.0.0.1:4318');
}

// Whether the graph has the operations is known when it is loaded.
function readFaults(value: unknown, name: string): readonly PlacedFault[] {
  if (!Array.isArray(value)) throw refuse(name, value, 'a list of faults');
  return value.map((item: unknown, index): PlacedFault => {
    const place = `${name}[${String(index)}]`;
    const read = readFault(item);
    if ('fault' in read) return { fault: read.fault, place: `"${place}" of the launch` };
    const { key, message } = read.flaw;
    const at = key === undefined ? place : `${place}.${key}`;
    throw new AppError('LAUNCH_INVALID', `"${at}" of the launch: ${message}`);
  });
}

function readRate(value: unknown, name: string): number {
  if (typeof value === 'number' && value > 0 && value <= MAX_SERIES_RATE) return value;
  throw refuse(name, value, `a number above 0 and at most ${String(MAX_SERIES_RATE)}`);
}

function readInputs(value: unknown, name: string): LaunchInputs {
  if (typeof value === 'string') return { folder: value, atEnd: 'hold' };
  const keys = ['folder', 'topic', 'count', 'perSecond', 'atEnd'] as const;
  const { folder, topic, count, perSecond, atEnd } = readParts(value, name, keys);
  if (folder === undefined) throw refuse(name, value, 'a folder, or a map with "folder"');
  return {
    folder: readText(folder, 'inputs.folder'),
    ...(topic !== undefined && { topic: readText(topic, 'inputs.topic') }),
    ...(count !== undefined && { count: readWhole(1, MAX_SERIES_COUNT)(count, 'inputs.count') }),
    ...(perSecond !== undefined && { perSecond: readRate(perSecond, 'inputs.perSecond') }),
    atEnd: atEnd === undefined ? 'hold' : oneOf(inputEnds)(atEnd, 'inputs.atEnd'),
  };
}

function readHotReload(value: unknown, name: string): boolean | 'compare' {
  if (typeof value === 'boolean' || value === 'compare') return value;
  throw refuse(name, value, 'true, false or "compare"');
}

// References of modules are no paths.
function locateCompared(
  compared: Readonly<Record<string, string>>,
  locate: (path: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(compared).map(([operation, module]) => [
      operation,
      /\.wasm$/i.test(module) ? locate(module) : module,
    ]),
  );
}
