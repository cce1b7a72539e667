// What is known of modules, made ready to choose from and to read. Knows no component.
import type { ModuleOperationType } from '../../../src/graph/model.ts';
import { parseModuleReference } from '../../../src/graph/moduleReference.ts';
import type { CanvasModule, CanvasParameter } from '../../../src/protocol/canvas.ts';

export interface ModuleChoice {
  /** What to write after `module:`. */
  readonly reference: string;
  /** Why it fits or does not. */
  readonly detail: string;
  readonly fits: boolean;
}

/** Everything whose reference contains `text`; those that can run `type` first, in the order of their names otherwise. */
export function rankModules(
  modules: readonly CanvasModule[],
  type: ModuleOperationType,
  text = '',
): ModuleChoice[] {
  const wanted = text.trim().toLowerCase();
  const choices = modules.flatMap((module) =>
    module.references
      .filter((reference) => reference.toLowerCase().includes(wanted))
      .map((reference) => ({ reference, detail: describeChoice(module, type), rank: rankOf(module, type) })),
  );
  return choices
    .sort((a, b) => a.rank - b.rank || a.reference.localeCompare(b.reference))
    .map(({ reference, detail, rank }) => ({ reference, detail, fits: rank < unknownRank }));
}

const unknownRank = 2;

function rankOf({ types, isBuilt, damage }: CanvasModule, type: ModuleOperationType): number {
  if (damage !== undefined) return 4;
  if (types.length === 0) return unknownRank;
  if (!types.includes(type)) return 3;
  return isBuilt ? 0 : 1;
}

function describeChoice({ types, isBuilt, damage, origin }: CanvasModule, type: ModuleOperationType): string {
  if (damage !== undefined) return 'damaged';
  const built = isBuilt ? '' : ', not built';
  if (types.length === 0) return `exports unknown${built}`;
  return types.includes(type) ? `${origin}${built}` : `exports ${types.join(', ')}${built}`;
}

/** The module that `reference` means: the one that is written so, else the one of that name. */
export function findModule(modules: readonly CanvasModule[], reference: string): CanvasModule | undefined {
  const exact = modules.find(({ references }) => references.includes(reference));
  if (exact) return exact;
  const name = parseModuleReference(reference)?.name;
  return modules.find((module) => module.name === name);
}

/** Parameters that the operator of `type` is known to read and `declared` does not have; sorted by name. */
export function undeclaredParameters(
  module: CanvasModule | undefined,
  type: ModuleOperationType,
  declared: readonly CanvasParameter[],
): CanvasModule['parameters'] {
  const taken = new Set(declared.flatMap(({ key, name }) => [key, name]));
  const known = (module?.parameters ?? []).filter(
    (parameter) => (parameter.type ?? type) === type && !taken.has(parameter.name),
  );
  const byName = new Map(known.map((parameter) => [parameter.name, parameter]));
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** `312 KB`; units of 1,024. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024
    ? `${String(Math.round(kilobytes))} KB`
    : `${String(Math.round((kilobytes / 1024) * 10) / 10)} MB`;
}

/** The first twelve digits, without the name of the algorithm. */
export function shortDigest(digest: string): string {
  return (digest.split(':').at(-1) ?? digest).slice(0, 12);
}
