// One module in the local cache: its file, where runs look for it, and beside it a note of where it came from. Knows no registry.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, describeError, isSystemError } from '../base/errors.ts';
import { writeFailure } from '../base/writeFailure.ts';
import type { ModuleReference } from '../graph/model.ts';
import { cachedModulePath } from '../graph/moduleReference.ts';
import { type Digest, digestOfFile, isDigest } from './digest.ts';

/** Where a module of the cache came from. */
export interface ModuleOrigin {
  /** `host/path/name:tag`. */
  readonly reference: string;
  /** Of the manifest that the tag had. */
  readonly manifest: Digest;
  /** Of the file. */
  readonly digest: Digest;
}

export class CachedModule {
  readonly path: string;

  constructor(cacheFolder: string, reference: ModuleReference) {
    this.path = join(cacheFolder, cachedModulePath(reference));
  }

  /**
   * Where the file that is there came from; undefined when there is none, nobody noted it, or it is not what was noted. Reads the
   * file. Errors: FILE_UNREADABLE.
   */
  async origin(): Promise<ModuleOrigin | undefined> {
    const noted = parseOrigin(await readFile(this.#note, 'utf8').catch(() => '')); // No note is no origin.
    if (!noted || !(await isFile(this.path))) return undefined;
    const { digest } = await digestOfFile(this.path);
    return digest === noted.digest ? noted : undefined;
  }

  /** Whether there is a file that nobody noted an origin of: somebody has put it there by hand. */
  async isForeign(): Promise<boolean> {
    return (await isFile(this.path)) && !(await isFile(this.#note));
  }

  /**
   * Takes the bytes in beside the old file, checks them, then puts them in its place: nobody ever sees half a module.
   * Errors: REGISTRY_DIGEST_MISMATCH, FILE_UNWRITABLE; those of the bytes pass as they are.
   */
  async write(
    bytes: AsyncIterable<Uint8Array>,
    expected: { readonly digest: Digest; readonly size: number },
  ): Promise<void> {
    await attempt(this.path, () => mkdir(dirname(this.path), { recursive: true }));
    await writeChecked(this.path, bytes, expected);
  }

  /** Errors: FILE_UNWRITABLE. */
  async note(origin: ModuleOrigin): Promise<void> {
    const temporary = temporaryPath(this.#note);
    await attempt(this.#note, async () => {
      const file = await open(temporary, 'wx');
      await file.writeFile(`${JSON.stringify(origin, undefined, 2)}\n`).finally(() => file.close());
      await rename(temporary, this.#note);
    }).catch(async (error: unknown) => {
      await rm(temporary, { force: true });
      throw error;
    });
  }

  get #note(): string {
    return this.path.replace(/\.wasm$/, '.json');
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (cause) {
    // Where a path is too long, nothing can be; writing there says so.
    if (isSystemError(cause, 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG')) return false;
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: ${describeError(cause)}.`, { cause });
  }
}

/** Writes `path` in one go, with the bytes that were promised and no others. Errors: as CachedModule.write. */
export async function writeChecked(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  { digest, size }: { readonly digest: Digest; readonly size: number },
): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    const file = await attempt(path, () => open(temporary, 'wx'));
    const hash = createHash('sha256');
    let received = 0;
    try {
      for await (const chunk of bytes) {
        received += chunk.length;
        // Before it fills the disk.
        if (received > size) throw mismatch(path, `more than the promised ${String(size)} bytes`);
        hash.update(chunk);
        await attempt(path, () => file.writeFile(chunk));
      }
      await attempt(path, () => file.sync());
    } finally {
      await file.close();
    }
    const actual = `sha256:${hash.digest('hex')}`;
    if (received !== size || actual !== digest) throw mismatch(path, `${actual} (${String(received)} bytes)`);
    await attempt(path, () => rename(temporary, path));
  } finally {
    // Renamed already when all went well.
    await rm(temporary, { force: true });
  }
}

/** On the same disk, so that renaming is one step, and of a name that nobody takes for a module. */
function temporaryPath(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.partial`;
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(path, error);
  }
}

function mismatch(path: string, what: string): AppError {
  return new AppError(
    'REGISTRY_DIGEST_MISMATCH',
    `What was downloaded for ${path} is not what the registry promised: it is ${what}. Nothing was kept; pull again, and if it stays so, have it pushed again.`,
  );
}

function parseOrigin(text: string): ModuleOrigin | undefined {
  try {
    const { reference, manifest, digest } = JSON.parse(text) as Record<string, unknown>;
    const isWhole =
      typeof reference === 'string' &&
      typeof manifest === 'string' &&
      isDigest(manifest) &&
      typeof digest === 'string' &&
      isDigest(digest);
    return isWhole ? { reference, manifest, digest } : undefined;
  } catch {
    return undefined; // Damaged: as good as none.
  }
}
