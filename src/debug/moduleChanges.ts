// What becomes of the list of a run's modules when one is loaded anew. Knows nothing about the client of the debugger.
import type { RunModule } from '../protocol/runProcess.ts';

export interface ModuleChange {
  /** All modules of the run. */
  readonly modules: readonly RunModule[];
  /** The one that was loaded, with everything that runs it. */
  readonly module: RunModule;
  /** Those that no operation runs any more. */
  readonly removed: readonly RunModule[];
  /** Its file was one of the run's before. */
  readonly isKnown: boolean;
}

/** Lets `loaded` run in its operations; those that ran the same file before go on with it. */
export function changeModules(before: readonly RunModule[], loaded: RunModule): ModuleChange {
  const known = before.find(({ path }) => path === loaded.path);
  const operations = [...new Set([...(known?.operations ?? []), ...loaded.operations])];
  const module = { ...loaded, operations };
  const others = before
    .filter((each) => each !== known)
    .map((each) => ({ ...each, operations: each.operations.filter((name) => !operations.includes(name)) }));
  const isUsed = (each: RunModule): boolean => each.operations.length > 0;
  return {
    modules: [...others.filter(isUsed), module],
    module,
    removed: others.filter((each) => !isUsed(each)),
    isKnown: known !== undefined,
  };
}
