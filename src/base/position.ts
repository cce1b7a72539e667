// Places in a text file. Knows nothing about documents or editors.

/** `line` and `character` count from 0; `character` counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half-open: `end` is the first position after the range. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range as offsets in UTF-16 code units from the start of the text; half-open. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces `range` by `newText`; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** `line:character`, both counted from 1, as compilers print them. */
export function formatPosition(position: Position): string {
  return `${String(position.line + 1)}:${String(position.character + 1)}`;
}
