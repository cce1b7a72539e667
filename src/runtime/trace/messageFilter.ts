// The messages of an index that a query accepts, in their order: searched from the newest back, and on with what is recorded
// meanwhile. Every call does a part of the work, so that whoever must not block goes on later. Knows nothing about who asks.
import type { MessageQuery, SearchProgress } from '../../protocol/traceMessages.ts';
import type { MessageIndex } from './messageIndex.ts';
import { compileQuery, type CompiledQuery } from './traceQuery.ts';
import type { HopSketch, TraceChunk, TraceStore } from './traceStore.ts';

/** Larger payloads are not searched for text. */
const MAX_SEARCHED_PAYLOAD = 1024 * 1024;

export class MessageFilter {
  readonly #store: TraceStore;
  readonly #index: MessageIndex;
  readonly #query: CompiledQuery;
  /** Places in the index: of `#older` newest first, of `#newer` oldest first. */
  #older: number[] = [];
  #newer: number[] = [];
  /** Older ones that are no longer held have been taken off the end of `#older`. */
  #isOlderCut = false;
  /** How many at the beginning of `#newer` are no longer held. */
  #goneNewer = 0;
  /** Accepted, but not yet in order: a chunk before may hold hops of messages that entered later. */
  readonly #pending = new Set<number>();
  readonly #known = new Set<number>();
  /** Every hop from here to `#seenHop` has been searched. */
  #searchedFrom: number;
  #seenHop: number;
  readonly #startPlace: number;

  /** `index` has caught up with the store. */
  constructor(store: TraceStore, index: MessageIndex, query: MessageQuery) {
    this.#store = store;
    this.#index = index;
    this.#query = compileQuery({ ...query, maxPayloadBytes: MAX_SEARCHED_PAYLOAD }, store.header.nodes);
    this.#seenHop = index.seenHop;
    this.#searchedFrom = index.seenHop + 1;
    this.#startPlace = index.end;
  }

  /** Places in the list, half-open: below 0 those found going back. */
  get first(): number {
    return this.#older.length > 0 ? -this.#older.length : this.#goneNewer;
  }

  get end(): number {
    return this.#newer.length;
  }

  /** Place in the index of what is at `place` in the list. */
  at(place: number): number | undefined {
    return place < 0 ? this.#older[-1 - place] : this.#newer[place];
  }

  /** Whether the message at this place of the index is accepted, as far as has been searched. */
  has(indexPlace: number): boolean {
    return this.#known.has(indexPlace);
  }

  /** Searches what came meanwhile, then further back: at most `maxChunks` chunks. Undefined when that was all. */
  search(maxChunks: number): SearchProgress | undefined {
    let left = maxChunks;
    const chunks = this.#store.chunks();
    for (const chunk of chunks.filter(({ range }) => range.lastHop > this.#seenHop)) {
      if (chunk.range.firstHop > this.#index.seenHop) break;
      this.#searchNewer(chunk);
      left -= 1;
    }
    for (; left > 0; left -= 1) {
      const chunk = chunks.findLast(({ range }) => range.firstHop < this.#searchedFrom);
      if (!chunk) break;
      this.#searchOlder(chunk);
    }
    this.#forget();
    const unsearched = chunks.filter(({ range }) => range.firstHop < this.#searchedFrom);
    if (unsearched.length === 0) {
      this.#settle(0);
      return undefined;
    }
    const count = (some: readonly TraceChunk[]): number =>
      some.reduce((sum, { range }) => sum + range.count, 0);
    const of = count(chunks);
    return { done: of - count(unsearched), of };
  }

  #searchNewer(chunk: TraceChunk): void {
    const upTo = this.#index.seenHop;
    const found = this.#read(chunk, (hop) => hop > this.#seenHop && hop <= upTo);
    this.#seenHop = Math.min(chunk.range.lastHop, upTo);
    for (const place of found) {
      // What had entered before the search began is still on its way to its place.
      if (place < this.#startPlace) this.#addOlder(place);
      else insertInOrder(this.#newer, place);
    }
  }

  #searchOlder(chunk: TraceChunk): void {
    const before = this.#searchedFrom;
    for (const place of this.#read(chunk, (hop) => hop < before)) this.#pending.add(place);
    this.#searchedFrom = chunk.range.firstHop;
    this.#settle(chunk.range.firstHop);
  }

  /** Messages that entered at `hop` or later have been searched to their beginning, and so have their place. */
  #settle(hop: number): void {
    const settled = [...this.#pending].filter((place) => (this.#index.at(place)?.firstHop ?? 0) >= hop);
    for (const place of settled.sort((a, b) => b - a)) {
      this.#pending.delete(place);
      if (!this.#isOlderCut) this.#older.push(place);
    }
  }

  // One that was passed by: it has a hop that is accepted only now.
  #addOlder(place: number): void {
    const firstHop = this.#index.at(place)?.firstHop ?? 0;
    if (firstHop < this.#searchedFrom) this.#pending.add(place);
    else {
      this.#older.reverse();
      insertInOrder(this.#older, place);
      this.#older.reverse();
    }
  }

  /** Places of accepted messages that were not known before, each once. */
  #read(chunk: TraceChunk, isWanted: (hop: number) => boolean): number[] {
    const found: number[] = [];
    if (!this.#query.mayContain(chunk.range)) return found;
    const add = (message: number): void => {
      const place = this.#index.placeOf(message);
      if (place === undefined || this.#known.has(place)) return;
      this.#known.add(place);
      found.push(place);
    };
    const { needsRecord, acceptsSketch, acceptsRecord, maxPayloadBytes } = this.#query;
    const wants = (hop: HopSketch): boolean => {
      if (!isWanted(hop.hop) || !acceptsSketch(hop)) return false;
      if (!needsRecord) add(hop.message);
      return needsRecord;
    };
    const records = chunk.read(wants, { maxPayloadBytes, limit: Infinity });
    for (const record of records) if (acceptsRecord(record)) add(record.message);
    return found;
  }

  #forget(): void {
    const isHeld = (place: number): boolean => place >= this.#index.first;
    while (this.#older.length > 0 && !isHeld(this.#older.at(-1) ?? 0)) {
      this.#known.delete(this.#older.pop() ?? 0);
      this.#isOlderCut = true;
    }
    for (const place of this.#pending) if (!isHeld(place)) this.#pending.delete(place);
    for (;;) {
      const place = this.#newer[this.#goneNewer];
      if (place === undefined || isHeld(place)) return;
      this.#known.delete(place);
      this.#goneNewer += 1;
    }
  }
}

/** `places` ascend. Nearly always `place` is the greatest. */
function insertInOrder(places: number[], place: number): void {
  let at = places.length;
  while (at > 0 && (places[at - 1] ?? 0) > place) at -= 1;
  places.splice(at, 0, place);
}
