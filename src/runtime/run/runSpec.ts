// Everything a run is made of, ready to start: found, read, checked and prepared. Shapes only.
import type { RunPlan } from '../../graph/runPlan.ts';
import type { EngineStart } from '../../protocol/engine.ts';

export interface RunSpec {
  readonly plan: RunPlan;
  /** MQTT topic filters by index of the source. */
  readonly sourceFilters: ReadonlyMap<number, readonly string[]>;
  /** Topic with `${inputTopic}` and `${outputTopic}`, by index of the sink. */
  readonly sinkTopics: ReadonlyMap<number, string>;
  readonly modules: EngineStart['modules'];
  readonly operators: EngineStart['operators'];
  readonly stateSeeds: EngineStart['stateSeeds'];
  readonly schemas: EngineStart['schemas'];
  /** Bytes. */
  readonly memoryLimitBytes: number;
  /** What is odd but does not stop the run; sentences. */
  readonly warnings: readonly string[];
}

/** What the user chooses for one run. */
export type RunSettings = Pick<
  EngineStart,
  'clock' | 'lateItems' | 'maxHeldItems' | 'operatorTimeoutMs' | 'seed' | 'trace'
>;
