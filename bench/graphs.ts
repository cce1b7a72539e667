// Graphs for benchmarks, made of real modules from Rust, and runs of them.
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../src/base/logger.ts';
import type { ModuleOperationType } from '../src/graph/model.ts';
import { parseGraphDefinition } from '../src/graph/parseGraph.ts';
import { planRun } from '../src/graph/runPlan.ts';
import type { OperatorConfiguration } from '../src/protocol/engine.ts';
import type { TraceLevel } from '../src/protocol/trace.ts';
import type { MessageBus } from '../src/runtime/broker/messageBus.ts';
import { DEFAULT_MAX_MEMORY_BYTES, ModuleCache } from '../src/runtime/component/moduleCache.ts';
import { systemTime } from '../src/runtime/engine/systemTime.ts';
import { Run } from '../src/runtime/run/run.ts';
import type { RunSpec } from '../src/runtime/run/runSpec.ts';

/** A module that serves for maps and filters, and what its operators are given at their start. */
export interface BenchOperators {
  readonly module: string;
  readonly configure: (kind: ModuleOperationType) => OperatorConfiguration;
}

/** The sample's: every operator parses the payload as JSON, maps print it anew and count in a metric. */
export const sampleOperators: BenchOperators = {
  module: 'samples/thermostats/operators/temperature/bin/x86_64/release/temperature.wasm',
  configure: () => ({ properties: [], moduleSchemas: [] }),
};

/** Next to no work of their own: maps read the payload and return it as new bytes, filters let everything pass. */
export const lightOperators: BenchOperators = {
  module: 'test/fixtures/components/faulty.wasm',
  configure: (kind) => ({
    properties: [['mode', kind === 'map' ? 'read' : 'passthrough']],
    moduleSchemas: [],
  }),
};

/** A graph definition: source, operators of the given kinds in a row, sink. */
export function chainGraph(kinds: readonly ModuleOperationType[]): string {
  const names = ['source', ...kinds.map((kind, index) => `${kind}${String(index)}`), 'sink'];
  const operations = kinds.map(
    (kind, index) => `  - { operationType: ${kind}, name: ${kind}${String(index)}, module: operators }`,
  );
  const connections = names
    .slice(1)
    .map((to, index) => `  - { from: { name: ${names[index] ?? ''} }, to: { name: ${to} } }`);
  return `metadata: { $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: chain, version: "1.0.0" }
moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0" }
operations:
  - { operationType: source, name: source }
${operations.join('\n')}
  - { operationType: sink, name: sink }
connections:
${connections.join('\n')}
`;
}

/** A cache of prepared modules that outlives the benchmark, so that preparing is not measured. */
export function benchCache(): ModuleCache {
  return new ModuleCache({
    folder: join(tmpdir(), 'dataflow-graph-bench'),
    workerUrl: new URL('./prepareWorker.mjs', import.meta.url),
    logger: silentLogger,
  });
}

/** The prepared form of a module. */
export async function prepareModule(file: string): Promise<Uint8Array> {
  const [encoded] = await benchCache().prepare([{ label: file, bytes: await readFile(file) }]);
  if (!encoded) throw new Error(`${file} was not prepared`);
  return encoded;
}

/** What a run of the chain `text` is started with: `<name>` in, `<name>-out/<topic>` out. */
export async function specFor(text: string, operators: BenchOperators, name: string): Promise<RunSpec> {
  const { graph } = parseGraphDefinition(text);
  if (!graph) throw new Error('the benchmark graph is invalid');
  const plan = planRun(graph);
  const indexOf = (node: string): number => plan.nodes.findIndex((each) => each.name === node);
  const { module: file, configure } = operators;
  return {
    plan,
    sourceFilters: new Map([[indexOf('source'), [name]]]),
    telemetrySinks: new Set(),
    sinkTopics: new Map([[indexOf('sink'), `${name}-out/\${outputTopic}`]]),
    moduleUses: [],
    modulePlaces: { explicit: new Map(), workspaceFolder: '', cacheFolder: '' },
    modules: [{ key: file, label: file, encoded: await prepareModule(file) }],
    operators: plan.nodes.flatMap(({ module, type }, node) => {
      const kind = type as ModuleOperationType;
      return module === undefined ? [] : [{ node, kind, module: file, configuration: configure(kind) }];
    }),
    stateSeeds: [],
    schemas: [],
    models: [],
    memoryLimitBytes: DEFAULT_MAX_MEMORY_BYTES,
    warnings: [],
    nodes: [],
    connections: [],
    files: [],
    responders: [],
    faults: [],
    moduleFiles: [],
  };
}

/** Starts a run of `spec` on `bus`; the caller closes both. */
export async function openBenchRun(
  spec: RunSpec,
  bus: MessageBus,
  options: { readonly level: TraceLevel; readonly clock: 'wall' | 'virtual' },
): Promise<Run> {
  const clock =
    options.clock === 'wall'
      ? { kind: 'wall' as const }
      : { kind: 'virtual' as const, startMs: 1_700_000_000_000 };
  const run = new Run({
    bus,
    time: systemTime,
    engineWorkerUrl: new URL('./engineWorker.mjs', import.meta.url),
    settings: {
      clock,
      lateItems: 'accept',
      operatorTimeoutMs: 5000,
      seed: 'bench',
      trace: { level: options.level },
    },
  });
  await run.start(spec);
  return run;
}
