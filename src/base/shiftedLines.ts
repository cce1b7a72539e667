// Lines of a text that keep their places while it is edited. Knows no editor.

/** One change: the text from `start` to `end` was replaced by one with `lineBreaks` line breaks. All from 0. */
export interface LineChange {
  readonly start: LinePlace;
  readonly end: LinePlace;
  readonly lineBreaks: number;
}

interface LinePlace {
  readonly line: number;
  readonly character: number;
}

/** Where lines of an earlier version of a text stand now. */
export class ShiftedLines {
  readonly #changes: LineChange[] = [];

  /** The changes of one edit, each in the places of the text before the edit, from its end to its beginning. */
  apply(changes: readonly LineChange[]): void {
    // What stays inside one line moves nothing.
    this.#changes.push(
      ...changes.filter((change) => change.lineBreaks > 0 || change.start.line < change.end.line),
    );
  }

  /** Undefined when the line's beginning is gone. */
  now(line: number): number | undefined {
    let at: number | undefined = line;
    for (const change of this.#changes) {
      at = move(at, change);
      if (at === undefined) return undefined;
    }
    return at;
  }
}

function move(line: number, { start, end, lineBreaks }: LineChange): number | undefined {
  const lastNow = start.line + lineBreaks;
  if (line > end.line) return line + lastNow - end.line;
  // Its beginning comes before the change, or is where the change ends.
  if (line < start.line || (line === start.line && start.character > 0)) return line;
  if (line < end.line || end.character > 0) return undefined;
  // Behind what is left of another line it begins nothing any more.
  return lineBreaks > 0 || start.character === 0 ? lastNow : undefined;
}
