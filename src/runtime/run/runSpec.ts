// Everything a run is made of, ready to start: found, read, checked and prepared. Shapes only.
import type { Fault } from '../../graph/faults.ts';
import type { RunPlan } from '../../graph/runPlan.ts';
import type { EngineStart } from '../../protocol/engine.ts';
import type { RecordedRun } from '../../protocol/trace.ts';
import type { ResponderRule } from '../commands/responderRules.ts';
import type { RunConnection, RunModule, RunNode } from '../../protocol/runProcess.ts';
import type { ModuleUse } from './loadModules.ts';
import type { ModulePlaces } from './resolveModules.ts';

export interface RunSpec {
  readonly plan: RunPlan;
  /** What `plan` was made from, with its places in the text: nodes in the plan's order, connections by their index. */
  readonly nodes: readonly RunNode[];
  readonly connections: readonly RunConnection[];
  /** Graph and resource files it was read from. */
  readonly files: readonly string[];
  readonly moduleFiles: readonly RunModule[];
  /** What runs them. */
  readonly moduleUses: readonly ModuleUse[];
  /** Where they were looked for. */
  readonly modulePlaces: ModulePlaces;
  /** MQTT topic filters by index of the source. */
  readonly sourceFilters: ReadonlyMap<number, readonly string[]>;
  /** Topic with `${inputTopic}` and `${outputTopic}`, by index of the sink. */
  readonly sinkTopics: ReadonlyMap<number, string>;
  /** Sinks whose destination is an OpenTelemetry endpoint, by index. */
  readonly telemetrySinks: ReadonlySet<number>;
  readonly modules: EngineStart['modules'];
  readonly operators: EngineStart['operators'];
  readonly stateSeeds: EngineStart['stateSeeds'];
  readonly schemas: EngineStart['schemas'];
  readonly models: EngineStart['models'];
  /** Rules that answer commands; none on a broker that others use. */
  readonly responders: readonly ResponderRule[];
  readonly recorded?: RecordedRun;
  /** What is to go wrong on purpose. */
  readonly faults: readonly Fault[];
  /** Bytes. */
  readonly memoryLimitBytes: number;
  /** What is odd but does not stop the run; sentences. */
  readonly warnings: readonly string[];
}

/** What the user chooses for one run. */
export type RunSettings = Pick<
  EngineStart,
  | 'isDebugged'
  | 'clock'
  | 'lateItems'
  | 'maxHeldItems'
  | 'operatorTimeoutMs'
  | 'seed'
  | 'operatorSeed'
  | 'trace'
>;

/** Virtual runs start here, so that they are the same every time; one second off any window's edge. */
export const VIRTUAL_START_MS: number = Date.UTC(2026, 0, 1, 0, 0, 1);

/** Of random numbers in virtual time. */
export const DEFAULT_SEED = 'dataflow-graph';
