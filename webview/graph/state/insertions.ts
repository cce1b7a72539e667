// What was moved to make room for operations that were put into connections: it moves back when that is undone, and again when it
// is redone, although places are not in the text. Knows no component.
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import { lookUp } from '../layout/placeNodes.ts';
import type { FlowContent } from './flowContent.ts';

/** From where to where, by id. */
export type Moves = ReadonlyMap<string, { readonly from: CanvasPoint; readonly to: CanvasPoint }>;

/** More are not undone in a row. */
const MAX_KEPT = 100;

export class Insertions {
  #list: { readonly id: string; readonly moves: Moves; readonly isConnected: boolean }[] = [];

  /** `id` is connected now, and `moves` were made for it. */
  add(id: string, moves: Moves): void {
    if (moves.size > 0) this.#list = [...this.#list, { id, moves, isConnected: true }].slice(-MAX_KEPT);
  }

  /** Where nodes go now that `content` is drawn; those that were moved since by somebody else stay. */
  follow({ connections }: FlowContent, positions: CanvasPositions): CanvasPositions {
    const connected = new Set([...connections.values()].flatMap(({ source, target }) => [source, target]));
    const changes = new Map<string, CanvasPoint>();
    this.#list = this.#list.map((insertion) => {
      const isConnected = connected.has(insertion.id);
      if (isConnected === insertion.isConnected) return insertion;
      for (const [id, { from, to }] of insertion.moves) {
        const [old, next] = isConnected ? [from, to] : [to, from];
        const here = changes.get(id) ?? lookUp(positions, id);
        if (here?.x === old.x && here.y === old.y) changes.set(id, next);
      }
      return { ...insertion, isConnected };
    });
    return Object.fromEntries(changes);
  }
}
