// Writes the file of a graph that a registry has, without taking the place of another one unasked. Knows nothing about its modules.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFailure } from '../base/writeFailure.ts';
import type { RegistryClient } from './client.ts';
import { digestOfFile } from './digest.ts';
import { downloadGraph, type FoundArtifact } from './pull.ts';
import { type ArtifactReference, formatReference } from './reference.ts';

export interface PulledGraph {
  readonly reference: string;
  readonly path: string;
  /** `differs`: another file is there, and stayed. */
  readonly outcome: 'pulled' | 'unchanged' | 'differs';
}

/** Errors: FILE_UNREADABLE, FILE_UNWRITABLE, and those of downloadGraph. */
export async function pullGraphFile(
  client: RegistryClient,
  target: ArtifactReference,
  artifact: Extract<FoundArtifact, { kind: 'graph' }>,
  { folder, isOverwriteAllowed }: { readonly folder: string; readonly isOverwriteAllowed: boolean },
): Promise<PulledGraph> {
  const path = join(folder, artifact.title);
  const reference = formatReference(target);
  const known = await stat(path).catch(() => undefined); // The usual case: it is not there.
  if (known?.isFile()) {
    const { digest } = await digestOfFile(path);
    if (digest === artifact.layer.digest) return { reference, path, outcome: 'unchanged' };
    if (!isOverwriteAllowed) return { reference, path, outcome: 'differs' };
  }
  await makeFolder(folder);
  await downloadGraph(client, target, artifact, path);
  return { reference, path, outcome: 'pulled' };
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}
