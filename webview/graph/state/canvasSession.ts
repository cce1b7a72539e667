// All that belongs to one canvas: what is edited, where it is drawn, what is open on the screen. Handed to commands and
// components. Knows no component.
import type { CanvasGraph, CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { Arrangement } from './arrangement.ts';
import { RunOverlay } from '../run/runOverlay.ts';
import type { EditorSnapshot, GraphEditor } from './graphEditor.ts';
import { type GraphIds, idsOf } from './graphIds.ts';
import { type Camera, type KeptCanvas, restoreCanvas } from './keptCanvas.ts';
import { Store } from './store.ts';
import { type CanvasView, keepView, restoreView } from './canvasView.ts';

/** What moves and measures the picture; there as soon as it is drawn. */
export interface Viewport {
  /** From pixels of the window. */
  toCanvas(point: CanvasPoint): CanvasPoint;
  toScreen(point: CanvasPoint): CanvasPoint;
  /** The whole graph, or these nodes. */
  fit(ids?: readonly string[]): void;
  /** The whole graph when it can be read then, else as much as can be from its beginning. */
  begin(): void;
  /** Moves only as far as a node is out of sight, or brings it to the middle when nothing of it can be seen. */
  reveal(id: string): void;
  camera(): Camera;
  show(camera: Camera): void;
  /** More than 1 comes nearer. */
  zoom(factor: number): void;
  /** In pixels of the canvas. */
  middle(): CanvasPoint;
}

/** Long enough that a drag is written once, short enough that a change before hiding is kept. */
const KEEP_AFTER_MS = 100;

export class CanvasSession {
  readonly editor: GraphEditor;
  readonly arrangement: Arrangement;
  readonly view: Store<CanvasView>;
  readonly overlay: RunOverlay;
  /** Where the picture was when this editor was hidden. */
  readonly keptCamera: Camera | undefined;
  #viewport: Viewport | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: GraphEditor, arrangement: Arrangement) {
    this.editor = editor;
    this.arrangement = arrangement;
    this.overlay = new RunOverlay((listener) => editor.onRun(listener));
    const { state } = editor.port;
    const { positions, camera, selected, focusedId } = restoreCanvas(state);
    this.view = new Store({ ...restoreView(state), focusedId });
    this.keptCamera = camera;
    arrangement.restore(positions);
    editor.restoreSelection(selected);
    for (const { subscribe } of [this.view, arrangement, editor]) subscribe(() => this.keep());
  }

  /** Undefined until the picture is there. */
  get viewport(): Viewport | undefined {
    return this.#viewport;
  }

  /** Has VS Code keep how this looks, as soon as it stands still. */
  keep(): void {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => {
      if (!this.snapshot.hasStarted) return;
      const canvas: KeptCanvas = {
        positions: this.arrangement.getSnapshot().positions,
        camera: this.#viewport?.camera(),
        selected: this.selectedIds(),
        focusedId: this.view.get().focusedId,
      };
      this.editor.port.keepState({ ...keepView(this.view.get()), ...canvas });
    }, KEEP_AFTER_MS);
  }

  /** Called by the picture itself. */
  attach(viewport: Viewport): void {
    this.#viewport = viewport;
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

  /** Moves the keyboard to a connection. */
  focusEdge(edge: string): void {
    this.view.set({ focusAsk: { edge } });
  }

  /** Sets or removes a breakpoint, by id. */
  toggleBreakpoint(on: { readonly operation: string } | { readonly connection: string }): void {
    const { graph, ids } = this;
    const range =
      'operation' in on
        ? graph?.operations[ids?.operationAt.get(on.operation) ?? -1]?.range
        : graph?.connections[ids?.connectionAt.get(on.connection) ?? -1]?.range;
    if (range) this.editor.host.notify('toggleBreakpoint', { range });
  }

  /** To the grid, while nodes keep to it. */
  snap({ x, y }: CanvasPoint): CanvasPoint {
    const to = this.view.get().doesSnap ? 20 : 1;
    return { x: Math.round(x / to) * to, y: Math.round(y / to) * to };
  }

  /** Tells people who do not see the canvas. */
  announce(text: string): void {
    this.view.set({ announcement: { text } });
  }
}
