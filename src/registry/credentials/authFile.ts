// Docker's `config.json` and Podman's `auth.json`: who is logged in where, and which helpers know more. Knows nothing about helpers.
import { readFile } from 'node:fs/promises';
import { describeError, isSystemError } from '../../base/errors.ts';
import { type Credential, readPassword } from './credential.ts';

/** What is of use in such a file. */
export interface AuthFile {
  /** By what they were stored under: host, URL, or host and path. */
  readonly auths: ReadonlyMap<string, Credential>;
  /** Helper by host. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The helper for all other hosts. */
  readonly store?: string;
}

export type ReadAuthFile =
  | { readonly file: AuthFile }
  /** Why there is nothing to be had, for people: `not there`. */
  | { readonly reason: string };

/** Never throws: a file that cannot be read is a place without credentials, which is told when it matters. */
export async function readAuthFile(path: string): Promise<ReadAuthFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { reason: isSystemError(error, 'ENOENT', 'ENOTDIR') ? 'not there' : describeError(error) };
  }
  const file = parseAuthFile(text);
  return file ? { file } : { reason: 'not in the form of that file' };
}

/** Undefined when it is not JSON, or no object. */
export function parseAuthFile(text: string): AuthFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const store = value['credsStore'];
  const auths = new Map<string, Credential>();
  for (const [key, entry] of entriesOf(value['auths'])) {
    const credential = readEntry(entry);
    if (credential) auths.set(key, credential);
  }
  return {
    auths,
    helpers: new Map(
      entriesOf(value['credHelpers']).flatMap(([key, name]) =>
        typeof name === 'string' ? [[key, name]] : [],
      ),
    ),
    ...(typeof store === 'string' && store !== '' && { store }),
  };
}

function readEntry(entry: unknown): Credential | undefined {
  if (!isRecord(entry)) return undefined;
  const { auth, username, password, identitytoken, registrytoken } = entry;
  if (typeof identitytoken === 'string' && identitytoken !== '')
    return { kind: 'identityToken', token: identitytoken };
  if (typeof registrytoken === 'string' && registrytoken !== '')
    return { kind: 'registryToken', token: registrytoken };
  if (typeof auth === 'string' && auth !== '') return readEncoded(auth);
  return typeof username === 'string' && typeof password === 'string' && username !== ''
    ? readPassword(username, password)
    : undefined;
}

// Base64 of `user:password`; older versions of Docker end it with null characters.
function readEncoded(auth: string): Credential | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  return colon <= 0 ? undefined : readPassword(text.slice(0, colon), text.slice(colon + 1));
}

/**
 * The entry for a repository: Podman keeps credentials by path too, and the longest path counts; Docker writes URLs, of which the
 * host alone counts.
 */
export function findForRepository<T>(
  entries: ReadonlyMap<string, T>,
  hosts: readonly string[],
  repository: string,
): T | undefined {
  let best: { readonly length: number; readonly value: T } | undefined;
  for (const [key, value] of entries) {
    const place = normalizeKey(key);
    const isOurs = hosts.some((host) => `${host}/${repository}/`.startsWith(`${place}/`));
    if (isOurs && place.length > (best?.length ?? 0)) best = { length: place.length, value };
  }
  return best?.value;
}

function normalizeKey(key: string): string {
  const isUrl = /^https?:\/\//i.test(key);
  const place = key.replace(/^https?:\/\//i, '').replace(/\/+$/, '');
  const slash = place.indexOf('/');
  const host = (slash === -1 ? place : place.slice(0, slash)).toLowerCase();
  return isUrl || slash === -1 ? host : `${host}${place.slice(slash)}`;
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
