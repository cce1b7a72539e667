// Brings modules and graphs from a registry to where runs look for them. Knows nothing about which modules a graph lacks.
import type { Readable } from 'node:stream';
import { AppError } from '../base/errors.ts';
import type { ModuleReference } from '../graph/model.ts';
import { CachedModule, type ModuleOrigin, writeChecked } from './cachedModule.ts';
import type { RegistryClient } from './client.ts';
import type { Digest } from './digest.ts';
import type { Descriptor } from './manifests.ts';
import {
  findGraphLayer,
  findModuleLayer,
  readManifest,
  titleOf,
  type ForeignManifest,
} from './readManifest.ts';
import { type ArtifactReference, formatReference, locateModule, type RegistryPlace } from './reference.ts';

export interface PullOptions {
  readonly place: RegistryPlace;
  /** Holds `<path>/<name>/<tag>.wasm`. */
  readonly cacheFolder: string;
  /** Asks the registry also for what was pulled from it before: tags may have been overwritten. */
  readonly isRefresh: boolean;
  /** Opened when something has to be asked for the first time: without a network, what is there is used. */
  readonly connect: () => Promise<RegistryClient>;
  /** Told often: bytes of the file that have come. */
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface PullProgress {
  readonly label: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface PulledModule {
  readonly reference: string;
  readonly path: string;
  /** `kept`: somebody put the file there, and it was not asked for anew. */
  readonly outcome: 'pulled' | 'unchanged' | 'reused' | 'kept';
  readonly digest?: Digest;
}

/** No module is larger; a registry that says so means harm. */
const MAX_FILE_BYTES = 1024 ** 3;

/**
 * Puts one module into the cache, unless it is there from the same reference. Errors: REGISTRY_NOT_FOUND,
 * REGISTRY_ARTIFACT_INVALID, REGISTRY_DIGEST_MISMATCH, FILE_UNREADABLE, FILE_UNWRITABLE, and those of connectRegistry and RegistryClient.
 */
export async function pullModule(module: ModuleReference, options: PullOptions): Promise<PulledModule> {
  const target = locateModule(options.place, module);
  const reference = formatReference(target);
  const cached = new CachedModule(options.cacheFolder, module);
  const origin = await cached.origin();
  const { path } = cached;
  if (!options.isRefresh) {
    if (origin?.reference === reference) return { reference, path, outcome: 'reused', digest: origin.digest };
    if (await cached.isForeign()) return { reference, path, outcome: 'kept' };
  }
  const client = await options.connect();
  const { manifest, digest } = await fetchManifest(client, target);
  const layer = checkSize(findModuleLayer(manifest, reference), reference);
  const next: ModuleOrigin = { reference, manifest: digest, digest: layer.digest };
  if (origin?.digest !== layer.digest) await download(client, target, layer, cached, options);
  await cached.note(next);
  const isUnchanged = origin?.digest === layer.digest && origin.reference === reference;
  return { reference, path, outcome: isUnchanged ? 'unchanged' : 'pulled', digest: layer.digest };
}

async function download(
  client: RegistryClient,
  { repository }: ArtifactReference,
  layer: Descriptor,
  cached: CachedModule,
  { onProgress }: PullOptions,
): Promise<void> {
  const label = titleOf(layer) ?? repository;
  await client.downloadBlob(repository, layer.digest, label, (bytes) =>
    cached.write(
      countBytes(bytes, (receivedBytes) => onProgress?.({ label, receivedBytes, totalBytes: layer.size })),
      layer,
    ),
  );
}

async function* countBytes(bytes: Readable, tell: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of bytes) {
    const part = chunk as Uint8Array;
    received += part.length;
    tell(received);
    yield part;
  }
}

/** An artifact that somebody names without saying what it is. */
export type FoundArtifact =
  | { readonly kind: 'module' }
  /** `title`: a file name without folders. */
  | { readonly kind: 'graph'; readonly title: string; readonly layer: Descriptor };

/** Looks what the reference leads to. Errors: as pullModule. */
export async function inspectArtifact(
  client: RegistryClient,
  target: ArtifactReference,
): Promise<FoundArtifact> {
  const reference = formatReference(target);
  const { manifest } = await fetchManifest(client, target);
  const layer = findGraphLayer(manifest, reference);
  if (layer) {
    const name = target.repository.split('/').at(-1) ?? '';
    const title = titleOf(layer)?.split(/[\\/]/).at(-1);
    return { kind: 'graph', title: title ?? `${name}.yaml`, layer: checkSize(layer, reference) };
  }
  findModuleLayer(manifest, reference);
  return { kind: 'module' };
}

/** Writes a graph's file. Errors: REGISTRY_DIGEST_MISMATCH, FILE_UNWRITABLE, and those of RegistryClient. */
export async function downloadGraph(
  client: RegistryClient,
  { repository }: ArtifactReference,
  { layer, title }: Extract<FoundArtifact, { kind: 'graph' }>,
  path: string,
): Promise<void> {
  await client.downloadBlob(repository, layer.digest, title, (bytes) =>
    writeChecked(
      path,
      countBytes(bytes, () => undefined),
      layer,
    ),
  );
}

async function fetchManifest(
  client: RegistryClient,
  target: ArtifactReference,
): Promise<{ readonly manifest: ForeignManifest; readonly digest: Digest }> {
  const reference = formatReference(target);
  const stored = await client.findManifest(target, 'pull');
  if (!stored)
    throw new AppError(
      'REGISTRY_NOT_FOUND',
      `${reference} is not there. Check the registry, its path, the name and the tag.`,
    );
  const manifest = readManifest(stored.text);
  if (manifest) return { manifest, digest: stored.digest };
  throw new AppError(
    'REGISTRY_ARTIFACT_INVALID',
    `${reference} is no single artifact, but a list of them for several platforms or something else. Modules and graphs are pushed as one manifest each.`,
  );
}

function checkSize(layer: Descriptor, reference: string): Descriptor {
  if (layer.size <= MAX_FILE_BYTES) return layer;
  throw new AppError(
    'REGISTRY_ARTIFACT_INVALID',
    `${reference} was not pulled: it says that it has ${String(layer.size)} bytes, and modules have a few megabytes.`,
  );
}
