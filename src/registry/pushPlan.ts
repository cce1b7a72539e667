// What a push would do, before anything is sent: which artifact goes where, what is there already, what would be overwritten. Knows
// nothing about who is shown it.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { AppError } from '../base/errors.ts';
import type { ModuleReference } from '../graph/model.ts';
import type { Blob, RegistryClient } from './client.ts';
import { type Digest, digestOf, digestOfFile } from './digest.ts';
import { limitConcurrency } from './limit.ts';
import {
  buildGraphManifest,
  buildModuleManifest,
  type BuiltManifest,
  type ManifestOptions,
} from './manifests.ts';
import { isSameArtifact, readManifest } from './readManifest.ts';
import {
  type ArtifactReference,
  formatReference,
  isRepository,
  isTag,
  locateArtifact,
  locateModule,
  type RegistryPlace,
} from './reference.ts';
import type { RegistryWords } from './registryWords.ts';
import { settleAll } from './settleAll.ts';

export interface ModuleToPush {
  readonly reference: ModuleReference;
  readonly file: string;
  /** The file's name for others: `temperature.wasm`. */
  readonly title: string;
}

export interface GraphToPush {
  /** The file's name: `graph-simple.yaml`. */
  readonly title: string;
  /** What the file holds. */
  readonly text: string;
  /** Path and name, relative to the place. */
  readonly name: string;
  readonly tag: string;
}

export interface PushRequest extends ManifestOptions {
  readonly place: RegistryPlace;
  readonly graph: GraphToPush;
  readonly modules: readonly ModuleToPush[];
}

/** What will become of it: sent under a new tag, sent over another content, or not sent because the same is there. */
export type PushAction = 'create' | 'overwrite' | 'skip';

export interface PlannedArtifact {
  readonly kind: 'module' | 'graph';
  readonly target: ArtifactReference;
  /** Where it comes from: a path, or the graph's title. */
  readonly source: string;
  readonly manifest: BuiltManifest;
  readonly layer: Blob;
  readonly action: PushAction;
  /** What the tag has now, unless it is new. */
  readonly existing?: Digest;
  /** For registries that take no blob without bytes. */
  readonly withoutEmpty?: BuiltManifest;
}

export interface PushPlan {
  readonly place: RegistryPlace;
  /** Modules in the order of the graph, then the graph. */
  readonly artifacts: readonly PlannedArtifact[];
  readonly warnings: readonly string[];
}

type Prepared = Omit<PlannedArtifact, 'action' | 'existing'>;

const MAX_LOOKUPS = 5;

/**
 * Hashes every file and looks up every tag. Sends nothing. Errors: REGISTRY_REFERENCE_INVALID (lists every name that a registry
 * refuses), FILE_UNREADABLE, and those of RegistryClient.findManifest.
 */
export async function planPush(
  request: PushRequest,
  client: RegistryClient,
  words: RegistryWords,
): Promise<PushPlan> {
  const targets = locateAll(request, words);
  const limit = limitConcurrency(MAX_LOOKUPS);
  const prepared = [
    ...(await settleAll(targets.modules.map((module) => limit(() => prepareModule(module, request))))),
    prepareGraph(targets.graph, request),
  ];
  const artifacts = await settleAll(prepared.map((artifact) => limit(() => lookUp(artifact, client))));
  const warnings = request.modules
    .filter(({ reference }) => reference.tag === undefined)
    .map(
      ({ reference }) =>
        `The graph names the module "${reference.text}" without a tag, so it is pushed as "latest"; a cluster needs the tag in the graph.`,
    );
  return { place: request.place, artifacts, warnings: [...new Set(warnings)] };
}

/** Refuses to overwrite what is there. Errors: REGISTRY_TAG_EXISTS, with all of them. */
export function refuseOverwrites({ artifacts }: PushPlan, words: RegistryWords): void {
  const taken = artifacts.filter(({ action }) => action === 'overwrite');
  if (taken.length === 0) return;
  const names = taken.map(({ target, existing }) => `${formatReference(target)} (${existing ?? ''})`);
  throw new AppError(
    'REGISTRY_TAG_EXISTS',
    `Nothing was pushed: ${names.join(', ')} ${taken.length === 1 ? 'is' : 'are'} there with another content, and running graphs pick up what a tag is overwritten with. Raise the version, ${words.rename}, or ${words.overwrite}.`,
  );
}

interface LocatedModule extends ModuleToPush {
  readonly target: ArtifactReference;
}

// Every name that is wrong is told at once, not one by one.
function locateAll(
  { place, graph, modules }: PushRequest,
  words: RegistryWords,
): { readonly graph: ArtifactReference; readonly modules: readonly LocatedModule[] } {
  const failures: string[] = [];
  const located = new Map<string, LocatedModule>();
  for (const module of modules)
    collect(failures, () => {
      const target = locateModule(place, module.reference);
      located.set(formatReference(target), { ...module, target });
    });
  const target = collect(failures, () => locateGraph(place, graph, words));
  if (target && located.has(formatReference(target)))
    failures.push(
      `The graph and one of its modules would both be ${formatReference(target)}: ${words.rename}.`,
    );
  if (failures.length > 0 || !target)
    throw new AppError('REGISTRY_REFERENCE_INVALID', [...new Set(failures)].join('\n'));
  return { graph: target, modules: [...located.values()] };
}

function collect<T>(failures: string[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    failures.push(error.message);
    return undefined;
  }
}

function locateGraph(
  place: RegistryPlace,
  { name, tag }: GraphToPush,
  words: RegistryWords,
): ArtifactReference {
  if (!isRepository(name))
    throw new AppError(
      'REGISTRY_REFERENCE_INVALID',
      `"${name}" cannot be the graph's name in a registry: it has to be of lower-case letters, digits and single ".", "_", "-" between them. Change metadata.name, or ${words.rename}.`,
    );
  if (!isTag(tag))
    throw new AppError(
      'REGISTRY_REFERENCE_INVALID',
      `"${tag}" cannot be the graph's tag in a registry: it has to be of letters, digits, "_", "." and "-". Change metadata.version, or ${words.rename}.`,
    );
  return locateArtifact(place, `${name}:${tag}`);
}

async function prepareModule(
  { file, title, target }: LocatedModule,
  options: ManifestOptions,
): Promise<Prepared> {
  const { digest, size } = await digestOfFile(file);
  const manifest = buildModuleManifest({ title, digest, size }, options);
  const layer = { digest, size, label: title, open: () => createReadStream(file) };
  return { kind: 'module', target, source: file, manifest, layer };
}

function prepareGraph(
  target: ArtifactReference,
  { graph: { title, text }, ...options }: PushRequest,
): Prepared {
  const bytes = new TextEncoder().encode(text);
  const file = { title, digest: digestOf(bytes), size: bytes.length };
  const layer = { digest: file.digest, size: file.size, label: title, open: () => Readable.from([bytes]) };
  const manifest = buildGraphManifest(file, options);
  const withoutEmpty = buildGraphManifest(file, options, true);
  return { kind: 'graph', target, source: title, manifest, layer, withoutEmpty };
}

async function lookUp(artifact: Prepared, client: RegistryClient): Promise<PlannedArtifact> {
  const stored = await client.findManifest(artifact.target, 'pull,push');
  if (!stored) return { ...artifact, action: 'create' };
  const manifest = readManifest(stored.text);
  const isSame = manifest !== undefined && isSameArtifact(artifact.manifest, manifest);
  return { ...artifact, action: isSame ? 'skip' : 'overwrite', existing: stored.digest };
}
