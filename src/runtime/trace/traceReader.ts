// Searches recorded hops: filters, pages, the lineage of a message. Works the same on a live trace, a closed file and
// an NDJSON export. Knows nothing about bytes.
import type { AppError } from '../../base/errors.ts';
import type { HopRecord, NodeCounts, TraceHeader, TraceQuery } from '../../protocol/trace.ts';
import type { HopRange } from './frame.ts';
import { compileQuery, type CompiledQuery } from './traceQuery.ts';
import type { HopSketch, TraceChunk, TraceStore } from './traceStore.ts';

/** How a page is read. */
export interface PageOptions {
  readonly order?: 'oldestFirst' | 'newestFirst';
  /** The most hops in a page. Default 100. */
  readonly limit?: number;
  /** `next` of the page before; absent for the first page. */
  readonly cursor?: number;
  /** How many chunks of about 8,000 hops to search before the page is returned as it is. Default 8, for text 2. */
  readonly maxChunks?: number;
}

/** Some of the hops that were asked for. */
export interface TracePage {
  readonly hops: readonly HopRecord[];
  /** Where the next page starts; undefined at the end. A page may be empty and still have a next one. */
  readonly next: number | undefined;
  /** How many recorded hops are no longer held, over the whole trace. */
  readonly gone: number;
}

/** Everything recorded about a message, its ancestors and its descendants. */
export interface Lineage {
  /** In order of execution. */
  readonly hops: readonly HopRecord[];
  /** The messages they belong to, ascending. */
  readonly messages: readonly number[];
  /** False when there are more hops than the limit. Hops that are gone from the trace are not counted here. */
  readonly isComplete: boolean;
}

/** How much of a lineage is read. */
export interface LineageOptions {
  /** The most hops. Default 10,000. */
  readonly limit?: number;
  /** Larger payloads are left out. Default none. */
  readonly maxPayloadBytes?: number;
}

const DEFAULT_LIMIT = 100;
const DEFAULT_MAX_CHUNKS = 8;
const DEFAULT_MAX_TEXT_CHUNKS = 2;
const DEFAULT_LINEAGE_LIMIT = 10_000;

/** Reads one trace. Holds nothing: every call sees what the store holds at that moment. */
export class TraceReader {
  readonly #store: TraceStore;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  get header(): TraceHeader {
    return this.#store.header;
  }

  /** Damage found so far, each a TRACE_UNREADABLE that says where and how much is lost. Grows while reading. */
  get problems(): readonly AppError[] {
    return this.#store.problems;
  }

  /** Counts per node; undefined when they are not known: an export, or a recording that was never closed. */
  counts(): readonly NodeCounts[] | undefined {
    return this.#store.counts();
  }

  /** How many recorded hops are no longer held. */
  gone(): number {
    return this.#store.gone();
  }

  /** How many hops are held, damaged ones included. */
  held(): number {
    return this.#store.chunks().reduce((sum, chunk) => sum + chunk.range.count, 0);
  }

  /** Every hop that `query` accepts, oldest first. Hops recorded meanwhile may or may not appear. */
  *hops(query: TraceQuery = {}): Generator<HopRecord, void> {
    const compiled = compileQuery(query, this.header.nodes);
    for (const chunk of this.#walk(compiled.mayContain)) {
      const records = chunk.read((hop) => compiled.acceptsSketch(hop), { ...compiled, limit: Infinity });
      yield* records.filter((record) => compiled.acceptsRecord(record));
    }
  }

  /** One page of the hops that `query` accepts. */
  readPage(query: TraceQuery = {}, options: PageOptions = {}): TracePage {
    const compiled = compileQuery(query, this.header.nodes);
    const isNewestFirst = options.order === 'newestFirst';
    const { cursor, limit = DEFAULT_LIMIT } = options;
    // A page takes some 50 ms at most, because the thread that reads it is the one that runs the graph.
    const maxChunks =
      options.maxChunks ?? (compiled.needsRecord ? DEFAULT_MAX_TEXT_CHUNKS : DEFAULT_MAX_CHUNKS);
    const isBeyond = (hop: number): boolean =>
      cursor === undefined || (isNewestFirst ? hop < cursor : hop > cursor);
    const accepts = (range: Readonly<HopRange>): boolean =>
      isBeyond(isNewestFirst ? range.firstHop : range.lastHop) && compiled.mayContain(range);
    const gone = this.#store.gone();
    const hops: HopRecord[] = [];
    let searched = 0;
    let reached = cursor;
    for (const chunk of this.#walk(accepts, isNewestFirst)) {
      if (searched++ >= maxChunks) return { hops, next: reached, gone };
      // One more than the page holds tells whether there is a next one.
      hops.push(...readChunk(chunk, compiled, isBeyond, limit + 1 - hops.length, isNewestFirst));
      if (hops.length > limit) return { hops: hops.slice(0, limit), next: hops[limit - 1]?.hop, gone };
      reached = isNewestFirst ? chunk.range.firstHop : chunk.range.lastHop;
    }
    return { hops, next: undefined, gone };
  }

  /** {@link findLineage} in one go. */
  readLineage(message: number, options: LineageOptions = {}): Lineage {
    const search = this.findLineage(message, options);
    for (;;) {
      const step = search.next();
      if (step.done === true) return step.value;
    }
  }

  /**
   * Finds every hop of `message`, of the messages it was made from and of those made from it. Searching a full trace
   * takes seconds, so it yields after every chunk: whoever must not block goes on with the next step later.
   */
  *findLineage(message: number, options: LineageOptions = {}): Generator<undefined, Lineage> {
    const { limit = DEFAULT_LINEAGE_LIMIT, maxPayloadBytes = Infinity } = options;
    const descendants = yield* this.#findDescendants(message);
    const ancestors = yield* this.#findAncestors(message);
    const messages = new Set([...ancestors, ...descendants]);
    const hops: HopRecord[] = [];
    for (const chunk of this.#walk((range) => mayHoldAny(range, messages))) {
      const left = limit + 1 - hops.length;
      hops.push(...chunk.read((hop) => messages.has(hop.message), { maxPayloadBytes, limit: left }));
      if (hops.length > limit) break;
      yield;
    }
    const sorted = [...messages].sort((a, b) => a - b);
    return { hops: hops.slice(0, limit), messages: sorted, isComplete: hops.length <= limit };
  }

  /** A message is younger than its parents and born after their hops: one pass forwards finds every generation. */
  *#findDescendants(message: number): Generator<undefined, Set<number>> {
    const found = new Set([message]);
    for (const chunk of this.#walk((range) => range.hasParents && range.maxMessage >= message)) {
      for (const birth of readBirths(chunk)) {
        if (birth.parents.some((parent) => found.has(parent))) found.add(birth.message);
      }
      yield;
    }
    return found;
  }

  /** The same backwards: by the time a message's birth is seen, everything made from it has been. */
  *#findAncestors(message: number): Generator<undefined, Set<number>> {
    const found = new Set([message]);
    for (const chunk of this.#walk((range) => range.hasParents && mayHoldAny(range, found), true)) {
      for (const birth of readBirths(chunk).reverse()) {
        if (found.has(birth.message)) for (const parent of birth.parents) found.add(parent);
      }
      yield;
    }
    return found;
  }

  /**
   * The chunks whose range is accepted, each once. The store is asked again for each: hops may be recorded between two
   * steps, and the memory of the chunks seen before be used again. A chunk is known by its first hop, because the one
   * being written grows; chunks begun after the walk do not belong to it.
   */
  *#walk(accepts: (range: Readonly<HopRange>) => boolean, isBackwards = false): Generator<TraceChunk, void> {
    const until = this.#store.chunks().at(-1)?.range.firstHop ?? 0;
    let after = 0;
    let before = until + 1;
    for (;;) {
      const isNext = ({ range }: TraceChunk): boolean =>
        range.firstHop > after && range.firstHop < before && accepts(range);
      const chunks = this.#store.chunks();
      const chunk = isBackwards ? chunks.findLast(isNext) : chunks.find(isNext);
      if (!chunk) return;
      if (isBackwards) before = chunk.range.firstHop;
      else after = chunk.range.firstHop;
      yield chunk;
    }
  }
}

interface Birth {
  readonly message: number;
  readonly parents: readonly number[];
}

function readBirths(chunk: TraceChunk): Birth[] {
  const births: Birth[] = [];
  const collect = (hop: HopSketch): boolean => {
    if (hop.extras.parents) births.push({ message: hop.message, parents: hop.extras.parents });
    return false;
  };
  chunk.read(collect, { maxPayloadBytes: 0, limit: Infinity });
  return births;
}

function mayHoldAny(range: Readonly<HopRange>, messages: ReadonlySet<number>): boolean {
  for (const message of messages) if (message >= range.minMessage && message <= range.maxMessage) return true;
  return false;
}

/** At most `limit` accepted hops of a chunk, in the order of the page. */
function readChunk(
  chunk: TraceChunk,
  query: CompiledQuery,
  isBeyond: (hop: number) => boolean,
  limit: number,
  isNewestFirst: boolean,
): HopRecord[] {
  const records = chunk.read((hop) => isBeyond(hop.hop) && query.acceptsSketch(hop), {
    maxPayloadBytes: query.maxPayloadBytes,
    // Text is only found in finished records, so nobody knows beforehand how many are needed.
    limit: query.needsRecord ? Infinity : limit,
    isFromEnd: isNewestFirst,
  });
  const found = records.filter((record) => query.acceptsRecord(record));
  return (isNewestFirst ? found.reverse() : found).slice(0, limit);
}
