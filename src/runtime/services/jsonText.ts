// Reads JSON that a person wrote and says where it is wrong. Knows nothing about what the JSON means.
import { AppError } from '../../base/errors.ts';
import { findJsonFault } from '../../base/jsonFault.ts';

/** Parses `text` of the file `file`; a byte order mark is skipped. Errors: FILE_INVALID, with the line. */
export function parseJsonText(text: string, file: string): unknown {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return parse(body, (offset) => `${file}:${String(lineAt(body, offset))}`);
}

/** Parses JSON that stands on one line of something else; `where` opens the message. Errors: FILE_INVALID. */
export function parseJsonValue(text: string, where: string): unknown {
  return parse(text, () => where);
}

function parse(text: string, locate: (offset: number) => string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { offset, found } = findJsonFault(text);
    throw new AppError(
      'FILE_INVALID',
      `${locate(offset)}: this is not valid JSON, ${found}. Look for a missing or extra comma, quote or bracket there.`,
      { cause },
    );
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
