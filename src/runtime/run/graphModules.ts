// The files of all modules of a graph, each once, and everything that keeps some from being used. Starts nothing.
import { basename } from 'node:path';
import { AppError } from '../../base/errors.ts';
import {
  type GraphDefinition,
  hasOperator,
  type ModuleOperationType,
  type ModuleReference,
} from '../../graph/model.ts';
import { checkModule } from '../component/checkModule.ts';
import { inspectModule } from '../component/inspectModule.ts';
import { type ModulePlaces, type ResolvedModule, resolveModule } from './resolveModules.ts';

export interface GraphModule {
  readonly reference: ModuleReference;
  readonly path: string;
  /** What its file is called where it was built; the cache names files by their tags. */
  readonly title: string;
}

export interface GraphModules {
  /** In the order of the graph. */
  readonly found: readonly GraphModule[];
  /** Modules that are in none of the places. */
  readonly missing: readonly ModuleReference[];
  /** MODULE_NOT_FOUND for each that is missing, and what is wrong with those that were found. Each message once. */
  readonly failures: readonly AppError[];
}

/** Reads the module of every operation and checks that runs and clusters can use it there. */
export function findGraphModules(graph: GraphDefinition, places: ModulePlaces): Promise<GraphModules> {
  const features = graph.moduleRequirements.features.map(({ name }) => name);
  return collect(graph, places, ({ path, bytes }, node, kind) =>
    checkModule(inspectModule(bytes, path), { node, label: path, kind, features }),
  );
}

/** As findGraphModules, whatever is in the files. */
export function locateGraphModules(graph: GraphDefinition, places: ModulePlaces): Promise<GraphModules> {
  return collect(graph, places, () => undefined);
}

async function collect(
  graph: GraphDefinition,
  places: ModulePlaces,
  check: (module: ResolvedModule, node: string, kind: ModuleOperationType) => void,
): Promise<GraphModules> {
  const found = new Map<string, GraphModule>();
  const missing = new Map<string, ModuleReference>();
  const failures = new Map<string, AppError>();
  for (const { name, type, module } of graph.operations) {
    if (!module || !hasOperator(type)) continue;
    try {
      const resolved = await resolveModule(module, name, places);
      check(resolved, name, type);
      const { path } = resolved;
      found.set(module.text, { reference: module, path, title: titleOf(module, path) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'MODULE_NOT_FOUND') missing.set(module.text, module);
      failures.set(error.message, error);
    }
  }
  return { found: [...found.values()], missing: [...missing.values()], failures: [...failures.values()] };
}

function titleOf({ name, tag }: ModuleReference, path: string): string {
  const file = basename(path);
  return file === `${tag ?? 'latest'}.wasm` ? `${name}.wasm` : file;
}
