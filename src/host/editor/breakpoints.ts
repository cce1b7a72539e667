// Breakpoints of VS Code in a document, as its visual editor shows and sets them. Knows no webview.
import * as vscode from 'vscode';
import type { Range } from '../../base/position.ts';
import type { CanvasBreakpoint, CanvasGraph } from '../../protocol/canvas.ts';
import { isOnLine, markBreakpoints } from './breakpointMarks.ts';
import { toPosition } from './convert.ts';

export function breakpointsOf(document: vscode.TextDocument, graph: CanvasGraph): CanvasBreakpoint[] {
  const lines = inDocument(document).map(({ location, enabled }) => ({
    line: location.range.start.line,
    isEnabled: enabled,
  }));
  return lines.length > 0 ? markBreakpoints(graph, lines) : [];
}

/** Removes the breakpoints in the lines of `range`, or sets one at its beginning when there is none. */
export function toggleBreakpoint(document: vscode.TextDocument, range: Range): void {
  const here = inDocument(document).filter(({ location }) => isOnLine(range, location.range.start.line));
  if (here.length > 0) return vscode.debug.removeBreakpoints(here);
  const location = new vscode.Location(document.uri, toPosition({ line: range.start.line, character: 0 }));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location)]);
}

function inDocument({ uri }: vscode.TextDocument): vscode.SourceBreakpoint[] {
  return vscode.debug.breakpoints.filter(
    (breakpoint): breakpoint is vscode.SourceBreakpoint =>
      breakpoint instanceof vscode.SourceBreakpoint && breakpoint.location.uri.toString() === uri.toString(),
  );
}
