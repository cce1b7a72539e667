// Registries and what they hold, by name: `host[:port]/path/name:tag[@digest]`. Knows nothing about how they are spoken to.
import { AppError } from '../base/errors.ts';
import type { ModuleReference } from '../graph/model.ts';
import { type Digest, isDigest } from './digest.ts';

/** A registry, perhaps a path in it: where `module: temperature:1.0.0` is looked for. */
export interface RegistryPlace {
  /** `ghcr.io`, `localhost:5000`, `[::1]:5000`; in lower case. */
  readonly host: string;
  /** `azure-samples/explore-iot-operations`; empty when there is none. */
  readonly prefix: string;
  /** Only when it was written: `http://` or `https://` before the host. */
  readonly scheme?: 'http' | 'https';
}

/** One artifact, by tag, by digest or by both. */
export interface ArtifactReference {
  readonly host: string;
  /** Path and name in the registry: `team/temperature`. */
  readonly repository: string;
  /** `latest` when the text had neither tag nor digest. */
  readonly tag?: string;
  readonly digest?: Digest;
}

// OCI Distribution Specification 1.1, "Pulling manifests": <name> and <reference>.
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repositoryForm = new RegExp(`^${component}(?:/${component})*$`);
const tagForm = /^\w[\w.-]{0,127}$/;
const hostForm =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;
/** Registries refuse longer names, host included. */
const MAX_NAME_LENGTH = 255;

/** Whether `text` may be a path and name in a registry. */
export function isRepository(text: string): boolean {
  return repositoryForm.test(text) && text.length <= MAX_NAME_LENGTH;
}

export function isTag(text: string): boolean {
  return tagForm.test(text);
}

/** Takes `[https://]host[:port][/path]` apart. Errors: REGISTRY_REFERENCE_INVALID. */
export function parseRegistry(text: string): RegistryPlace {
  const [, scheme, rest = ''] = /^(?:(https?):\/\/)?(.*?)\/?$/is.exec(text.trim()) ?? [];
  const slash = rest.indexOf('/');
  const host = (slash === -1 ? rest : rest.slice(0, slash)).toLowerCase();
  const prefix = slash === -1 ? '' : rest.slice(slash + 1);
  if (!isHost(host))
    throw invalid(
      `"${text}" is not a registry: "${host}" is no host. Write it as host[:port][/path], such as ghcr.io/my-team or localhost:5000.`,
    );
  if (prefix !== '' && !isRepository(prefix))
    throw invalid(
      `"${text}" is not a registry: the path "${prefix}" has to be of lower-case letters, digits and single ".", "_", "-" between them, in parts separated by "/".`,
    );
  return { host, prefix, ...(scheme !== undefined && { scheme: scheme.toLowerCase() as 'http' | 'https' }) };
}

function isHost(text: string): boolean {
  const port = /:(\d+)$/.exec(text)?.[1];
  return hostForm.test(text) && (port === undefined || Number(port) <= 65_535);
}

/** Whether the text begins with a host, as in `ghcr.io/team/temperature:1.0.0`; without one it is relative to a registry. */
export function isAbsoluteReference(text: string): boolean {
  const first = /^(?:https?:\/\/)?([^/]*)\//i.exec(text)?.[1] ?? '';
  return /[.:]/.test(first) || first.toLowerCase() === 'localhost';
}

/** Takes `host[:port]/path/name[:tag][@digest]` apart. Errors: REGISTRY_REFERENCE_INVALID. */
export function parseReference(text: string): ArtifactReference {
  const plain = text.trim().replace(/^https?:\/\//i, '');
  const slash = plain.indexOf('/');
  const host = plain.slice(0, Math.max(slash, 0)).toLowerCase();
  if (slash === -1 || !isHost(host))
    throw invalid(
      `"${text}" does not begin with a registry. Write it as host[:port]/path/name:tag, such as ghcr.io/my-team/temperature:1.0.0.`,
    );
  return { host, ...readName(plain.slice(slash + 1), text) };
}

// `path/name[:tag][@digest]`.
function readName(text: string, whole: string): Omit<ArtifactReference, 'host'> {
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const repository = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  if (!isRepository(repository))
    throw invalid(
      `"${whole}" cannot be in a registry: "${repository}" has to be of lower-case letters, digits and single ".", "_", "-" between them, in parts separated by "/".`,
    );
  if (tag !== undefined && !isTag(tag))
    throw invalid(
      `"${whole}" cannot be in a registry: the tag "${tag}" has to be of letters, digits, "_", "." and "-", at most 128, and not begin with "." or "-".`,
    );
  if (digest !== undefined && !isDigest(digest))
    throw invalid(
      `"${whole}" cannot be in a registry: the digest has to be sha256: and 64 hexadecimal digits.`,
    );
  if (tag === undefined && digest === undefined) return { repository, tag: 'latest' };
  return { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** `host/path/name:tag@digest`, as people and other tools write it. */
export function formatReference({ host, repository, tag, digest }: ArtifactReference): string {
  return `${host}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** `host/prefix`. */
export function formatRegistry({ host, prefix }: RegistryPlace): string {
  return prefix === '' ? host : `${host}/${prefix}`;
}

/** Where `path/name:tag` is, seen from `place`. Errors: REGISTRY_REFERENCE_INVALID. */
export function locateArtifact(place: RegistryPlace, relative: string): ArtifactReference {
  const { prefix, host } = place;
  const whole = `${formatRegistry(place)}/${relative}`;
  return { host, ...readName(prefix === '' ? relative : `${prefix}/${relative}`, whole) };
}

/**
 * Where a module of a graph is, seen from the registry endpoint; a bare name stands for the tag `latest`.
 * Errors: REGISTRY_REFERENCE_INVALID.
 */
export function locateModule(place: RegistryPlace, { path, name, tag }: ModuleReference): ArtifactReference {
  return locateArtifact(
    place,
    `${path === '' ? '' : `${path}/`}${name}${tag === undefined ? '' : `:${tag}`}`,
  );
}

/** The registry and path in which a graph beside this artifact would look for it. */
export function placeOf({ host, repository }: ArtifactReference): RegistryPlace {
  const slash = repository.lastIndexOf('/');
  return { host, prefix: slash === -1 ? '' : repository.slice(0, slash) };
}

function invalid(message: string): AppError {
  return new AppError('REGISTRY_REFERENCE_INVALID', message);
}
