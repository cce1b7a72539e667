// What a trace holds of a run besides its hops, and what a run is made of that replays it. Knows nothing about messages.
import { resolve } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { type Fault, readFault } from '../../graph/faults.ts';
import type { RecordedRun, TraceHeader } from '../../protocol/trace.ts';
import type { LoadOptions } from './loadRun.ts';
import type { RunSettings, RunSpec } from './runSpec.ts';

interface Recordable extends Pick<LoadOptions, 'file' | 'topics'> {
  /** Files by module reference. */
  readonly modules: ReadonlyMap<string, string>;
  readonly settings: RunSettings;
}

/** A run that replays another. */
interface Replayable extends Pick<LoadOptions, 'file' | 'topics' | 'overrides' | 'stateSeeds' | 'faults'> {
  readonly modules: ReadonlyMap<string, string>;
  readonly settings: Omit<RunSettings, 'trace'>;
}

/** What it takes to replay a run later. */
export function recordRun({ file, topics, modules, settings }: Recordable, spec: RunSpec): RecordedRun {
  const { clock, seed, operatorSeed = seed, lateItems, maxHeldItems, operatorTimeoutMs } = settings;
  return {
    file: resolve(file),
    sourceTopics: topics.sources,
    sinkTopic: topics.sink,
    clock: clock.kind,
    seed: operatorSeed,
    faults: spec.faults,
    faultSeed: seed,
    lateItems,
    ...(maxHeldItems !== undefined && { maxHeldItems }),
    operatorTimeoutMs,
    parameters: spec.operators.flatMap(({ node, configuration }) =>
      configuration.properties.map(([key, value]) => ({
        node: spec.plan.nodes[node]?.name ?? '',
        key,
        value,
      })),
    ),
    givenModules: Object.fromEntries(modules),
    stateSeeds: spec.stateSeeds,
    modules: spec.moduleFiles.map(({ path, digest, operations }) => ({ path, digest, operations })),
  };
}

/** What `trace` says its run was made of; `file` names it in messages. Errors: TRACE_NOT_REPLAYABLE. */
export function readRecordedRun({ run, level }: TraceHeader, file: string): RecordedRun {
  if (run === undefined)
    throw refuse(
      `${file} does not say what its run was made of: an earlier version recorded it. Record the run again.`,
    );
  if (!isRecordedRun(run))
    throw refuse(
      `What ${file} says of its run cannot be read. Take the trace that was recorded, not a changed one.`,
    );
  if (level !== 'payloads') throw refuse(`${file} has no payloads. Record the run with --trace payloads.`);
  return run;
}

function refuse(message: string): AppError {
  return new AppError('TRACE_NOT_REPLAYABLE', message);
}

function isRecordedRun(value: unknown): value is RecordedRun {
  const isMap = (each: unknown): each is Record<string, unknown> => typeof each === 'object' && each !== null;
  const isText = (each: unknown): boolean => typeof each === 'string';
  if (!isMap(value)) return false;
  const { parameters, stateSeeds, modules, sourceTopics, givenModules, lateItems, clock } = value;
  const { faults = [], faultSeed = '' } = value;
  const isList = (list: unknown, isItem: (each: unknown) => boolean): boolean =>
    Array.isArray(list) && list.every(isItem);
  const isPair = (each: unknown): boolean => isMap(each) && isText(each['key']) && isText(each['value']);
  return (
    isText(value['file']) &&
    isText(value['sinkTopic']) &&
    isText(value['seed']) &&
    isText(faultSeed) &&
    isList(faults, (each) => 'fault' in readFault(each)) &&
    typeof value['operatorTimeoutMs'] === 'number' &&
    (clock === 'wall' || clock === 'virtual') &&
    (lateItems === 'accept' || lateItems === 'drop') &&
    isList(sourceTopics, isText) &&
    isList(parameters, isPair) &&
    isList(stateSeeds, isPair) &&
    isMap(givenModules) &&
    Object.values(givenModules).every(isText) &&
    isList(modules, (each) => isMap(each) && isText(each['digest']) && isList(each['operations'], isText))
  );
}

/** The options of a run that replays a recorded one: what is not named here is as it is now. */
export function replayOptions(
  { startedMs }: Pick<TraceHeader, 'startedMs'>,
  recorded: RecordedRun,
): Replayable {
  const { file, sourceTopics, sinkTopic, seed, lateItems, maxHeldItems, operatorTimeoutMs } = recorded;
  const { clock, faults = [], faultSeed = seed } = recorded;
  // While the broker was gone, time passed by itself: the times of the messages have that in them.
  const isRepeated = ({ kind }: Fault): boolean => kind !== 'brokerGone' || clock === 'virtual';
  return {
    file,
    topics: { sources: sourceTopics, sink: sinkTopic },
    modules: new Map(Object.entries(recorded.givenModules)),
    overrides: recorded.parameters,
    stateSeeds: recorded.stateSeeds,
    faults: faults.filter(isRepeated).map((fault) => ({ fault, place: 'a fault of the recording' })),
    settings: {
      clock: { kind: 'virtual', startMs: startedMs },
      seed: faultSeed,
      operatorSeed: seed,
      lateItems,
      ...(maxHeldItems !== undefined && { maxHeldItems }),
      operatorTimeoutMs,
    },
  };
}
