// Reads JSON that a person wrote and says where it is wrong. Knows nothing about what the JSON means.
import { AppError } from '../../base/errors.ts';

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
    const offset = findJsonFault(text);
    const rest = text.slice(offset, offset + 12);
    const found = rest === '' ? 'it ends too early' : `unexpected ${JSON.stringify(rest)}`;
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

// RFC 8259 tokens: key or string (of any characters from the space on but quote and backslash), other scalar, punctuation.
const TOKEN =
  /[\t\n\r ]*(?:("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([{}[\],:]))/y;

// What may come next: a value; a value or "]"; a key; a key or "}"; ":"; "," or the closing bracket.
type Expected = 'value' | 'value]' | 'key' | 'key}' | 'colon' | 'comma';

/** Offset of the first token that cannot stand where it stands, or the text's end. */
function findJsonFault(text: string): number {
  const closers: string[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (!match) return skipSpace(text, offset);
    const next = step(expected, match, closers);
    if (!next) return skipSpace(text, offset);
    expected = next;
    offset = TOKEN.lastIndex;
  }
}

function step(expected: Expected, match: RegExpExecArray, closers: string[]): Expected | undefined {
  const [, text, scalar, mark] = match;
  switch (expected) {
    case 'key':
    case 'key}':
      if (text !== undefined) return 'colon';
      return expected === 'key}' ? close(mark, closers) : undefined;
    case 'colon':
      return mark === ':' ? 'value' : undefined;
    case 'comma':
      if (mark === ',') return closers.length === 0 ? undefined : closers.at(-1) === '}' ? 'key' : 'value';
      return close(mark, closers);
    case 'value':
    case 'value]':
      if (text !== undefined || scalar !== undefined) return 'comma';
      if (mark === '{' || mark === '[') return open(mark, closers);
      return expected === 'value]' ? close(mark, closers) : undefined;
  }
}

function open(mark: '{' | '[', closers: string[]): Expected {
  closers.push(mark === '{' ? '}' : ']');
  return mark === '{' ? 'key}' : 'value]';
}

function close(mark: string | undefined, closers: string[]): Expected | undefined {
  if (mark === undefined || mark !== closers.at(-1)) return undefined;
  closers.pop();
  return 'comma';
}

function skipSpace(text: string, offset: number): number {
  return offset + (/^[\t\n\r ]*/.exec(text.slice(offset))?.[0].length ?? 0);
}
