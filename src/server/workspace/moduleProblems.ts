// Problems of a graph with the modules it refers to, by what is known of the workspace. A module that is not built gives
// none: graphs are written where nothing is built, too. Knows no files.
import { checkModules, type OperationModule } from '../../graph/checkModules.ts';
import { type GraphDefinition, hasOperator, type ModuleReference } from '../../graph/model.ts';
import { makeProblem, sortProblems, type Problem } from '../../graph/problem.ts';
import type { KnownModule, ModuleBuild, WorkspaceFacts } from '../../language/workspaceFacts.ts';
import { buildNames } from '../../runtime/run/resolveModules.ts';
import { normalizeUri } from './fileUris.ts';

/** Sorted by place. `graphUri` tells which workspace the graph belongs to; without it the first module that fits counts. */
export function moduleProblems(graph: GraphDefinition, facts: WorkspaceFacts, graphUri?: string): Problem[] {
  const modules = new Map<string, OperationModule>();
  const problems: Problem[] = [];
  // Large graphs refer to few modules.
  const builds = new Map<string, ModuleBuild | undefined>();
  for (const { name, type, module, ranges } of graph.operations) {
    if (!module || !hasOperator(type)) continue;
    if (!builds.has(module.text)) builds.set(module.text, findBuild(module, facts, graphUri));
    const build = builds.get(module.text);
    if (!build) continue;
    const { damage, exports, imports, sizeBytes } = build;
    if (exports && imports) modules.set(name, { exports, imports, sizeBytes });
    else if (damage !== undefined)
      problems.push(makeProblem('MODULE_UNUSABLE', ranges.module ?? ranges.item, damage));
  }
  return sortProblems([...problems, ...checkModules(graph, modules)]);
}

/** The build that a run of the graph would take: the workspace's own, else that of the cache. */
export function findBuild(
  reference: ModuleReference,
  { modules }: WorkspaceFacts,
  graphUri?: string,
): ModuleBuild | undefined {
  const { folders, files } = buildNames(reference.name);
  const fits = modules.filter(
    ({ name, origin, build }) =>
      build && origin === 'workspace' && folders.includes(name) && files.includes(fileNameOf(build.uri)),
  );
  return (nearest(fits, modules, graphUri) ?? findCached(reference, modules))?.build;
}

function findCached(
  { path, name, tag }: ModuleReference,
  modules: readonly KnownModule[],
): KnownModule | undefined {
  const wanted = `${path === '' ? '' : `${path}/`}${name}:${tag ?? 'latest'}`;
  return modules.find(({ origin, references }) => origin === 'cache' && references.includes(wanted));
}

/** Runs look in the nearest folder above the graph that has `operators`, and in no other. */
function nearest(
  fits: readonly KnownModule[],
  modules: readonly KnownModule[],
  graphUri: string | undefined,
): KnownModule | undefined {
  if (graphUri === undefined) return fits[0];
  const uri = normalizeUri(graphUri);
  const roots = modules.map(rootOf).filter((root) => root !== '' && uri.startsWith(root));
  const root = roots.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
  return root === '' ? undefined : fits.find((module) => rootOf(module) === root);
}

/** URI of the folder that holds `operators`, with `/` at the end; empty for modules of the cache. */
function rootOf({ origin, build, source, name }: KnownModule): string {
  const uri = origin === 'workspace' ? (build?.uri ?? source?.main.uri ?? '') : '';
  const end = uri.lastIndexOf(`/operators/${encodeURIComponent(name)}/`);
  return end === -1 ? '' : uri.slice(0, end + 1);
}

function fileNameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
