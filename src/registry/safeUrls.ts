// Where a registry may send us, and where not: what it answers decides about URLs that get our bytes and passwords. Knows no network.
import { AppError } from '../base/errors.ts';
import type { RegistryWords } from './registryWords.ts';

/** Whether the host (without its port) is this machine. */
export function isLoopback(hostname: string): boolean {
  const name = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}

/** Refuses plain HTTP to other machines. Errors: REGISTRY_INSECURE. */
export function refusePlainHttp(url: URL, isInsecureAllowed: boolean, words: RegistryWords): void {
  if (url.protocol === 'https:' || isInsecureAllowed || isLoopback(url.hostname)) return;
  throw new AppError(
    'REGISTRY_INSECURE',
    `${url.host} was not asked: everybody on the way could read and change what is sent over plain HTTP, passwords included. Use https, or ${words.insecure} where that is no danger.`,
  );
}

/**
 * Where an upload goes on: `Location`, verbatim (OCI Distribution Specification 1.1, "POST then PUT"), but on the same host and not
 * with less protection. Errors: REGISTRY_ANSWER_UNSAFE, REGISTRY_ANSWER_INVALID.
 */
export function followUpload(from: URL, location: string | undefined): URL {
  const url = parse(from, location, 'an upload');
  if (url.host !== from.host) throw unsafe(from, url, 'upload to another host');
  if (isDowngrade(from, url)) throw unsafe(from, url, 'upload over plain HTTP');
  return url;
}

/** Where a download goes on: other hosts may store it. Errors: REGISTRY_ANSWER_UNSAFE, REGISTRY_ANSWER_INVALID. */
export function followRedirect(from: URL, location: string | undefined): URL {
  const url = parse(from, location, 'a download');
  if (isDowngrade(from, url)) throw unsafe(from, url, 'download over plain HTTP');
  // A registry elsewhere has no business with servers of this machine.
  if (isLoopback(url.hostname) && !isLoopback(from.hostname))
    throw unsafe(from, url, 'download from your own machine');
  return url;
}

/** Who hands out tokens. Errors: REGISTRY_ANSWER_UNSAFE, REGISTRY_ANSWER_INVALID, REGISTRY_INSECURE. */
export function readRealm(
  from: URL,
  realm: string | undefined,
  isInsecureAllowed: boolean,
  words: RegistryWords,
): URL {
  const url = parse(undefined, realm, 'a login', from);
  if (isDowngrade(from, url)) throw unsafe(from, url, 'log in over plain HTTP');
  refusePlainHttp(url, isInsecureAllowed, words);
  return url;
}

function parse(base: URL | undefined, text: string | undefined, purpose: string, from = base): URL {
  const url = text !== undefined && URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  throw new AppError(
    'REGISTRY_ANSWER_INVALID',
    `${from?.host ?? 'The registry'} did not say where ${purpose} goes on${text === undefined ? '' : ` (${JSON.stringify(text.slice(0, 200))})`}. Check that this is a container registry.`,
  );
}

function isDowngrade(from: URL, to: URL): boolean {
  return from.protocol === 'https:' && to.protocol !== 'https:';
}

function unsafe(from: URL, to: URL, wish: string): AppError {
  return new AppError(
    'REGISTRY_ANSWER_UNSAFE',
    `${from.host} wants us to ${wish} (${to.origin}), which was refused. A proxy before the registry may be set up wrongly (its own address and X-Forwarded-Proto), or somebody is in between.`,
  );
}
