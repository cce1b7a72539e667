// A small registry in memory that does what a test tells it to, wrong or right, and remembers what it was asked. Knows no client.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request in place of the registry; true when it has. */
export type Misbehaviour = (request: IncomingMessage, answer: ServerResponse) => boolean;

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string | undefined;
}

export class MisbehavingRegistry {
  /** By repository and digest: `team/a@sha256:…`. */
  readonly blobs: Map<string, Buffer> = new Map<string, Buffer>();
  /** By repository and tag or digest: `team/a:1.0.0`. */
  readonly manifests: Map<string, Buffer> = new Map<string, Buffer>();
  readonly asked: Asked[] = [];
  misbehave: Misbehaviour = () => false;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, answer) => {
      const { method = '', url = '', headers } = request;
      this.asked.push({ method, url, authorization: headers.authorization });
      if (!this.misbehave(request, answer)) this.#answer(request, answer).catch(() => answer.destroy());
    });
  }

  static async start(): Promise<MisbehavingRegistry> {
    const registry = new MisbehavingRegistry();
    await new Promise<void>((done) => registry.#server.listen(0, '127.0.0.1', done));
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  dispose(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** `POST /v2/a/blobs/uploads/`, without queries. */
  get steps(): string[] {
    return this.asked.map(({ method, url }) => `${method} ${url.replace(/\?.*/, '')}`);
  }

  async #answer(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const [, repository = '', kind, rest = ''] = /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/.exec(pathname) ?? [];
    if (kind === 'manifests') return this.#manifest(request, answer, repository, rest);
    if (kind !== 'blobs') return end(answer, pathname === '/v2/' ? 200 : 404);
    if (request.method === 'POST') return this.#open(answer, repository, searchParams);
    if (request.method === 'PUT') return this.#finish(request, answer, repository, searchParams);
    const blob = this.blobs.get(`${repository}@${rest}`);
    end(answer, blob ? 200 : 404, request.method === 'HEAD' ? undefined : blob);
  }

  #open(answer: ServerResponse, repository: string, query: URLSearchParams): void {
    const digest = query.get('mount');
    const blob = this.blobs.get(`${query.get('from') ?? ''}@${digest ?? ''}`);
    if (blob) this.blobs.set(`${repository}@${digest ?? ''}`, blob);
    else answer.setHeader('location', `/v2/${repository}/blobs/uploads/${randomUUID()}?_state=a%2Fb%3D%3D`);
    end(answer, blob ? 201 : 202);
  }

  async #finish(
    request: IncomingMessage,
    answer: ServerResponse,
    repository: string,
    query: URLSearchParams,
  ): Promise<void> {
    const bytes = await readAll(request);
    const digest = digestOf(bytes);
    if (query.get('_state') !== 'a/b==') return refuse(answer, 404, 'BLOB_UPLOAD_UNKNOWN');
    if (query.get('digest') !== digest) return refuse(answer, 400, 'DIGEST_INVALID');
    this.blobs.set(`${repository}@${digest}`, bytes);
    end(answer, 201);
  }

  async #manifest(
    request: IncomingMessage,
    answer: ServerResponse,
    repository: string,
    tag: string,
  ): Promise<void> {
    const key = tag.startsWith('sha256:') ? `${repository}@${tag}` : `${repository}:${tag}`;
    if (request.method === 'PUT') {
      const bytes = await readAll(request);
      this.manifests.set(key, bytes);
      this.manifests.set(`${repository}@${digestOf(bytes)}`, bytes);
      return end(answer, 201);
    }
    const manifest = this.manifests.get(key);
    if (!manifest) return refuse(answer, 404, 'MANIFEST_UNKNOWN');
    answer.setHeader('docker-content-digest', digestOf(manifest));
    end(answer, 200, manifest);
  }
}

export function refuse(answer: ServerResponse, status: number, code: string, message: string = code): void {
  end(answer, status, Buffer.from(JSON.stringify({ errors: [{ code, message }] })));
}

export function end(answer: ServerResponse, status: number, body?: Buffer): void {
  answer.statusCode = status;
  answer.end(body);
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
