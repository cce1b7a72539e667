// What a canvas shows of a run, summed up from what it was told: VS Code ends its page while it is hidden, and the next one starts
// from this. Knows no canvas and no run.
import type { EdgeDelta, NodeDelta, RunDelta } from '../../protocol/canvas.ts';

export class ShownRun {
  readonly #nodes = new Map<string, NodeDelta>();
  readonly #edges = new Map<string, EdgeDelta>();
  #last: Pick<RunDelta, 'phase' | 'elapsedMs' | 'isReplay' | 'faults'> | undefined;

  take({ nodes, edges, ...last }: RunDelta): void {
    if (last.phase === 'begin') this.clear();
    this.#last = last;
    for (const node of nodes) this.#nodes.set(node.operation, node);
    // A JSON list cannot be made by any other names.
    for (const edge of edges) this.#edges.set(JSON.stringify([edge.from, edge.arm ?? '', edge.to]), edge);
  }

  /** Nothing is shown any more. */
  clear(): void {
    this.#nodes.clear();
    this.#edges.clear();
    this.#last = undefined;
  }

  /** What a page has to be told to show the same; empty when nothing is shown. */
  whole(): readonly RunDelta[] {
    if (!this.#last) return [];
    const begin: RunDelta = { ...this.#last, phase: 'begin', nodes: [], edges: [] };
    return [begin, { ...this.#last, nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] }];
  }

  /** How the replay that is shown is ended before its time; undefined when none goes on. */
  endOfReplay(): RunDelta | undefined {
    if (!this.#last?.isReplay || this.#last.phase === 'end') return undefined;
    return { ...this.#last, phase: 'end', nodes: [], edges: [] };
  }

  /** A run goes on, not a replay. */
  get isLive(): boolean {
    return this.#last !== undefined && !this.#last.isReplay && !this.isPast;
  }

  get isPast(): boolean {
    return this.#last?.phase === 'end';
  }
}
