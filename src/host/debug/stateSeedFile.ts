// Seed files of the state store: JSON with keys and values of text, as runs read them at their start (docs/runtime.md). Knows no vscode.
import { AppError, describeError } from '../../base/errors.ts';
import type { StateEntryRecord } from '../../protocol/debugging.ts';

/** `left`: entries that a seed file cannot hold, because their keys or values are no text. */
export function seedFileText(entries: readonly StateEntryRecord[]): {
  readonly text: string;
  readonly left: number;
} {
  // What is shown as bytes is no text.
  const texts = entries.filter(({ key, value }) => !key.startsWith('hex:') && !value.startsWith('hex:'));
  const text = `${JSON.stringify(Object.fromEntries(texts.map(({ key, value }) => [key, value])), null, 2)}\n`;
  return { text, left: entries.length - texts.length };
}

/** Values that are not text become their JSON text. Errors: FILE_INVALID. */
export function readSeedFile(
  text: string,
  path: string,
): readonly { readonly key: string; readonly value: string }[] {
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new AppError('FILE_INVALID', `${path} is no JSON: ${describeError(cause)}`, { cause });
  }
  const objects: unknown[] = Array.isArray(root) ? root : [root];
  return objects.flatMap((object) => {
    if (typeof object !== 'object' || object === null || Array.isArray(object))
      throw new AppError('FILE_INVALID', `${path} holds no keys and values. Write {"key": "value"}.`);
    return Object.entries(object).map(([key, value]: [string, unknown]) => ({
      key,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
  });
}
