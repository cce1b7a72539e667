// Reads `hostapp.env.list`, the list of environment variables that existing workspaces give to their host container.
// Knows nothing about what the variables mean.
import { AppError } from '../../base/errors.ts';

/** One variable. */
export interface EnvEntry {
  readonly value: string;
  /** Line in the file, counted from 1. */
  readonly line: number;
}

/**
 * Reads `KEY=VALUE` lines. Blank lines and lines that start with `#` are skipped; `#` later in a line belongs to the
 * value, as do further `=`. White space around key and value is dropped. One pair of `'` or `"` around the whole value
 * is dropped when the same quote does not occur inside; there are no escapes. Of two lines with the same key the later
 * one counts. Errors: FILE_INVALID, with the line.
 */
export function parseEnvList(text: string, file: string): Map<string, EnvEntry> {
  const entries = new Map<string, EnvEntry>();
  for (const [index, rawLine] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const content = rawLine.trim();
    if (content === '' || content.startsWith('#')) continue;
    const line = index + 1;
    const split = content.indexOf('=');
    const key = content.slice(0, split).trimEnd();
    if (split === -1 || !/^[A-Za-z_][\w.-]*$/.test(key))
      throw new AppError(
        'FILE_INVALID',
        `${file}:${String(line)}: expected KEY=VALUE, found "${content}". Write the line as KEY=VALUE or start it with # to leave it out.`,
      );
    entries.set(key, { value: unquote(content.slice(split + 1).trim()), line });
  }
  return entries;
}

function unquote(value: string): string {
  const quote = value[0];
  if (value.length < 2 || (quote !== '"' && quote !== "'") || !value.endsWith(quote)) return value;
  const inner = value.slice(1, -1);
  return inner.includes(quote) ? value : inner;
}
