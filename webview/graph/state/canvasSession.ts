// All that belongs to one canvas: what is edited, where it is drawn, what is open on the screen. Handed to commands and
// components. Knows no component.
import type { CanvasGraph, CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { Arrangement } from './arrangement.ts';
import type { EditorSnapshot, GraphEditor } from './graphEditor.ts';
import { type GraphIds, idsOf } from './graphIds.ts';
import { Store } from './store.ts';
import { initialView, type CanvasView } from './canvasView.ts';

/** What moves and measures the picture; there as soon as it is drawn. */
export interface Viewport {
  /** From pixels of the window. */
  toCanvas(point: CanvasPoint): CanvasPoint;
  toScreen(point: CanvasPoint): CanvasPoint;
  /** The whole graph, or these nodes. */
  fit(ids?: readonly string[]): void;
  /** Moves only when a node is out of sight. */
  reveal(id: string): void;
  /** More than 1 comes nearer. */
  zoom(factor: number): void;
  /** In pixels of the canvas. */
  middle(): CanvasPoint;
}

export class CanvasSession {
  readonly editor: GraphEditor;
  readonly arrangement: Arrangement;
  readonly view: Store<CanvasView> = new Store(initialView);
  viewport: Viewport | undefined;

  constructor(editor: GraphEditor, arrangement: Arrangement) {
    this.editor = editor;
    this.arrangement = arrangement;
  }

  get snapshot(): EditorSnapshot {
    return this.editor.getSnapshot();
  }

  get graph(): CanvasGraph | undefined {
    return this.snapshot.graph;
  }

  get ids(): GraphIds | undefined {
    return this.graph && idsOf(this.graph);
  }

  /** Whether something may be changed now. */
  get canEdit(): boolean {
    const { canEdit, model } = this.snapshot;
    return canEdit && model !== undefined && model.state !== 'broken';
  }

  /** Place in the list of operations; undefined for ghosts and what is gone. */
  indexOf(id: string): number | undefined {
    return this.ids?.operationAt.get(id);
  }

  selectedIds(): string[] {
    const { ids } = this;
    return this.snapshot.selection.operations.flatMap((index) => ids?.operations[index] ?? []);
  }

  /** Selects operations by id, nothing else. */
  selectIds(operations: readonly string[], connections: readonly string[] = []): void {
    const { ids } = this;
    if (!ids) return;
    const places = (list: readonly string[], at: ReadonlyMap<string, number>): number[] =>
      list.flatMap((id) => at.get(id) ?? []).sort((a, b) => a - b);
    this.editor.select({
      operations: places(operations, ids.operationAt),
      connections: places(connections, ids.connectionAt),
    });
  }

  /** Moves the keyboard to a node, as soon as it is there. */
  focus(id: string): void {
    this.view.set({ focusedId: id, focusAsk: { id } });
  }

  /** Tells people who do not see the canvas. */
  announce(text: string): void {
    this.view.set({ announcement: { text } });
  }
}
