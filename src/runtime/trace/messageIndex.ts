// Which messages a trace holds, in the order in which they entered: follows the store chunk by chunk, reads each hop once and keeps
// a row for every message, the newest ones only when there are too many. Knows nothing about filters.
import type { SearchProgress } from '../../protocol/traceMessages.ts';
import { addHop, type MessageRow, startRow } from './messageRow.ts';
import type { HopSketch, TraceStore } from './traceStore.ts';

/** A row takes about 250 bytes. */
const MAX_ROWS = 250_000;

export class MessageIndex {
  readonly #store: TraceStore;
  readonly #maxRows: number;
  /** Rows from `#head` on are held. */
  #rows: MessageRow[] = [];
  #head = 0;
  /** Place of the first row that is held. */
  #first = 0;
  readonly #places = new Map<number, number>();
  #seenHop = 0;

  constructor(store: TraceStore, maxRows: number = MAX_ROWS) {
    this.#store = store;
    this.#maxRows = maxRows;
  }

  /** Places of the rows that are held, half-open. */
  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#first + this.#rows.length - this.#head;
  }

  /** The last hop that has been read. */
  get seenHop(): number {
    return this.#seenHop;
  }

  at(place: number): MessageRow | undefined {
    return place < this.#first ? undefined : this.#rows[this.#head + place - this.#first];
  }

  /** Undefined for a message that is not held. */
  placeOf(message: number): number | undefined {
    return this.#places.get(message);
  }

  /** Reads what was recorded since, at most `maxChunks` chunks of it. Undefined when that was all. */
  catchUp(maxChunks: number): SearchProgress | undefined {
    const unread = this.#store.chunks().filter(({ range }) => range.lastHop > this.#seenHop);
    for (const chunk of unread.slice(0, maxChunks)) {
      chunk.read((hop) => this.#take(hop), { maxPayloadBytes: 0, limit: Infinity });
      // Damaged hops are not waited for.
      this.#seenHop = chunk.range.lastHop;
    }
    this.#forget(this.#store.chunks()[0]?.range.firstHop ?? 0);
    if (unread.length <= maxChunks) return undefined;
    const left = unread.slice(maxChunks).reduce((sum, { range }) => sum + range.count, 0);
    return { done: this.#seenHop, of: this.#seenHop + left };
  }

  #take(hop: HopSketch): false {
    if (hop.hop <= this.#seenHop) return false;
    this.#seenHop = hop.hop;
    let place = this.#places.get(hop.message);
    if (place === undefined) {
      place = this.end;
      this.#rows.push(startRow(hop));
      this.#places.set(hop.message, place);
    }
    const row = this.at(place);
    if (row) addHop(row, hop);
    for (const parent of hop.extras.parents ?? []) this.#addChild(parent, hop.message);
    return false;
  }

  #addChild(parent: number, child: number): void {
    const place = this.#places.get(parent);
    const row = place === undefined ? undefined : this.at(place);
    if (row && !row.children.includes(child)) row.children = [...row.children, child];
  }

  /** Messages of which no hop is held any more are no longer listed, nor those beyond the limit. */
  #forget(firstHeldHop: number): void {
    for (;;) {
      const row = this.#rows[this.#head];
      const isGone = row !== undefined && row.lastHop < firstHeldHop;
      if (!row || (!isGone && this.#rows.length - this.#head <= this.#maxRows)) break;
      this.#places.delete(row.message);
      this.#head += 1;
      this.#first += 1;
    }
    if (this.#head <= this.#rows.length / 2) return;
    this.#rows = this.#rows.slice(this.#head);
    this.#head = 0;
  }
}
