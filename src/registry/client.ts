// Speaks to one registry: looks up, uploads, tags and downloads (OCI Distribution Specification 1.1). Asks again when it is busy, shows
// who is asking, and makes a sentence of every failure. Knows nothing about graphs.
import { Readable } from 'node:stream';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { AnswerFailure, readFailure } from './answerFailure.ts';
import { Authorizer } from './authorizer.ts';
import { type CredentialSources, findCredential } from './credentials/findCredential.ts';
import { type Digest, digestOf, isDigest } from './digest.ts';
import {
  discard,
  exchange,
  type HttpAnswer,
  type HttpRequest,
  readBytes,
  type Sendable,
} from './httpExchange.ts';
import { limitConcurrency } from './limit.ts';
import { acceptedManifests } from './readManifest.ts';
import { type ArtifactReference, formatReference } from './reference.ts';
import { describeFailure } from './registryFailure.ts';
import type { RegistryWords } from './registryWords.ts';
import { withRetries } from './retry.ts';
import { followRedirect, followUpload, refusePlainHttp } from './safeUrls.ts';

export interface ClientOptions {
  /** With port. */
  readonly host: string;
  readonly scheme: 'http' | 'https';
  /** A path on the host: some people keep credentials by path. */
  readonly credentialPath: string;
  /** Whether plain HTTP to other machines is wanted. */
  readonly isInsecureAllowed: boolean;
  /** PEM; in place of those that Node trusts. */
  readonly certificates?: readonly string[];
  readonly credentials: CredentialSources;
  readonly words: RegistryWords;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** How long a connection may stand still; a minute by default. */
  readonly idleTimeoutMs?: number;
  /** Told why something is asked again and when. */
  readonly onWait?: (sentence: string, waitMs: number) => void;
}

/** A blob to upload. */
export interface Blob extends Sendable {
  readonly digest: Digest;
  /** For people: a file name. */
  readonly label: string;
}

/** How a blob came to be in the repository. */
export type UploadOutcome = 'uploaded' | 'there' | 'mounted';

/** A manifest as the registry has it. */
export interface StoredManifest {
  readonly text: string;
  readonly digest: Digest;
}

const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_REDIRECTS = 5;
const IDLE_TIMEOUT_MS = 60_000;
const MAX_CONCURRENT = 5;

interface Ask extends Pick<HttpRequest, 'method' | 'body' | 'onSent'> {
  readonly headers?: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly scope: string;
}

export class RegistryClient {
  readonly #options: ClientOptions;
  readonly #origin: URL;
  readonly #authorizer: Authorizer;
  readonly #limit = limitConcurrency(MAX_CONCURRENT);
  /** Repositories that hold a blob, by its digest: others can take it from there. */
  readonly #holders = new Map<Digest, string>();

  /** Errors: REGISTRY_INSECURE. */
  constructor(options: ClientOptions) {
    this.#options = options;
    const { host, scheme, credentialPath, isInsecureAllowed, words, credentials, signal } = options;
    this.#origin = new URL(`${scheme}://${apiHost(host)}/`);
    refusePlainHttp(this.#origin, isInsecureAllowed, words);
    this.#authorizer = new Authorizer({
      origin: this.#origin,
      isInsecureAllowed,
      words,
      findCredential: () => findCredential(host, credentialPath, credentials, signal),
      // Whoever needs the token asks again as a whole.
      send: async (request) => throwPassing(await this.#send(request)),
      encode: (text) => sendText(text),
    });
  }

  /** The manifest under the tag or digest, undefined when there is none. */
  async findManifest(
    reference: ArtifactReference,
    access: 'pull' | 'pull,push',
  ): Promise<StoredManifest | undefined> {
    const label = nameOf(reference);
    return this.#step(`look up ${label}`, async () => {
      const url = this.#url(reference.repository, 'manifests', reference.digest ?? reference.tag ?? 'latest');
      const scope = scopeOf(reference.repository, access);
      const answer = await this.#ask({ method: 'GET', url, scope, headers: { accept: acceptedManifests } });
      if (answer.status === 404) return void (await discard(answer));
      if (answer.status !== 200) throw await readFailure(answer);
      return readStored(answer, reference);
    });
  }

  /** Sends the blob unless the repository has it, or can take it from another one. */
  uploadBlob(repository: string, blob: Blob, onSent?: (bytes: number) => void): Promise<UploadOutcome> {
    return this.#limit(() =>
      this.#step(`upload ${blob.label}`, async () => {
        const scope = scopeOf(repository, 'pull,push');
        const isThere = await this.#hasBlob(repository, blob.digest, scope);
        const outcome = isThere ? 'there' : await this.#upload(repository, blob, onSent);
        this.#holders.set(blob.digest, repository);
        return outcome;
      }),
    );
  }

  /** As uploadBlob, but false when the registry takes no blob without bytes. */
  async uploadEmpty(repository: string, blob: Blob): Promise<boolean> {
    try {
      await this.uploadBlob(repository, blob);
      return true;
    } catch (error) {
      const failure = error instanceof AppError ? error.cause : undefined;
      const isRefusal = failure instanceof AnswerFailure && ![401, 403, 408, 429].includes(failure.status);
      if (isRefusal) return false;
      throw error;
    }
  }

  /** Writes the tag and reads it back. */
  async putManifest(reference: ArtifactReference, manifest: Uint8Array, mediaType: string): Promise<Digest> {
    const label = nameOf(reference);
    const digest = digestOf(manifest);
    const scope = scopeOf(reference.repository, 'pull,push');
    const url = this.#url(reference.repository, 'manifests', reference.tag ?? digest);
    await this.#step(`write ${label}`, async () => {
      const headers = { 'content-type': mediaType };
      const answer = await this.#ask({ method: 'PUT', url, scope, headers, body: sendBytes(manifest) });
      if (answer.status !== 201 && answer.status !== 200) throw await readFailure(answer);
      await discard(answer);
    });
    const stored = await this.findManifest(reference, 'pull,push');
    if (stored?.digest === digest) return digest;
    throw new AppError(
      'REGISTRY_DIGEST_MISMATCH',
      `${formatReference(reference)} was written, but ${stored ? `holds ${stored.digest}` : 'is not there'} when it is read back instead of ${digest}. Somebody else may have pushed at the same time; push again.`,
    );
  }

  /** Has `read` take a blob's bytes in, which are not checked yet; when the connection breaks, from the beginning. */
  downloadBlob<T>(
    repository: string,
    digest: Digest,
    label: string,
    read: (bytes: Readable) => Promise<T>,
  ): Promise<T> {
    return this.#limit(() =>
      this.#step(`download ${label}`, () =>
        this.#retry(async () => read(await this.#openBlob(repository, digest))),
      ),
    );
  }

  async #openBlob(repository: string, digest: Digest): Promise<Readable> {
    const scope = scopeOf(repository, 'pull');
    let url = this.#url(repository, 'blobs', digest);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      // What a redirect leads to may be anybody's: only the registry itself is told who is asking.
      const isRegistry = url.origin === this.#origin.origin;
      const request = { method: 'GET', url };
      const answer = await (isRegistry ? this.#askOnce({ ...request, scope }) : this.#send(request));
      if (answer.status === 200) return answer.body;
      if (![301, 302, 303, 307, 308].includes(answer.status)) throw await readFailure(answer);
      await discard(answer);
      url = followRedirect(url, answer.headers.location);
    }
    throw new AppError(
      'REGISTRY_ANSWER_INVALID',
      `${this.#options.host} sends from one address to another without an end. Check that this is a container registry.`,
    );
  }

  async #hasBlob(repository: string, digest: Digest, scope: string): Promise<boolean> {
    const answer = await this.#ask({ method: 'HEAD', url: this.#url(repository, 'blobs', digest), scope });
    await discard(answer);
    // Some send on to where it is stored, which says the same.
    if (answer.status === 200 || answer.status === 307) return true;
    if (answer.status === 404) return false;
    throw new AnswerFailure(answer.status, answer.headers, []);
  }

  // One attempt is all of it: after a failure the registry has forgotten the upload, or half of it.
  #upload(repository: string, blob: Blob, onSent?: (bytes: number) => void): Promise<UploadOutcome> {
    return this.#retry(async () => {
      const holder = this.#holders.get(blob.digest);
      const from = holder === repository ? undefined : holder;
      const scope = `${scopeOf(repository, 'pull,push')}${from === undefined ? '' : ` ${scopeOf(from, 'pull')}`}`;
      const start = this.#url(repository, 'blobs', 'uploads/');
      if (from !== undefined) start.search = new URLSearchParams({ mount: blob.digest, from }).toString();
      const opened = await this.#askOnce({ method: 'POST', url: start, scope, body: sendText('') });
      if (opened.status === 201) {
        await discard(opened);
        return 'mounted';
      }
      if (opened.status !== 202) throw await readFailure(opened);
      await discard(opened);
      const url = followUpload(start, opened.headers.location);
      url.search = `${url.search === '' ? '?' : `${url.search}&`}digest=${encodeURIComponent(blob.digest)}`;
      const headers = { 'content-type': 'application/octet-stream' };
      const done = await this.#askOnce({
        method: 'PUT',
        url,
        scope,
        headers,
        body: blob,
        ...(onSent && { onSent }),
      });
      if (done.status !== 201) throw await readFailure(done);
      await discard(done);
      return 'uploaded';
    });
  }

  async #step<T>(step: string, work: () => Promise<T>): Promise<T> {
    const { signal } = this.#options;
    try {
      signal?.throwIfAborted();
      return await work();
    } catch (error) {
      const { host, words } = this.#options;
      const credentials = this.#authorizer.description;
      throw describeFailure(error, { host, step, words, credentials, ...(signal && { signal }) });
    }
  }

  #ask(ask: Ask): Promise<HttpAnswer> {
    return this.#retry(async () => throwPassing(await this.#askOnce(ask)));
  }

  /** With the header that the registry wants; when it wants another, once more. */
  async #askOnce({ scope, ...request }: Ask): Promise<HttpAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      const authorization = await this.#authorizer.header(scope);
      const headers = { ...request.headers, ...(authorization !== undefined && { authorization }) };
      const answer = await this.#send({ ...request, headers });
      if (answer.status !== 401) {
        this.#authorizer.accepted(authorization);
        return answer;
      }
      const isWorthIt = await this.#authorizer.learn(
        answer.headers['www-authenticate'],
        scope,
        authorization,
      );
      if (attempt > 0 || !isWorthIt) throw await readFailure(answer);
      await discard(answer);
    }
  }

  #send(request: Omit<HttpRequest, 'idleTimeoutMs'>): Promise<HttpAnswer> {
    const { signal, certificates, idleTimeoutMs = IDLE_TIMEOUT_MS } = this.#options;
    return exchange({
      ...request,
      headers: { 'user-agent': 'dataflow-graph', ...request.headers },
      idleTimeoutMs,
      ...(signal && { signal }),
      ...(certificates && { certificates }),
    });
  }

  #retry<T>(attempt: () => Promise<T>): Promise<T> {
    const { clock, signal, onWait, host } = this.#options;
    return withRetries(attempt, {
      clock,
      ...(signal && { signal }),
      ...(onWait && { onWait: ({ waitMs, cause }) => onWait(tellWait(host, waitMs, cause), waitMs) }),
    });
  }

  #url(repository: string, kind: 'manifests' | 'blobs', rest: string): URL {
    return new URL(`/v2/${repository}/${kind}/${rest}`, this.#origin);
  }
}

/** Without the host, which every sentence names anyway. */
function nameOf({ repository, tag, digest }: ArtifactReference): string {
  return tag === undefined ? `${repository}@${digest ?? ''}` : `${repository}:${tag}`;
}

function scopeOf(repository: string, access: string): string {
  return `repository:${repository}:${access}`;
}

/** Docker Hub's registry is not where its name leads. */
function apiHost(host: string): string {
  return host === 'docker.io' || host === 'index.docker.io' ? 'registry-1.docker.io' : host;
}

function sendText(text: string): Sendable {
  return sendBytes(new TextEncoder().encode(text));
}

function sendBytes(bytes: Uint8Array): Sendable {
  return { size: bytes.length, open: () => Readable.from([bytes]) };
}

async function throwPassing(answer: HttpAnswer): Promise<HttpAnswer> {
  if ([408, 429].includes(answer.status) || answer.status >= 500) throw await readFailure(answer);
  return answer;
}

async function readStored(answer: HttpAnswer, reference: ArtifactReference): Promise<StoredManifest> {
  const bytes = await readBytes(answer, MAX_MANIFEST_BYTES);
  const digest = digestOf(bytes);
  const promised = reference.digest ?? answer.headers['docker-content-digest'];
  if (typeof promised === 'string' && isDigest(promised) && promised !== digest)
    throw new AppError(
      'REGISTRY_DIGEST_MISMATCH',
      `${formatReference(reference)} came as ${digest}, and ${promised} was promised. The registry, or somebody on the way, changed it.`,
    );
  return { text: new TextDecoder().decode(bytes), digest };
}

function tellWait(host: string, waitMs: number, cause: unknown): string {
  const reason = cause instanceof AnswerFailure ? `answered ${String(cause.status)}` : 'broke the connection';
  return `${host} ${reason}; asking again in ${(waitMs / 1000).toFixed(waitMs < 1000 ? 2 : 0)} s`;
}
