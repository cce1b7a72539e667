// Joins what single files tell into the facts of the workspace. Knows no files and keeps nothing.
import type {
  KnownGraph,
  KnownModule,
  KnownParameter,
  KnownSchema,
  MisnamedSchema,
  ModuleBuild,
  WorkspaceFacts,
} from '../../language/workspaceFacts.ts';
import type { FileEntry } from './fileEntry.ts';
import type { GraphFacts, ModuleUse } from './readGraphFacts.ts';
import type { OperatorProject } from './readOperator.ts';
import type { OperatorFolder } from './workspacePaths.ts';

/** An operator project with its builds. */
export interface KnownProject {
  readonly folder: OperatorFolder;
  readonly project: OperatorProject;
  readonly entries: readonly FileEntry[];
}

export type CachedEntry = Extract<FileEntry, { readonly kind: 'cached' }>;

export function deriveFacts(
  projects: readonly KnownProject[],
  cached: readonly CachedEntry[],
  graphs: readonly GraphFacts[],
  schemas: readonly KnownSchema[],
  misnamed: readonly MisnamedSchema[],
): WorkspaceFacts {
  const ordered = [...graphs].sort((a, b) => compare(a.graph.uri, b.graph.uri));
  const uses = groupUses(ordered);
  const modules = [
    ...projects.flatMap((known) => describeProject(known, uses)),
    ...cached.flatMap((entry) => describeCached(entry, uses)),
  ];
  const keyOf = ({ name, origin, build, source }: KnownModule): string =>
    [name, origin === 'workspace' ? 0 : 1, build?.uri ?? source?.main.uri].join('\n');
  return {
    modules: sortBy(modules, keyOf),
    graphs: sortBy(
      ordered.map(({ graph }) => graph),
      ({ name, uri }: KnownGraph) => `${name}\n${uri}`,
    ),
    ...(schemas.length > 0 && { schemas: sortBy(schemas, ({ reference, uri }) => `${reference}\n${uri}`) }),
    ...(misnamed.length > 0 && { misnamedSchemas: sortBy(misnamed, ({ uri }) => uri) }),
  };
}

/** Cargo makes no difference between `-` and `_`, so neither do builds. */
function nameKey(name: string): string {
  return name.replaceAll('-', '_');
}

function groupUses(graphs: readonly GraphFacts[]): Map<string, ModuleUse[]> {
  const groups = new Map<string, ModuleUse[]>();
  for (const use of graphs.flatMap((graph) => graph.uses)) {
    const key = nameKey(use.reference.name);
    const group = groups.get(key);
    if (group) group.push(use);
    else groups.set(key, [use]);
  }
  return groups;
}

function describeProject(
  { folder: { name }, project, entries }: KnownProject,
  allUses: ReadonlyMap<string, readonly ModuleUse[]>,
): KnownModule[] {
  const builds = entries.flatMap((entry) => (entry.kind === 'build' && entry.build ? [entry] : []));
  // Runs take the newest, too, and of those the release.
  const debugRank = ({ uri }: FileEntry): number => (uri.includes('/debug/') ? 1 : 0);
  const newest = builds.sort(
    (a, b) => b.stamp.modifiedMs - a.stamp.modifiedMs || debugRank(a) - debugRank(b),
  )[0]?.build;
  const { source, version, parameters } = project;
  if (!newest && !source) return [];
  const uses = allUses.get(nameKey(name)) ?? [];
  const references = [
    ...(version === undefined ? [] : [`${name}:${version}`]),
    ...uses.map(({ reference }) => reference.text),
  ];
  return [
    {
      name,
      references: references.length > 0 ? [...new Set(references)].sort() : [name],
      origin: 'workspace',
      ...(newest && { build: newest }),
      ...(source && { source }),
      parameters: mergeParameters(parameters, uses),
    },
  ];
}

function describeCached(
  { name, reference, build }: CachedEntry,
  allUses: ReadonlyMap<string, readonly ModuleUse[]>,
): KnownModule[] {
  if (!build) return [];
  const path = reference.replace(/:[^:]*$/, '');
  const uses = (allUses.get(nameKey(name)) ?? []).filter(
    (use) =>
      (use.reference.path === '' ? use.reference.name : `${use.reference.path}/${use.reference.name}`) ===
      path,
  );
  const module = {
    name,
    references: [reference],
    origin: 'cache' as const,
    parameters: mergeParameters([], uses),
  };
  return [withBuild(module, build)];
}

function withBuild(module: Omit<KnownModule, 'build'>, build: ModuleBuild): KnownModule {
  return { ...module, build };
}

/** What the source says counts; graphs add what they declare, and descriptions. */
function mergeParameters(
  fromSource: readonly KnownParameter[],
  uses: readonly ModuleUse[],
): KnownParameter[] {
  const merged = new Map(fromSource.map((parameter) => [parameter.name, parameter]));
  const proven = new Set(merged.keys());
  for (const { name, description, operator, place } of uses.flatMap((use) => use.parameters)) {
    const known = merged.get(name);
    const added = {
      ...(place && { place }),
      ...(operator && { operator }),
      ...known,
      ...(description !== undefined && known?.description === undefined && { description }),
      name,
    };
    // Of several operators none is *the* operator, and source that names none is read by more than one.
    const isShared = known !== undefined && known.operator !== operator;
    if (isShared && (!proven.has(name) || known.operator === undefined)) delete added.operator;
    merged.set(name, added);
  }
  return sortBy([...merged.values()], ({ name }) => name);
}

function sortBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
