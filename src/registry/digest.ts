// Digests: how registries name content. Knows nothing about registries.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AppError, describeError } from '../base/errors.ts';

/** `sha256:` and 64 hexadecimal digits, in lower case. */
export type Digest = `sha256:${string}`;

const digestForm = /^sha256:[a-f0-9]{64}$/;

/** Whether `text` is a digest of the one kind that every registry must know; OCI image specification, "Digests". */
export function isDigest(text: string): text is Digest {
  return digestForm.test(text);
}

export function digestOf(content: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Reads the file once. Errors: FILE_UNREADABLE. */
export async function digestOfFile(path: string): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Uint8Array;
      hash.update(bytes);
      size += bytes.length;
    }
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: ${describeError(cause)}.`, { cause });
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}
