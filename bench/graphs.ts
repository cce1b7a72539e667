// Graphs for benchmarks, built from the samples' real modules, and runs of them.
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../src/base/logger.ts';
import type { ModuleOperationType } from '../src/graph/model.ts';
import { parseGraphDefinition } from '../src/graph/parseGraph.ts';
import { planRun } from '../src/graph/runPlan.ts';
import type { TraceLevel } from '../src/protocol/trace.ts';
import type { MessageBus } from '../src/runtime/broker/messageBus.ts';
import { DEFAULT_MAX_MEMORY_BYTES, ModuleCache } from '../src/runtime/component/moduleCache.ts';
import { systemTime } from '../src/runtime/engine/systemTime.ts';
import { Run } from '../src/runtime/run/run.ts';
import type { RunSpec } from '../src/runtime/run/runSpec.ts';

export const benchModule = 'test/fixtures/components/faulty.wasm';

/** About 60 bytes, as sensors send them. */
export const benchPayload: Uint8Array = Buffer.from(
  JSON.stringify({ temperature: { value: 72, unit: 'F' }, room: 'lobby' }),
);

/** A graph definition: source, the given operators of the sample module in a row, sink. */
export function chainGraph(kinds: readonly ModuleOperationType[]): string {
  const names = ['source', ...kinds.map((kind, index) => `${kind}${String(index)}`), 'sink'];
  const operations = kinds.map(
    (kind, index) => `  - { operationType: ${kind}, name: ${kind}${String(index)}, module: temperature }`,
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

/** A chain of `length` operators, maps and filters in turn. */
export function alternatingChain(length: number): string {
  return chainGraph(Array.from({ length }, (_, index) => (index % 2 === 0 ? 'map' : 'filter')));
}

/** Prepares the sample module once for all benchmarks. */
export async function prepareModule(): Promise<Uint8Array> {
  const cache = new ModuleCache({
    folder: join(tmpdir(), 'dataflow-graph-bench'),
    workerUrl: new URL('./prepareWorker.mjs', import.meta.url),
    logger: silentLogger,
  });
  const [encoded] = await cache.prepare([{ label: benchModule, bytes: await readFile(benchModule) }]);
  if (!encoded) throw new Error('the sample module was not prepared');
  return encoded;
}

/** What a run of `text`, all of whose operators come from the sample module, is started with. */
export async function specFor(text: string): Promise<RunSpec> {
  const { graph } = parseGraphDefinition(text);
  if (!graph) throw new Error('the benchmark graph is invalid');
  const plan = planRun(graph);
  const indexOf = (name: string): number => plan.nodes.findIndex((node) => node.name === name);
  return {
    plan,
    sourceFilters: new Map([[indexOf('source'), ['sensors', 'sensors/#']]]),
    sinkTopics: new Map([[indexOf('sink'), 'output/${outputTopic}']]),
    modules: [{ key: 'temperature', label: benchModule, encoded: await prepareModule() }],
    operators: plan.nodes.flatMap(({ module, type }, node) =>
      module === undefined
        ? []
        : [
            {
              node,
              kind: type as ModuleOperationType,
              module: 'temperature',
              configuration: { properties: type==='map'?[['mode','read']]:[['mode','passthrough']], moduleSchemas: [] },
            },
          ],
    ),
    stateSeeds: [],
    schemas: [],
    memoryLimitBytes: DEFAULT_MAX_MEMORY_BYTES,
    warnings: [],
  };
}

/** Starts a run of `text` on `bus`. */
export async function openBenchRun(
  text: string,
  bus: MessageBus,
  options: { readonly level: TraceLevel; readonly clock: 'wall' | 'virtual' },
): Promise<Run> {
  const clock =
    options.clock === 'wall'
      ? { kind: 'wall' as const }
      : { kind: 'virtual' as const, startMs: 1_000_000_001_000 };
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
  await run.start(await specFor(text));
  return run;
}
