// Where nodes are on the canvas: put by hand, or laid out by themselves. Ties the layout to the state of the editor. Knows no
// component.
import { arms } from '../../../src/graph/model.ts';
import type { CanvasGraph, CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { GraphLayout, LayoutRequest } from '../layout/layout.ts';
import { lookUp } from '../layout/placeNodes.ts';
import { contentOf, emptyContent, type FlowContent } from './flowContent.ts';
import { fitChange } from './fitChange.ts';
import type { GraphEditor } from './graphEditor.ts';
import { findRename } from './graphIds.ts';
import { Insertions, type Moves } from './insertions.ts';
import { nodeHeight, nodeWidth } from './nodeSizes.ts';
import { Store } from './store.ts';

export interface ArrangementSnapshot {
  /** By id of the node. */
  readonly positions: CanvasPositions;
  readonly content: FlowContent;
  /** Counted up when everything was laid out anew. */
  readonly arranged: number;
  /** Whether arranging was the last thing that happened, and can be taken back. */
  readonly canUndo: boolean;
}

/** How long the first picture waits for the layout at most. */
const FIRST_PATIENCE_MS = 400;

/** From this many operations on the layout takes longer than that, and the first picture does not wait. */
const SLOW_LAYOUT = 200;

export class Arrangement {
  readonly #store = new Store<ArrangementSnapshot>({
    positions: {},
    content: emptyContent,
    arranged: 0,
    canUndo: false,
  });
  readonly #editor: GraphEditor;
  readonly #layout: GraphLayout;
  #graph: CanvasGraph | undefined;
  #byHand: CanvasPositions = {};
  /** Nodes on their way, while somebody drags them. */
  #dragged: CanvasPositions = {};
  /** Where they were before. */
  #origins: CanvasPositions = {};
  /** The node that the next change of the graph puts where its connections lead. */
  #anew: string | undefined;
  readonly #insertions = new Insertions();
  /** What arranging changed, while that can be taken back. */
  #before: { readonly positions: CanvasPositions; readonly byHand: CanvasPositions } | undefined;
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
    const before = this.getSnapshot().positions;
    this.#origins = { ...pick(before, Object.keys(positions)), ...this.#origins };
    this.#dragged = { ...this.#dragged, ...positions };
    this.#store.set({ positions: { ...before, ...positions } });
  }

  /** Keeps where the dragged nodes are now. */
  drop(): void {
    const positions = this.#dragged;
    this.#letGo();
    if (Object.keys(positions).length > 0) this.put(positions);
  }

  /** Puts nodes somewhere by hand, for good. */
  put(positions: CanvasPositions): void {
    const { content } = this.getSnapshot();
    const known = Object.entries(positions).filter(([id]) => content.operations.has(id));
    if (known.length > 0)
      this.#editor.putByHand(Object.fromEntries(known.map(([id, point]) => [id, round(point)])));
  }

  #letGo(): void {
    this.#dragged = {};
    this.#origins = {};
    this.#anew = undefined;
  }

  /** The next change of the graph, which connects `id`, puts it between what it is connected to. */
  placeAnew(id: string): void {
    this.#anew = id;
  }

  /** Lays everything out anew; nothing stays where it was put by hand. */
  async arrange(): Promise<void> {
    const { positions, content } = this.getSnapshot();
    const byHand = this.#byHand;
    const graph = this.#graph;
    this.#byHand = {};
    this.#editor.forgetPositions();
    await this.#arrange(content);
    const isChanged = Object.keys(byHand).length > 0 || !areSame(positions, this.getSnapshot().positions);
    if (isChanged) this.#before = { positions, byHand };
    if (graph === this.#graph) this.#store.set({ canUndo: this.#before !== undefined });
    else this.settle();
  }

  /** Everything is again where it was before it was arranged. */
  undoArrange(): void {
    const before = this.#before;
    this.settle();
    if (!before) return;
    this.#byHand = before.byHand;
    this.#place(this.getSnapshot().content, before.positions);
    this.#editor.putByHand(before.byHand);
  }

  /** The last arrangement is not taken back any more. */
  settle(): void {
    this.#before = undefined;
    this.#store.set({ canUndo: false });
  }

  /** To be called before anything is drawn: where nodes were when this graph was in sight last. */
  restore(positions: CanvasPositions): void {
    if (Object.keys(positions).length > 0) this.#store.set({ positions, arranged: 1 });
  }

  #follow(): void {
    const { graph, positions: byHand } = this.#editor.getSnapshot();
    if (!graph || (graph === this.#graph && byHand === this.#byHand)) return;
    const { content: before, positions } = this.getSnapshot();
    const content = graph === this.#graph ? before : contentOf(graph, before);
    const previous = this.#graph ? carryRename(positions, this.#graph, graph) : positions;
    const isChange = this.#graph !== undefined && graph !== this.#graph;
    if (isChange || Object.keys(byHand).length > 0) this.settle();
    this.#graph = graph;
    this.#byHand = byHand;
    const isNew = ![...content.operations.keys()].some(
      (id) => Object.hasOwn(previous, id) || Object.hasOwn(byHand, id),
    );
    if (content.operations.size === 0) this.#store.set({ content, positions: {} });
    else if (isNew) void this.#arrange(content);
    else if (this.#isWaiting) return;
    else if (isChange) this.#fit(content, previous);
    else this.#place(content, previous);
  }

  /** Another graph: what came between others gets room, and what made room for something that is gone goes back. */
  #fit(content: FlowContent, previous: CanvasPositions): void {
    const anew = this.#anew;
    const before: CanvasPositions = { ...previous, ...this.#byHand, ...this.#dragged };
    const origin = anew === undefined ? undefined : (lookUp(this.#origins, anew) ?? lookUp(before, anew));
    const returned = this.#insertions.follow(content, before);
    const known = Object.fromEntries(
      Object.entries({ ...before, ...returned }).filter(([id]) => id !== anew),
    );
    const fresh = [...content.operations.keys()].filter((id) => !Object.hasOwn(known, id));
    const request = { ...this.#request(content, known), pinned: {} };
    const { positions, moves } = fitChange(this.#layout, request, fresh);
    for (const [id, own] of moves)
      this.#insertions.add(id, id === anew ? withMove(own, id, origin, lookUp(positions, id)) : own);
    const changed = {
      ...returned,
      ...pick(
        positions,
        [...moves.values()].flatMap((one) => [...one.keys()]),
      ),
    };
    if (anew !== undefined) this.#letGo();
    this.#show(content, positions);
    const byHand = Object.keys(changed).filter((id) => Object.hasOwn(this.#byHand, id));
    this.put(pick(positions, anew === undefined ? byHand : [...byHand, anew]));
  }

  #place(content: FlowContent, previous: CanvasPositions): void {
    const request = this.#request(content, previous);
    this.#show(content, { ...this.#layout.place(request), ...this.#dragged });
  }

  #show(content: FlowContent, positions: CanvasPositions): void {
    this.#store.set({ content, positions: reusePoints(positions, this.getSnapshot().positions) });
  }

  async #arrange(content: FlowContent): Promise<void> {
    const count = ++this.#count;
    this.#isWaiting = Object.keys(this.getSnapshot().positions).length === 0;
    // Something to look at, until it is arranged.
    const place = (): void => {
      if (this.#isWaiting) this.#place(this.#contentNow(), {});
    };
    const isSlow = content.operations.size >= SLOW_LAYOUT;
    if (isSlow) place();
    const timer = isSlow ? undefined : setTimeout(place, FIRST_PATIENCE_MS);
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

/** A node that was dragged from elsewhere goes back there, too. */
function withMove(
  moves: Moves,
  id: string,
  from: CanvasPoint | undefined,
  to: CanvasPoint | undefined,
): Moves {
  return from && to ? new Map([...moves, [id, { from, to: round(to) }]]) : moves;
}

function pick(positions: CanvasPositions, ids: readonly string[]): CanvasPositions {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const point = lookUp(positions, id);
      return point ? [[id, point]] : [];
    }),
  );
}

/** Points that are where they were are the same objects as before, so that only nodes that moved are drawn again. */
function reusePoints(positions: CanvasPositions, before: CanvasPositions): CanvasPositions {
  return Object.fromEntries(
    Object.entries(positions).map(([id, point]) => {
      const old = lookUp(before, id);
      return [id, old?.x === point.x && old.y === point.y ? old : point];
    }),
  );
}

function areSame(a: CanvasPositions, b: CanvasPositions): boolean {
  const ids = Object.keys(a);
  return (
    ids.length === Object.keys(b).length &&
    ids.every((id) => lookUp(a, id)?.x === lookUp(b, id)?.x && lookUp(a, id)?.y === lookUp(b, id)?.y)
  );
}

function round({ x, y }: CanvasPoint): CanvasPoint {
  return { x: Math.round(x), y: Math.round(y) };
}
