// Carries out a plan: modules first, because a graph that is there is expected to work. Safe to repeat. Knows nothing about who asked.
import { Readable } from 'node:stream';
import { AppError } from '../base/errors.ts';
import { AnswerFailure } from './answerFailure.ts';
import type { Blob, RegistryClient } from './client.ts';
import type { Digest } from './digest.ts';
import { type BuiltManifest, type Content, MANIFEST_TYPE } from './manifests.ts';
import { type PlannedArtifact, type PushPlan, refuseOverwrites } from './pushPlan.ts';
import { formatReference } from './reference.ts';
import { settleAll } from './settleAll.ts';
import type { RegistryWords } from './registryWords.ts';

export interface PushOptions {
  readonly words: RegistryWords;
  /** Whether tags with another content may be written over. */
  readonly isOverwriteAllowed: boolean;
  /** Told often: bytes of modules and graph that are at the registry, of all that had to get there. */
  readonly onProgress?: (progress: PushProgress) => void;
}

export interface PushProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** What was sent last: a file name. */
  readonly label: string;
}

export interface PushedArtifact {
  readonly kind: 'module' | 'graph';
  /** `host/path/name:tag`. */
  readonly reference: string;
  /** `host/path/name@sha256:…`, which always means the same content. */
  readonly pinned: string;
  readonly digest: Digest;
  readonly outcome: 'created' | 'overwritten' | 'skipped';
  readonly sizeBytes: number;
}

export interface PushResult {
  /** In the order of the plan; the graph is last. */
  readonly artifacts: readonly PushedArtifact[];
  /** What was done otherwise than usual, in sentences. */
  readonly notices: readonly string[];
}

/** Errors: REGISTRY_TAG_EXISTS, and those of RegistryClient. After a failure no graph is tagged that lacks a module. */
export async function executePush(
  plan: PushPlan,
  client: RegistryClient,
  options: PushOptions,
): Promise<PushResult> {
  if (!options.isOverwriteAllowed) refuseOverwrites(plan, options.words);
  const notices: string[] = [];
  const push = createPush(plan, client, options, notices);
  const modules = await settleAll(plan.artifacts.filter(({ kind }) => kind === 'module').map(push));
  const graphs = await settleAll(plan.artifacts.filter(({ kind }) => kind === 'graph').map(push));
  return { artifacts: [...modules, ...graphs], notices };
}

type Push = (artifact: PlannedArtifact) => Promise<PushedArtifact>;

function createPush(plan: PushPlan, client: RegistryClient, options: PushOptions, notices: string[]): Push {
  const wanted = plan.artifacts.filter(({ action }) => action !== 'skip');
  const totalBytes = wanted.reduce((sum, { layer }) => sum + layer.size, 0);
  const sent = new Map<PlannedArtifact, number>();
  const tell = (artifact: PlannedArtifact, bytes: number): void => {
    sent.set(artifact, bytes);
    const sentBytes = [...sent.values()].reduce((sum, one) => sum + one, 0);
    options.onProgress?.({ sentBytes, totalBytes, label: artifact.layer.label });
  };
  return async (artifact) => {
    if (artifact.action === 'skip')
      return describe(artifact, artifact.existing ?? artifact.manifest.digest, 'skipped');
    const { repository } = artifact.target;
    await client.uploadBlob(repository, artifact.layer, (bytes) => tell(artifact, bytes));
    tell(artifact, artifact.layer.size);
    const digest = await putManifest(artifact, client, notices);
    return describe(artifact, digest, artifact.action === 'create' ? 'created' : 'overwritten');
  };
}

async function putManifest(
  artifact: PlannedArtifact,
  client: RegistryClient,
  notices: string[],
): Promise<Digest> {
  const { target, manifest, withoutEmpty } = artifact;
  const put = (one: BuiltManifest): Promise<Digest> => client.putManifest(target, one.bytes, MANIFEST_TYPE);
  if (!withoutEmpty) {
    await client.uploadBlob(target.repository, smallBlob(manifest.config));
    return put(manifest);
  }
  if (await client.uploadEmpty(target.repository, smallBlob(manifest.config)))
    try {
      return await put(manifest);
    } catch (error) {
      if (!isManifestRefused(error)) throw error;
    }
  await client.uploadBlob(target.repository, smallBlob(withoutEmpty.config));
  const digest = await put(withoutEmpty);
  notices.push(
    `${target.host} takes no blob without bytes, so the graph's config is "{}" instead of empty. Clusters read it all the same; its digest differs from what ORAS would make.`,
  );
  return digest;
}

// Some take the blob and object to the manifest that names it.
function isManifestRefused(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : undefined;
  return (
    cause instanceof AnswerFailure &&
    cause.status < 500 &&
    cause.has('MANIFEST_INVALID', 'MANIFEST_BLOB_UNKNOWN', 'BLOB_UNKNOWN', 'SIZE_INVALID')
  );
}

function smallBlob({ bytes, digest, size }: Content): Blob {
  return { digest, size, label: 'the config', open: () => Readable.from([bytes]) };
}

function describe(
  { kind, target, layer }: PlannedArtifact,
  digest: Digest,
  outcome: PushedArtifact['outcome'],
): PushedArtifact {
  const { host, repository } = target;
  return {
    kind,
    reference: formatReference(target),
    pinned: formatReference({ host, repository, digest }),
    digest,
    outcome,
    sizeBytes: layer.size,
  };
}
