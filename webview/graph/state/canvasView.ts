// What is open on the screen and what the keyboard is on: nothing of it is in the file. Knows no component.
import type { NewOperationPlace } from '../../../src/graph/gesture.ts';
import type { OperationType } from '../../../src/graph/model.ts';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { Camera } from './keptCanvas.ts';

/** A menu at a point of the window. */
export interface OpenMenu {
  readonly at: CanvasPoint;
  readonly target:
    | { readonly kind: 'node'; readonly id: string }
    | { readonly kind: 'edge'; readonly id: string }
    | { readonly kind: 'pane' };
}

/** A list to choose from, at a point of the window. */
export type OpenPicker =
  | {
      readonly kind: 'add';
      readonly at: CanvasPoint;
      readonly place: NewOperationPlace;
      /** Where the new node goes; beside what it is connected to when undefined. */
      readonly point?: CanvasPoint | undefined;
      readonly title: string;
    }
  /** What to connect the node with, from its port. */
  | { readonly kind: 'connect'; readonly at: CanvasPoint; readonly from: string };

export interface SearchState {
  readonly text: string;
  readonly type: OperationType | '';
  readonly hasProblems: boolean;
  /** Place among the found, from 0. */
  readonly at: number;
}

export interface CanvasView {
  /** The node that the Tab key comes to. */
  readonly focusedId: string | undefined;
  /** The connection that has the keyboard, which went there from `focusedId`. */
  readonly focusedEdge: string | undefined;
  /** Where the keyboard is to move, to a node or a connection; another object each time. */
  readonly focusAsk: { readonly id: string } | { readonly edge: string } | undefined;
  readonly menu: OpenMenu | undefined;
  readonly picker: OpenPicker | undefined;
  readonly renaming: string | undefined;
  readonly search: SearchState | undefined;
  readonly isSheetOpen: boolean;
  /** Beside the canvas, where there is room; panes.ts says what is to be seen. */
  readonly isPaletteOpen: boolean;
  readonly isInspectorOpen: boolean;
  /** Over the canvas, where there is none beside it. */
  readonly isPaletteOver: boolean;
  readonly isInspectorOver: boolean;
  readonly isYamlOpen: boolean;
  readonly isMinimapOpen: boolean;
  /** Dragging over the background selects instead of moving the picture. */
  readonly doesDragSelect: boolean;
  /** Nodes keep to a grid. */
  readonly doesSnap: boolean;
  /** The connection that something dragged would go into. */
  readonly dropEdge: string | undefined;
  /** Why what is dragged cannot go into the connection below it; the point is of the window. */
  readonly dropReason: { readonly text: string; readonly at: CanvasPoint } | undefined;
  /** An entry of the palette on its way; the point is of the window. */
  readonly dragged:
    { readonly title: string; readonly type: OperationType; readonly at: CanvasPoint } | undefined;
  /** Of the window, in pixels. */
  readonly width: number;
  readonly paletteWidth: number;
  readonly inspectorWidth: number;
  readonly yamlHeight: number;
  /** Where the picture was before everything was arranged. */
  readonly cameraBefore: Camera | undefined;
  readonly announcement: { readonly text: string } | undefined;
}

export const initialView: CanvasView = {
  focusedId: undefined,
  focusedEdge: undefined,
  focusAsk: undefined,
  menu: undefined,
  picker: undefined,
  renaming: undefined,
  search: undefined,
  isSheetOpen: false,
  isPaletteOpen: true,
  isInspectorOpen: true,
  isPaletteOver: false,
  isInspectorOver: false,
  isYamlOpen: false,
  isMinimapOpen: true,
  doesDragSelect: false,
  doesSnap: true,
  dropEdge: undefined,
  dropReason: undefined,
  dragged: undefined,
  width: Number.POSITIVE_INFINITY,
  paletteWidth: 190,
  inspectorWidth: 310,
  yamlHeight: 260,
  cameraBefore: undefined,
  announcement: undefined,
};

/** What is kept while the editor is hidden. */
const keptKeys = [
  'isPaletteOpen',
  'isInspectorOpen',
  'isPaletteOver',
  'isInspectorOver',
  'isYamlOpen',
  'isMinimapOpen',
  'doesDragSelect',
  'doesSnap',
  'paletteWidth',
  'inspectorWidth',
  'yamlHeight',
] as const satisfies readonly (keyof CanvasView)[];

/** `kept` comes from an earlier time of this editor, or is nothing of the kind. */
export function restoreView(kept: unknown): CanvasView {
  if (typeof kept !== 'object' || kept === null) return initialView;
  const known = Object.entries(kept).filter(
    ([key, value]) =>
      keptKeys.some((name) => name === key) && typeof value === typeof initialView[key as keyof CanvasView],
  );
  return { ...initialView, ...Object.fromEntries(known) };
}

export function keepView(view: CanvasView): Readonly<Record<string, unknown>> {
  return Object.fromEntries(keptKeys.map((key) => [key, view[key]]));
}
