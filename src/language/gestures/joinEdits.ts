// Many small changes of one text as edits that do not overlap. Knows offsets only.
import type { TextEdit } from '../../base/position.ts';
import type { EditedText } from '../../graph/edits.ts';

/** Replaces the text from `start` to `end`, offsets in UTF-16 code units; half-open. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
  /** Of splices that begin at one place, the one with the lower rank comes first; 0 without it. */
  readonly rank?: number;
}

/**
 * `splices` as edits in the order of the text, those that touch made one; undefined when two of them overlap and do more
 * than cut. A text whose last line has no end keeps none when lines at its end are cut.
 */
export function joinEdits({ lines, text }: EditedText, splices: readonly Splice[]): TextEdit[] | undefined {
  const sorted = [...splices].sort((a, b) => a.start - b.start || rankOf(a) - rankOf(b) || a.end - b.end);
  const joined: { start: number; end: number; newText: string }[] = [];
  for (const { start, end, newText } of sorted) {
    const last = joined[joined.length - 1];
    if (last && start < last.end && (newText !== '' || last.newText !== '')) return undefined;
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.newText += newText;
    } else joined.push({ start, end, newText });
  }
  const final = joined[joined.length - 1];
  if (final?.newText === '' && final.end === text.length && !text.endsWith('\n')) {
    const lineEnd = /\r?\n$/.exec(text.slice(Math.max(0, final.start - 2), final.start));
    final.start -= lineEnd?.[0].length ?? 0;
  }
  return joined
    .filter(({ start, end, newText }) => start < end || newText !== '')
    .map(({ start, end, newText }) => ({ range: lines.rangeAt(start, end), newText }));
}

function rankOf({ rank }: Splice): number {
  return rank ?? 0;
}
