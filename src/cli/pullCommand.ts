// `dataflow-graph pull`: brings the modules that a graph lacks, or one artifact, from a registry. Knows nothing about how registries are
// spoken to.
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError, joinFailures } from '../base/errors.ts';
import { formatBytes } from '../base/formatBytes.ts';
import type { GraphDefinition, ModuleReference } from '../graph/model.ts';
import { cachedModulePath, parseModuleReference } from '../graph/moduleReference.ts';
import type { RegistryClient } from '../registry/client.ts';
import { inspectArtifact, type FoundArtifact, type PulledModule, pullModule } from '../registry/pull.ts';
import { type PulledGraph, pullGraphFile } from '../registry/pullGraph.ts';
import {
  type ArtifactReference,
  formatReference,
  isAbsoluteReference,
  locateArtifact,
  parseReference,
  placeOf,
  type RegistryPlace,
} from '../registry/reference.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { locateGraphModules } from '../runtime/run/graphModules.ts';
import { readGraphSource } from '../runtime/run/graphSource.ts';
import { findWorkspaceFolder } from '../runtime/run/loadRun.ts';
import { exitCodes } from './exitCodes.ts';
import { formatTable } from './formatTable.ts';
import { connect, readPlace, type RegistryFlags, requirePlace, withCancel } from './registryFlags.ts';
import type { Terminal } from './terminal.ts';

export interface PullFlags extends RegistryFlags {
  readonly module: ReadonlyMap<string, string>;
  readonly cache?: string;
  /** Where a graph's file goes. */
  readonly output: string;
  readonly refresh?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** What the command did, and where it is now. */
interface Pulled {
  readonly graph?: PulledGraph;
  readonly modules: readonly PulledModule[];
}

/** Returns the exit code. `what`: a graph definition's file, or a reference. Errors: USAGE, and those of pullModule. */
export async function pull(what: string, flags: PullFlags, terminal: Terminal): Promise<number> {
  const pulled = await withCancel(async (signal) => {
    if (await isFile(what))
      return { modules: await pullForGraph(what, requirePlace(flags), flags, terminal, signal) };
    if (/\.ya?ml$/.test(what))
      throw new AppError('FILE_UNREADABLE', `Cannot read ${what}: there is no such file. Check the path.`);
    return pullReference(what, flags, terminal, signal);
  });
  tellPulled(pulled, flags, terminal);
  return exitCodes.ok;
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined); // Then it is a reference.
  return found?.isFile() ?? false;
}

async function pullForGraph(
  file: string,
  place: RegistryPlace,
  flags: PullFlags,
  terminal: Terminal,
  signal: AbortSignal,
  client?: RegistryClient,
): Promise<PulledModule[]> {
  const { graph } = await readGraphSource(file);
  const wanted = await listWanted(graph, file, flags);
  return pullModules(wanted, place, flags, terminal, signal, client);
}

// What is built here counts for runs, and so it is not asked for.
async function listWanted(
  graph: GraphDefinition,
  file: string,
  flags: PullFlags,
): Promise<ModuleReference[]> {
  const cacheFolder = moduleFolder(flags);
  const { found, missing } = await locateGraphModules(graph, {
    explicit: flags.module,
    workspaceFolder: await findWorkspaceFolder(file),
    cacheFolder,
  });
  const inCache = found.filter(
    ({ reference, path }) => path === join(cacheFolder, cachedModulePath(reference)),
  );
  return [...inCache.map(({ reference }) => reference), ...missing];
}

function moduleFolder({ cache }: PullFlags): string {
  return resolve(cache ?? defaultCacheFolder(process.env), 'modules');
}

// One after another: a progress line shows one, and a module has its own parts fetched at once.
async function pullModules(
  modules: readonly ModuleReference[],
  place: RegistryPlace,
  flags: PullFlags,
  terminal: Terminal,
  signal: AbortSignal,
  opened?: RegistryClient,
): Promise<PulledModule[]> {
  let client = opened && Promise.resolve(opened);
  const pulled: PulledModule[] = [];
  const failures: AppError[] = [];
  for (const module of modules)
    try {
      const result = await pullModule(module, {
        place,
        cacheFolder: moduleFolder(flags),
        isRefresh: flags.refresh ?? false,
        connect: () => (client ??= connect(place, flags, terminal, signal)),
        onProgress: ({ label, receivedBytes, totalBytes }) =>
          terminal.progress(`${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}: ${label}`),
      });
      pulled.push(result);
    } catch (error) {
      // The others may be there; what is wrong with the registry itself is wrong for all of them.
      if (!(error instanceof AppError) || !perModule.has(error.code)) throw error;
      failures.push(error);
    }
  const failure = joinFailures(failures);
  if (failure) throw failure;
  return pulled;
}

const perModule: ReadonlySet<string> = new Set([
  'REGISTRY_NOT_FOUND',
  'REGISTRY_REFERENCE_INVALID',
  'REGISTRY_ARTIFACT_INVALID',
  'REGISTRY_DIGEST_MISMATCH',
]);

async function pullReference(
  text: string,
  flags: PullFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Pulled> {
  const { target, place } = locate(text, flags);
  const client = await connect(place, flags, terminal, signal);
  const artifact = await inspectArtifact(client, target);
  if (artifact.kind === 'module') {
    const module = relativeModule(target, place);
    return { modules: await pullModules([module], place, flags, terminal, signal, client) };
  }
  const graph = await pullGraph(client, target, artifact, flags);
  return { graph, modules: await pullForGraph(graph.path, place, flags, terminal, signal, client) };
}

/** A reference with a host says where its graph's modules are too: beside it, unless --registry says otherwise. */
function locate(
  text: string,
  flags: PullFlags,
): { readonly target: ArtifactReference; readonly place: RegistryPlace } {
  if (!isAbsoluteReference(text)) {
    const place = requirePlace(flags);
    return { target: locateArtifact(place, text), place };
  }
  const target = parseReference(text);
  const given = readPlace(flags);
  return { target, place: given?.host === target.host && isWithin(target, given) ? given : placeOf(target) };
}

function isWithin({ repository }: ArtifactReference, { prefix }: RegistryPlace): boolean {
  return prefix === '' || repository.startsWith(`${prefix}/`);
}

/** The module as a graph names it that is deployed with this registry. Errors: USAGE. */
function relativeModule(target: ArtifactReference, { prefix }: RegistryPlace): ModuleReference {
  const { repository, tag } = target;
  const relative = prefix === '' ? repository : repository.slice(prefix.length + 1);
  const module = tag === undefined ? undefined : parseModuleReference(`${relative}:${tag}`);
  if (module) return module;
  throw new AppError(
    'USAGE',
    `${formatReference(target)} names a module without a tag, and the cache has modules by their tags. Write it with its tag.`,
  );
}

async function pullGraph(
  client: RegistryClient,
  target: ArtifactReference,
  artifact: Extract<FoundArtifact, { kind: 'graph' }>,
  flags: PullFlags,
): Promise<PulledGraph> {
  const pulled = await pullGraphFile(client, target, artifact, {
    folder: resolve(flags.output),
    isOverwriteAllowed: flags.overwrite ?? false,
  });
  if (pulled.outcome !== 'differs') return pulled;
  throw new AppError(
    'USAGE',
    `${pulled.path} is there and differs from ${pulled.reference}. Overwrite it with --overwrite, or choose another folder with --output.`,
  );
}

function tellPulled({ graph, modules }: Pulled, flags: PullFlags, terminal: Terminal): void {
  if (flags.json) {
    terminal.print(JSON.stringify({ graph: graph ?? null, modules }, undefined, 2));
    return;
  }
  const rows = [...(graph ? [[graph.outcome, graph.reference, graph.path]] : [])];
  rows.push(...modules.map(({ outcome, reference, path }) => [outcome, reference, path]));
  for (const line of formatTable(rows)) terminal.print(line);
  if (rows.length === 0) terminal.print('Nothing to pull: every module of the graph is built here.');
}
