// Where nothing lies yet. Exact, without a grid: what is in the way of a column is a list of stretches. Knows no graph.
import type { Point } from './layoutRequest.ts';

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export class FreeSpace {
  readonly #gap: number;
  readonly #taken: Box[] = [];

  /** `gap`: free pixels around every box. */
  constructor(gap: number) {
    this.#gap = gap;
  }

  take(box: Box): void {
    this.#taken.push(box);
  }

  /** The place in the column of `box` that is free and nearest to it, the lower one of two, and not above `top`. */
  nearest({ x, y, width, height }: Box, top?: number): Point {
    const inWay = this.#taken
      .filter((other) => other.x < x + width + this.#gap && x < other.x + other.width + this.#gap)
      .map((other) => ({ start: other.y - this.#gap - height, end: other.y + other.height + this.#gap }));
    let down = y;
    for (const { start, end } of inWay.toSorted((a, b) => a.start - b.start))
      if (down > start && down < end) down = end;
    let up = y;
    for (const { start, end } of inWay.toSorted((a, b) => b.end - a.end))
      if (up > start && up < end) up = start;
    return { x, y: up < (top ?? -Infinity) || down - y <= y - up ? down : up };
  }

  /** Left below everything. */
  corner(): Point {
    let left = Infinity;
    let bottom = -Infinity;
    for (const { x, y, height } of this.#taken) {
      left = Math.min(left, x);
      bottom = Math.max(bottom, y + height + this.#gap);
    }
    return this.#taken.length === 0 ? { x: 0, y: 0 } : { x: left, y: bottom };
  }
}
