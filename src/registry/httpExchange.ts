// One request to a server and its answer, over Node's own modules: they count bytes, take certificates for one request, and VS Code
// gives them the proxy. No agent is passed, because VS Code lets a caller's agent go around the proxy. Knows nothing about registries.
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Readable, Transform } from 'node:stream';

/** Bytes to send, which can be had again for another attempt. */
export interface Sendable {
  /** Number of bytes. */
  readonly size: number;
  open(): Readable;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Sendable;
  readonly signal?: AbortSignal;
  /** PEM; in place of those that Node trusts. */
  readonly certificates?: readonly string[];
  /** How long the connection may stand still, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** Told the number of bytes of the body handed to the connection so far. */
  readonly onSent?: (bytes: number) => void;
}

/** The body must be read, or thrown away with `discard`. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** Rejects with the system's error when there is no answer, with the source's own when the body cannot be read. */
export function exchange(options: HttpRequest): Promise<HttpAnswer> {
  const { url, method, body, signal, certificates, idleTimeoutMs } = options;
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = open(url, {
      method,
      headers: { ...options.headers, ...(body && { 'content-length': body.size }) },
      timeout: idleTimeoutMs,
      ...(signal && { signal }),
      ...(certificates && { ca: [...certificates] }),
    });
    const source = body && body.size > 0 ? body.open() : undefined;
    request.on('timeout', () => request.destroy(silence(idleTimeoutMs)));
    request.on('error', (error) => {
      source?.destroy();
      reject(error);
    });
    request.on('response', (answer) => {
      // Refused before all was sent: what is left is not wanted, and the connection cannot be used again.
      if (source && !request.writableFinished) {
        source.destroy();
        answer.once('close', () => request.destroy());
      }
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer });
    });
    if (!source) return void request.end();
    source.on('error', (error) => request.destroy(error));
    source.pipe(countBytes(options.onSent)).pipe(request);
  });
}

function silence(idleTimeoutMs: number): Error {
  const message = `nothing came for ${String(Math.round(idleTimeoutMs / 1000))} s`;
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}

function countBytes(onSent: HttpRequest['onSent']): Transform {
  let sent = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      sent += chunk.length;
      onSent?.(sent);
      done(null, chunk);
    },
  });
}

/** The answer's bytes; more than `maxBytes` are cut off there, because nobody is to fill our memory. */
export async function readBytes({ body }: HttpAnswer, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = chunk as Uint8Array;
    chunks.push(bytes);
    size += bytes.length;
    if (size > maxBytes) break; // Ends the loop's iterator, which destroys the connection.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

/** Reads the answer to its end and forgets it, so that the connection can be used again. */
export async function discard(answer: HttpAnswer): Promise<void> {
  await readBytes(answer, 64 * 1024);
}
