// Which panes are beside the canvas. Where the window leaves no sensible canvas beside a pane, it is folded by itself, and opens
// over the canvas when it is asked for. Wide and narrow windows each remember what a person chose there. Knows no component.
import type { CanvasView } from './canvasView.ts';

export type Pane = 'palette' | 'inspector';
export type PaneLook = 'beside' | 'over' | 'folded';

/** Width of the window from which on a pane lies beside the canvas, in pixels: of both panes, the palette is narrower. */
const leastWidths: Readonly<Record<Pane, number>> = { inspector: 860, palette: 550 };

/** Of the canvas that is left when two panes lie over it; less would hide all of it. */
const LEAST_CANVAS = 100;

/** What a person chose for a pane, beside the canvas and over it. */
const choices = {
  palette: { beside: 'isPaletteOpen', over: 'isPaletteOver' },
  inspector: { beside: 'isInspectorOpen', over: 'isInspectorOver' },
} as const satisfies Record<Pane, Record<'beside' | 'over', keyof CanvasView>>;

export function lookOf(view: CanvasView, pane: Pane): PaneLook {
  const mode = modeOf(view, pane);
  return view[choices[pane][mode]] ? mode : 'folded';
}

/** The change of `view` that opens a pane; over a narrow canvas it takes the place of another one. */
export function openPane(view: CanvasView, pane: Pane): Partial<CanvasView> {
  const mode = modeOf(view, pane);
  const other = pane === 'palette' ? 'inspector' : 'palette';
  const isCrowded = view.paletteWidth + view.inspectorWidth + LEAST_CANVAS > view.width;
  const folds = mode === 'over' && isCrowded && lookOf(view, other) === 'over';
  return { [choices[pane][mode]]: true, ...(folds && foldPane(view, other)) };
}

export function foldPane(view: CanvasView, pane: Pane): Partial<CanvasView> {
  return { [choices[pane][modeOf(view, pane)]]: false };
}

export function togglePane(view: CanvasView, pane: Pane): Partial<CanvasView> {
  return lookOf(view, pane) === 'folded' ? openPane(view, pane) : foldPane(view, pane);
}

function modeOf({ width }: CanvasView, pane: Pane): 'beside' | 'over' {
  return width >= leastWidths[pane] ? 'beside' : 'over';
}
