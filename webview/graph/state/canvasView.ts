// What is open on the screen and what the keyboard is on: nothing of it is in the file. Knows no component.
import type { NewOperationPlace } from '../../../src/graph/gesture.ts';
import type { OperationType } from '../../../src/graph/model.ts';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';

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
  /** Another object each time the keyboard is to move. */
  readonly focusAsk: { readonly id: string } | undefined;
  readonly menu: OpenMenu | undefined;
  readonly picker: OpenPicker | undefined;
  readonly renaming: string | undefined;
  readonly search: SearchState | undefined;
  readonly isSheetOpen: boolean;
  readonly isPaletteOpen: boolean;
  readonly isInspectorOpen: boolean;
  readonly isYamlOpen: boolean;
  readonly isMinimapOpen: boolean;
  /** Dragging over the background selects instead of moving the picture. */
  readonly doesDragSelect: boolean;
  /** Nodes keep to a grid. */
  readonly doesSnap: boolean;
  /** The connection that something dragged would go into. */
  readonly dropEdge: string | undefined;
  readonly announcement: { readonly text: string } | undefined;
}

export const initialView: CanvasView = {
  focusedId: undefined,
  focusAsk: undefined,
  menu: undefined,
  picker: undefined,
  renaming: undefined,
  search: undefined,
  isSheetOpen: false,
  isPaletteOpen: true,
  isInspectorOpen: true,
  isYamlOpen: false,
  isMinimapOpen: true,
  doesDragSelect: false,
  doesSnap: true,
  dropEdge: undefined,
  announcement: undefined,
};
