// Finds, checks and prepares the modules of a run: those it starts with, and those that take their place later. Starts nothing.
import { createHash } from 'node:crypto';
import { AppError, joinFailures } from '../../base/errors.ts';
import {
  hasOperator,
  type ModuleOperationType,
  type ModuleReference,
  type Operation,
} from '../../graph/model.ts';
import type { EngineStart } from '../../protocol/engine.ts';
import type { RunModule } from '../../protocol/runProcess.ts';
import { checkModule } from '../component/checkModule.ts';
import { inspectModule } from '../component/inspectModule.ts';
import type { ModuleCache } from '../component/moduleCache.ts';
import { type ModulePlaces, type ResolvedModule, resolveModule } from './resolveModules.ts';

/** An operation and the module it runs. */
export interface ModuleUse {
  readonly name: string;
  readonly kind: ModuleOperationType;
  readonly reference: ModuleReference;
  /** What its graph asks for. */
  readonly features: readonly string[];
}

/** A module's file and the operations that run it. */
export interface FoundModule extends ResolvedModule {
  readonly uses: readonly ModuleUse[];
}

/** Operations that run no operator, or name no module, are left out. `features`: names of what its graph asks for, by operation. */
export function usesOf(
  operations: readonly Operation[],
  features: ReadonlyMap<string, readonly string[]>,
): readonly ModuleUse[] {
  return operations.flatMap(({ name, type, module }) =>
    module && hasOperator(type)
      ? [{ name, kind: type, reference: module, features: features.get(name) ?? [] }]
      : [],
  );
}

/**
 * Reads the module of each operation and checks that it can serve there; one entry for each file. Errors: those of resolveModule, inspectModule and
 * checkModule; the first one's code with all their messages.
 */
export async function findModules(
  uses: readonly ModuleUse[],
  places: ModulePlaces,
): Promise<readonly FoundModule[]> {
  const found = new Map<string, FoundModule>();
  const failures: AppError[] = [];
  for (const use of uses)
    try {
      const resolved = await resolveModule(use.reference, use.name, places);
      const { path, bytes } = resolved;
      checkModule(inspectModule(bytes, path), {
        node: use.name,
        label: path,
        kind: use.kind,
        features: use.features,
      });
      found.set(path, { ...resolved, uses: [...(found.get(path)?.uses ?? []), use] });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failures.push(error);
    }
  const failure = joinFailures(failures);
  if (failure) throw failure;
  return [...found.values()];
}

/** In the order of `found`, keyed by their paths. Errors: those of ModuleCache.prepare. */
export async function prepareModules(
  found: readonly FoundModule[],
  cache: Pick<ModuleCache, 'prepare'>,
  onPrepare?: (label: string) => void,
): Promise<EngineStart['modules']> {
  const encoded = await cache.prepare(
    found.map(({ path, bytes }) => ({ label: path, bytes })),
    onPrepare,
  );
  return found.map(({ path }, index) => ({
    key: path,
    label: path,
    encoded: encoded[index] ?? new Uint8Array(),
  }));
}

export function describeModule({ path, bytes, uses }: FoundModule): RunModule {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return {
    path,
    size: bytes.length,
    digest,
    operations: uses.map(({ name }) => name),
    references: [...new Set(uses.map(({ reference }) => reference.text))],
  };
}
