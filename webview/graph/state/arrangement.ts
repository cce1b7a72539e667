// Where nodes are on the canvas: put by hand, or laid out by themselves. Ties the layout to the state of the editor. Knows no
// component.
import { arms } from '../../../src/graph/model.ts';
import type { CanvasGraph, CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { GraphLayout, LayoutRequest } from '../layout/layout.ts';
import { contentOf, emptyContent, type FlowContent } from './flowContent.ts';
import type { GraphEditor } from './graphEditor.ts';
import { findRename } from './graphIds.ts';
import { nodeHeight, nodeWidth } from './nodeSizes.ts';
import { Store } from './store.ts';

export interface ArrangementSnapshot {
  /** By id of the node. */
  readonly positions: CanvasPositions;
  readonly content: FlowContent;
  /** Counted up when everything was laid out anew. */
  readonly arranged: number;
}

/** How long the first picture waits for the layout at most. */
const FIRST_PATIENCE_MS = 400;

export class Arrangement {
  readonly #store = new Store<ArrangementSnapshot>({ positions: {}, content: emptyContent, arranged: 0 });
  readonly #editor: GraphEditor;
  readonly #layout: GraphLayout;
  #graph: CanvasGraph | undefined;
  #byHand: CanvasPositions = {};
  /** Nodes on their way, while somebody drags them. */
  #dragged: CanvasPositions = {};
  /** Counts arrangements, so that one that was overtaken has no effect. */
  #count = 0;
  #isWaiting = false;

  constructor(editor: GraphEditor, layout: GraphLayout) {
    this.#editor = editor;
    this.#layout = layout;
    editor.subscribe(() => this.#follow());
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);
  readonly getSnapshot = (): ArrangementSnapshot => this.#store.get();

  /** While nodes are dragged. */
  drag(positions: CanvasPositions): void {
    this.#dragged = { ...this.#dragged, ...positions };
    this.#store.set({ positions: { ...this.getSnapshot().positions, ...positions } });
  }

  /** Keeps where the dragged nodes are now. */
  drop(): void {
    const positions = this.#dragged;
    this.#dragged = {};
    if (Object.keys(positions).length > 0) this.put(positions);
  }

  /** Puts nodes somewhere by hand, for good. */
  put(positions: CanvasPositions): void {
    const { content } = this.getSnapshot();
    const known = Object.entries(positions).filter(([id]) => content.operations.has(id));
    if (known.length > 0)
      this.#editor.putByHand(Object.fromEntries(known.map(([id, point]) => [id, round(point)])));
  }

  /** Lays everything out anew; nothing stays where it was put by hand. */
  async arrange(): Promise<void> {
    this.#byHand = {};
    this.#editor.forgetPositions();
    await this.#arrange(this.getSnapshot().content);
  }

  #follow(): void {
    const { graph, positions: byHand } = this.#editor.getSnapshot();
    if (!graph || (graph === this.#graph && byHand === this.#byHand)) return;
    const { content: before, positions } = this.getSnapshot();
    const content = graph === this.#graph ? before : contentOf(graph, before);
    const previous = this.#graph ? carryRename(positions, this.#graph, graph) : positions;
    this.#graph = graph;
    this.#byHand = byHand;
    const isNew = ![...content.operations.keys()].some(
      (id) => Object.hasOwn(previous, id) || Object.hasOwn(byHand, id),
    );
    if (content.operations.size === 0) this.#store.set({ content, positions: {} });
    else if (isNew) void this.#arrange(content);
    else if (!this.#isWaiting) this.#place(content, previous);
  }

  #place(content: FlowContent, previous: CanvasPositions): void {
    const request = this.#request(content, previous);
    this.#store.set({ content, positions: { ...this.#layout.place(request), ...this.#dragged } });
  }

  async #arrange(content: FlowContent): Promise<void> {
    const count = ++this.#count;
    this.#isWaiting = Object.keys(this.getSnapshot().positions).length === 0;
    const timer = setTimeout(() => {
      // Something to look at, until it is arranged.
      if (this.#isWaiting) this.#place(this.#contentNow(), {});
    }, FIRST_PATIENCE_MS);
    const positions = await this.#layout.arrange(this.#request(content, {}));
    clearTimeout(timer);
    this.#isWaiting = false;
    if (count !== this.#count) return;
    const { arranged } = this.getSnapshot();
    const now = this.#contentNow();
    const request = this.#request(now, positions);
    this.#store.set({ content: now, positions: this.#layout.place(request), arranged: arranged + 1 });
  }

  #contentNow(): FlowContent {
    const { content } = this.getSnapshot();
    return this.#graph ? contentOf(this.#graph, content) : content;
  }

  #request({ operations, ghosts, connections }: FlowContent, previous: CanvasPositions): LayoutRequest {
    const nodes = [...operations.keys(), ...ghosts.keys()].map((id) => ({
      id,
      width: nodeWidth,
      height: nodeHeight,
    }));
    const edges = [...connections.values()].map(({ source, target, arm }, index) => ({
      from: source,
      to: target,
      order: arm ? arms.indexOf(arm) : index,
    }));
    return { nodes, edges, pinned: this.#byHand, previous };
  }
}

function carryRename(positions: CanvasPositions, before: CanvasGraph, after: CanvasGraph): CanvasPositions {
  const rename = before === after ? undefined : findRename(before, after);
  const point = rename && positions[rename.from];
  return rename && point && !positions[rename.to] ? { ...positions, [rename.to]: point } : positions;
}

function round({ x, y }: CanvasPoint): CanvasPoint {
  return { x: Math.round(x), y: Math.round(y) };
}
