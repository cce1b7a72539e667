// What the last test run with coverage has passed, for canvases of the graphs. Knows neither tests nor canvases.
import type { Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { CanvasCoverage } from '../../protocol/canvas.ts';
import type { GraphCoverage } from '../../protocol/testRuns.ts';

export class GraphCoverages implements Disposable {
  readonly #changed: Emitter<undefined> = new Emitter<undefined>();
  #coverage: GraphCoverage | undefined;

  get onChanged(): Event<undefined> {
    return this.#changed.event;
  }

  /** Takes the place of what an earlier run has passed. */
  show(coverage: GraphCoverage): void {
    this.#coverage = coverage;
    this.#changed.fire(undefined);
  }

  clear(): void {
    this.#coverage = undefined;
    this.#changed.fire(undefined);
  }

  /** Of the graph in the file at this path; null when no run has passed it. Runs of several graphs put theirs before the names. */
  of(file: string): CanvasCoverage | null {
    const nodes = (this.#coverage?.nodes ?? []).filter(({ place }) => place?.file === file);
    if (nodes.length === 0) return null;
    return {
      nodes: nodes.map(({ name, count }) => ({ operation: name, count })),
      edges: (this.#coverage?.connections ?? [])
        .filter(({ place }) => place?.file === file)
        .map(({ from, arm, to, count }) => ({ from, ...(arm && { arm }), to, count })),
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
