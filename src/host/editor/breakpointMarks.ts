// Which nodes and edges have breakpoints: those in whose lines one stands. Knows no vscode.
import type { Range } from '../../base/position.ts';
import type { CanvasBreakpoint, CanvasGraph } from '../../protocol/canvas.ts';

/** A breakpoint in the text; `line` from 0. */
export interface LineBreakpoint {
  readonly line: number;
  readonly isEnabled: boolean;
}

/** In the order of the text, each node and edge once; it is enabled when one of its breakpoints is. */
export function markBreakpoints(
  { operations, connections }: CanvasGraph,
  breakpoints: readonly LineBreakpoint[],
): CanvasBreakpoint[] {
  const entries = [
    ...operations.map(({ name, range }) => ({ target: { operation: name }, range })),
    ...connections.map(({ from, arm, to, range }) => ({ target: { from, to, ...(arm && { arm }) }, range })),
  ];
  return entries.flatMap(({ target, range }) => {
    const here = breakpoints.filter(({ line }) => isOnLine(range, line));
    return here.length > 0 ? [{ target, isEnabled: here.some(({ isEnabled }) => isEnabled) }] : [];
  });
}

/** Whether `range` has text in `line`. */
export function isOnLine({ start, end }: Range, line: number): boolean {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return start.line <= line && line <= last;
}
