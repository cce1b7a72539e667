// A message on its way through the graph. Knows nothing about nodes.
import { compareClocks, type HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { ReplayOrigin } from '../../protocol/trace.ts';
import type { FlowMessage } from '../message/flowMessage.ts';

/** One message on one connection. Its logical time orders it and can be moved forward by a delay. */
export interface Item {
  readonly time: HybridLogicalClock;
  readonly message: FlowMessage;
  /** Number of the message, for the trace. */
  readonly id: number;
  /** Hop that sent it here; 0 where it entered. */
  readonly cause: number;
  /** Index of the connection it came by; -1 at a source. */
  readonly connection: number;
  /** Of a replay where it enters. */
  readonly replayOf?: ReplayOrigin;
  /** What a fault has done to it on its way to this node, where no further one comes to it. */
  readonly fault?: string;
}

/** Order at a node: logical time, then connection order; equal ones keep their order of arrival. */
export function compareItems(a: Item, b: Item): number {
  return (a.time === b.time ? 0 : compareClocks(a.time, b.time)) || a.connection - b.connection;
}

/** Items waiting at one node, in order. Nearly always they arrive in order, so insertion looks from the end. */
export class ItemQueue {
  #items: Item[] = [];
  #first = 0;

  get isEmpty(): boolean {
    return this.#first === this.#items.length;
  }

  get length(): number {
    return this.#items.length - this.#first;
  }

  /** The item that `shift` takes; undefined when empty. */
  get first(): Item | undefined {
    return this.#items[this.#first];
  }

  /** Puts an item before all others, whatever its time. */
  unshift(item: Item): void {
    this.#items.splice(0, this.#first, item);
    this.#first = 0;
  }

  push(item: Item): void {
    const items = this.#items;
    let index = items.length;
    while (index > this.#first && compareItems(items[index - 1] ?? item, item) > 0) index -= 1;
    if (index === items.length) items.push(item);
    else items.splice(index, 0, item);
  }

  /** The first item; undefined when empty. */
  shift(): Item | undefined {
    if (this.isEmpty) return undefined;
    const item = this.#items[this.#first];
    this.#first += 1;
    if (this.#first === this.#items.length) {
      this.#items = [];
      this.#first = 0;
    }
    return item;
  }
}
