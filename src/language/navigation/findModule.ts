// Which module or graph of the workspace a reference means. Knows nothing about files and positions.
import { parseModuleReference } from '../../graph/moduleReference.ts';
import type { KnownGraph, KnownModule, WorkspaceFacts } from '../workspaceFacts.ts';

/** A graph that an artifact may mean; `isExact` when its version is the one that was asked for, or none was. */
export interface FoundGraph {
  readonly graph: KnownGraph;
  readonly isExact: boolean;
}

/**
 * The module that `reference` means: the one that is referred to exactly so, else one of the same name, those with
 * source in the workspace first. `-` and `_` count as the same, because Cargo writes one for the other.
 */
export function findModule(facts: WorkspaceFacts, reference: string): KnownModule | undefined {
  const exact = facts.modules.filter(({ references }) => references.includes(reference));
  const name = unify(parseModuleReference(reference)?.name ?? reference);
  const found = exact.length > 0 ? exact : facts.modules.filter((module) => unify(module.name) === name);
  return found.find(({ source }) => source !== undefined) ?? found[0];
}

function unify(name: string): string {
  return name.replaceAll('_', '-');
}

/**
 * The graph definition that `artifact`, such as `graph-simple:1.0.0`, means: one in a file of that name, else one of that
 * name, and of several the one of that version. Artifacts are lower case, so case and what joins words do not count.
 */
export function findGraph(facts: WorkspaceFacts, artifact: string): FoundGraph | undefined {
  const { name = artifact, tag } = parseModuleReference(artifact) ?? {};
  const wanted = slug(name);
  const inFile = facts.graphs.filter(({ uri }) => slug(stemOf(uri)) === wanted);
  const candidates = inFile.length > 0 ? inFile : facts.graphs.filter((graph) => slug(graph.name) === wanted);
  const exact = candidates.find(({ version }) => tag === undefined || version === tag);
  const graph = exact ?? candidates[0];
  return graph && { graph, isExact: exact !== undefined };
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
}

/** `thermostats` of `file:///a/thermostats.dataflow.yaml`. */
function stemOf(uri: string): string {
  return fileNameOf(uri).replace(/(?:\.dataflow)?\.ya?ml$/i, '');
}

/** The last part of `uri`, readable. */
export function fileNameOf(uri: string): string {
  const name = uri.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    // A lone "%": not encoded after all.
    return name;
  }
}
