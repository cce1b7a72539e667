// Answers views that look at a trace message by message: lists, one message, payloads in parts, an export in parts. Each answer
// takes some 50 ms at most, because the thread that gives it may be the one that runs the graph. Knows nothing about who asks.
import type { HopRecord } from '../../protocol/trace.ts';
import type {
  ExportPart,
  ExportRequest,
  MessageDescription,
  MessageList,
  MessageListRequest,
  MessageQuery,
  MessageSummary,
  PayloadPart,
  PayloadRequest,
  TraceMethods,
} from '../../protocol/traceMessages.ts';
import { MessageFilter } from './messageFilter.ts';
import { MessageIndex } from './messageIndex.ts';
import { type MessageRow, summarize } from './messageRow.ts';
import { headerLine, hopLine } from './ndjson.ts';
import type { TraceStore } from './traceStore.ts';

export interface BrowserOptions {
  /** Chunks of about 8,000 hops that are read before an answer is given. Default 6; in search of text a third. */
  readonly maxChunks?: number;
  /** Messages that are listed. */
  readonly maxRows?: number;
}

const DEFAULT_MAX_CHUNKS = 6;
const MAX_ROWS_AT_ONCE = 500;
const MAX_PAYLOAD_PART = 1024 * 1024;
const EXPORTED_HOPS_AT_ONCE = 1000;
const EXPORTED_CHARACTERS_AT_ONCE = 4 * 1024 * 1024;

type Methods = {
  readonly [K in keyof TraceMethods]: (params: TraceMethods[K]['params']) => TraceMethods[K]['result'];
};

export class TraceBrowser {
  readonly #store: TraceStore;
  readonly #maxChunks: number;
  readonly #index: MessageIndex;
  /** Of the query asked for last. */
  #filter: { readonly key: string; readonly list: MessageFilter } | undefined;

  constructor(store: TraceStore, { maxChunks = DEFAULT_MAX_CHUNKS, maxRows }: BrowserOptions = {}) {
    this.#store = store;
    this.#maxChunks = maxChunks;
    this.#index = new MessageIndex(store, maxRows);
  }

  readonly methods: Methods = {
    listMessages: (request) => this.#list(request),
    describeMessage: ({ message }) => this.#describe(message),
    readPayload: (request) => this.#readPayload(request),
    exportHops: (request) => this.#export(request),
  };

  #list({ query, from, to }: MessageListRequest): MessageList {
    const indexing = this.#index.catchUp(this.#maxChunks);
    const list = isEmpty(query) ? undefined : indexing ? undefined : this.#filterFor(query);
    // A search begins when all messages are known.
    if (!isEmpty(query) && !list)
      return {
        rows: [],
        from: 0,
        first: 0,
        end: 0,
        gone: 0,
        lastHop: this.#index.seenHop,
        ...(indexing && { progress: indexing }),
      };
    const progress = list ? list.search(chunksFor(query, this.#maxChunks)) : indexing;
    const { first, end } = list ?? this.#index;
    const start = Math.max(first, from ?? end);
    const until = Math.min(end, to ?? end, start + MAX_ROWS_AT_ONCE);
    const rows: MessageSummary[] = [];
    for (let place = start; place < until; place += 1) {
      const row = this.#index.at(list ? (list.at(place) ?? -1) : place);
      if (row) rows.push(this.#summarize(row));
    }
    return {
      rows,
      from: start,
      first,
      end,
      gone: this.#index.first,
      lastHop: this.#index.seenHop,
      ...(progress && { progress }),
    };
  }

  #filterFor(query: MessageQuery): MessageFilter {
    const key = JSON.stringify(query);
    if (this.#filter?.key !== key)
      this.#filter = { key, list: new MessageFilter(this.#store, this.#index, query) };
    return this.#filter.list;
  }

  #describe(message: number): MessageDescription | undefined {
    this.#index.catchUp(this.#maxChunks);
    const place = this.#index.placeOf(message);
    const row = place === undefined ? undefined : this.#index.at(place);
    return row && { summary: this.#summarize(row), children: row.children };
  }

  #summarize(row: MessageRow): MessageSummary {
    return summarize(row, this.#store.header.nodes);
  }

  #readPayload({ hop, side, offset, limit }: PayloadRequest): PayloadPart | undefined {
    const chunk = this.#store.chunks().find(({ range }) => range.firstHop <= hop && range.lastHop >= hop);
    const options = { maxPayloadBytes: Infinity, limit: 1 };
    const [record] = chunk?.read((sketch) => sketch.hop === hop, options) ?? [];
    const payload = record?.[side]?.payload;
    if (!payload) return undefined;
    const end = offset + Math.min(limit, MAX_PAYLOAD_PART);
    // A copy: a part of a large payload must not take all of it along.
    return { bytes: payload.slice(offset, end), size: payload.length };
  }

  #export({ query, after }: ExportRequest): ExportPart {
    const chunk = this.#store.chunks().find(({ range }) => range.lastHop > (after ?? 0));
    const start = after === undefined ? headerLine(this.#store.header) : '';
    if (!this.#isReady(query)) return { text: start, hops: 0, next: after ?? 0 };
    if (!chunk) return { text: start, hops: 0 };
    const records = chunk.read((hop) => hop.hop > (after ?? 0) && this.#accepts(query, hop.message), {
      maxPayloadBytes: Infinity,
      limit: EXPORTED_HOPS_AT_ONCE,
    });
    const { text, last, hops } = joinLines(records);
    const isCut = last !== undefined && (hops < records.length || hops >= EXPORTED_HOPS_AT_ONCE);
    return { text: start + text, hops, next: isCut ? last : chunk.range.lastHop };
  }

  /** The whole trace has been searched. */
  #isReady(query: MessageQuery): boolean {
    if (isEmpty(query)) return true;
    if (this.#index.catchUp(this.#maxChunks)) return false;
    return this.#filterFor(query).search(chunksFor(query, this.#maxChunks)) === undefined;
  }

  #accepts(query: MessageQuery, message: number): boolean {
    if (isEmpty(query)) return true;
    const place = this.#index.placeOf(message);
    return place !== undefined && this.#filterFor(query).has(place);
  }
}

/** Lines until they are long enough; at least one. */
function joinLines(records: readonly HopRecord[]): { text: string; last: number | undefined; hops: number } {
  const lines: string[] = [];
  let length = 0;
  let last: number | undefined;
  for (const record of records) {
    if (length > EXPORTED_CHARACTERS_AT_ONCE) break;
    const line = hopLine(record);
    lines.push(line);
    length += line.length;
    last = record.hop;
  }
  return { text: lines.join(''), last, hops: lines.length };
}

function isEmpty(query: MessageQuery): boolean {
  return Object.keys(query).length === 0;
}

function chunksFor(query: MessageQuery, maxChunks: number): number {
  return query.text === undefined ? maxChunks : Math.max(1, Math.floor(maxChunks / 3));
}
