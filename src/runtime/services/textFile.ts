// Reads a text file or says why that is not possible. Knows nothing about its content.
import { readFile } from 'node:fs/promises';
import { AppError, describeError, isSystemError } from '../../base/errors.ts';

/** The file's text. Errors: FILE_UNREADABLE (missing, a folder, no permission, …), FILE_INVALID (not UTF-8). */
export async function readTextFile(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const reason = isSystemError(cause, 'ENOENT', 'ENOTDIR') ? 'it does not exist' : describeError(cause);
    throw new AppError(
      'FILE_UNREADABLE',
      `${file} cannot be read: ${reason}. Check the path and permissions.`,
      {
        cause,
      },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('FILE_INVALID', `${file} is not UTF-8 text. Save it with the encoding UTF-8.`, {
      cause,
    });
  }
}

/** Like {@link readTextFile}, but undefined when the file does not exist. */
export async function readOptionalTextFile(file: string): Promise<string | undefined> {
  try {
    return await readTextFile(file);
  } catch (error) {
    const isMissing = error instanceof AppError && isSystemError(error.cause, 'ENOENT', 'ENOTDIR');
    if (isMissing) return undefined;
    throw error;
  }
}
