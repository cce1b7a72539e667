// What of the graph is at a place of the text, and the reverse; ranges in monaco's way of counting. Pure.
import type { IRange } from 'monaco-editor/editor/editor.api';
import type { Position, Range } from '../../../src/base/position.ts';
import type { CanvasGraph } from '../../../src/protocol/canvas.ts';
import type { Selection } from '../state/graphEditor.ts';

/** Lines and columns from 1. */
export function toMonacoRange({ start, end }: Range): IRange {
  return {
    startLineNumber: start.line + 1,
    startColumn: start.character + 1,
    endLineNumber: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** The entry that the place is in: an operation or a connection. */
export function selectionAt(graph: CanvasGraph, place: Position): Selection | undefined {
  const isIn = ({ range }: { readonly range: Range }): boolean => contains(range, place);
  const operation = graph.operations.findIndex(isIn);
  if (operation >= 0) return { operations: [operation], connections: [] };
  const connection = graph.connections.findIndex(isIn);
  return connection >= 0 ? { operations: [], connections: [connection] } : undefined;
}

/** Entries of all that is selected, in the order of the text within their kind. */
export function selectedRanges(graph: CanvasGraph, selection: Selection): readonly Range[] {
  return [
    ...selection.operations.map((index) => graph.operations[index]),
    ...selection.connections.map((index) => graph.connections[index]),
  ].flatMap((entry) => (entry ? [entry.range] : []));
}

// Entries are whole lines to people: a cursor before the dash means the entry too.
function contains({ start, end }: Range, { line, character }: Position): boolean {
  const isBeforeEnd =
    line < end.line || (line === end.line && character <= end.character && end.character > 0);
  return line >= start.line && isBeforeEnd;
}
