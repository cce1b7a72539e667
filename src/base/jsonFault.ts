// Finds the place where broken JSON (RFC 8259) is broken, since what JSON.parse tells about it differs from engine to engine.
// Knows nothing about what the JSON means.

/** Why a text is not JSON. `offset` counts UTF-16 code units from the start; `found` says what stands there. */
export interface JsonFault {
  readonly offset: number;
  readonly found: string;
}

/** How much of the text is quoted. */
const EXCERPT_LENGTH = 12;

// RFC 8259 tokens: key or string (of any characters from the space on but quote and backslash), other scalar, punctuation.
const TOKEN =
  /[\t\n\r ]*(?:("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([{}[\],:]))/y;

// What may come next: a value; a value or "]"; a key; a key or "}"; ":"; "," or the closing bracket.
type Expected = 'value' | 'value]' | 'key' | 'key}' | 'colon' | 'comma';

/**
 * Where and why `text`, which a JSON parser refuses, is wrong: its first token that cannot stand where it stands, or its
 * end. Begins to read at offset `start`, 0 by default. Takes time in proportion to the text, however deep it is nested.
 */
export function findJsonFault(text: string, start = 0): JsonFault {
  const offset = findFaultOffset(text, start);
  const rest = text.slice(offset, offset + EXCERPT_LENGTH);
  return { offset, found: rest === '' ? 'it ends too early' : `unexpected ${JSON.stringify(rest)}` };
}

function findFaultOffset(text: string, start: number): number {
  const closers: string[] = [];
  let expected: Expected = 'value';
  let offset = start;
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
