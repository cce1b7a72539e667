// The problems of our language server as monaco's markers. Knows no editor.
import { MarkerSeverity, type editor } from 'monaco-editor/editor/editor.api';
import type { CanvasModel } from '../../../src/protocol/canvas.ts';
import { toMonacoRange } from './paneRanges.ts';

const severities = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
  hint: MarkerSeverity.Hint,
} as const;

/** A text that cannot be read has one: the first thing that cannot. */
export function markersOf(model: CanvasModel | undefined): editor.IMarkerData[] {
  const { breakage } = model ?? {};
  if (breakage)
    return [{ ...toMonacoRange(breakage.range), message: breakage.message, severity: MarkerSeverity.Error }];
  return (model?.graph?.problems ?? []).map(({ code, severity, message, range }) => ({
    ...toMonacoRange(range),
    code,
    message,
    severity: severities[severity],
    source: 'dataflow-graph',
  }));
}
