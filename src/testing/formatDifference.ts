// Differences as plain text: per output, per path, expected above actual, long values cut to where they differ. Knows
// nothing about colours; whoever has them gives a `paint`.
import { escapeControls, shortenBoth } from '../base/shownTexts.ts';
import type { Difference } from './compareOutputs.ts';

/** What a piece of the text is. */
export type PaintRole = 'heading' | 'path' | 'expected' | 'actual';

/** How differences are shown. */
export interface DifferenceFormat {
  /** Colours a piece; left out, nothing is coloured. */
  readonly paint?: (role: PaintRole, text: string) => string;
  /** Most characters of a value; default 160, at least 20. */
  readonly maxLength?: number;
  /** Most differences shown; the others are counted. Default 50. */
  readonly maxDifferences?: number;
}

/** The differences as lines, without a line break at the end; empty when there are none. */
export function formatDifferences(differences: readonly Difference[], format: DifferenceFormat = {}): string {
  const { maxDifferences = 50 } = format;
  const shown = differences.slice(0, maxDifferences);
  const lines: string[] = [];
  let lastHeading = '';
  for (const difference of shown) {
    const heading = headingOf(difference);
    if (heading !== lastHeading) lines.push(paintWith(format, 'heading', heading));
    lastHeading = heading;
    lines.push(...formatValues(difference, format));
  }
  const hidden = differences.length - shown.length;
  if (hidden > 0) lines.push(`… and ${String(hidden)} more ${hidden === 1 ? 'difference' : 'differences'}`);
  return lines.join('\n');
}

function headingOf({ kind, index, actualIndex = index }: Difference): string {
  if (kind === 'missing-output') return `Output ${String(index + 1)} is missing:`;
  if (kind === 'extra-output') return `Output ${String(index + 1)} was not expected:`;
  const isMoved = actualIndex !== index;
  return isMoved
    ? `Expected output ${String(index + 1)} differs from output ${String(actualIndex + 1)}:`
    : `Output ${String(index + 1)} differs:`;
}

function formatValues(difference: Difference, format: DifferenceFormat): string[] {
  const { path, expected, actual, kind } = difference;
  const maxLength = Math.max(20, format.maxLength ?? 160);
  const [left, right] = shortenBoth(expected ?? '', actual ?? '', maxLength);
  if (kind === 'missing-output') return [`  ${paintWith(format, 'expected', left)}`];
  if (kind === 'extra-output') return [`  ${paintWith(format, 'actual', right)}`];
  return [
    `  ${paintWith(format, 'path', path)}`,
    `    expected: ${expected === undefined ? 'nothing' : paintWith(format, 'expected', left)}`,
    `    actual:   ${actual === undefined ? 'nothing' : paintWith(format, 'actual', right)}`,
  ];
}

function paintWith({ paint }: DifferenceFormat, role: PaintRole, text: string): string {
  const plain = escapeControls(text);
  return paint ? paint(role, plain) : plain;
}
