// Records every hop of a run: counts always, hops in memory, and whole chunks in a file if the run wants one.
// It has no clock and starts nothing by itself. Knows nothing about searching; see liveTraceStore.ts.
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import type { NodeCounts, TraceHeader } from '../../protocol/trace.ts';
import { emptyRange, extendRange, type HopRange } from './frame.ts';
import type { Hop, TraceableMessage } from './hop.ts';
import { TraceCounts } from './traceCounts.ts';
import { TraceEncoder } from './traceEncoder.ts';
import { chunkBytes, maxInlinePayload } from './traceFormat.ts';
import { type HeldChunk, TraceRing } from './traceRing.ts';
import { type SpillOptions, TraceSpill } from './traceSpill.ts';

const MEGABYTE = 1024 * 1024;
const MAX_HOP_BYTES = 64 * MEGABYTE;

/** How a run is recorded. */
export interface TraceRecorderOptions {
  /** Also says the level. */
  readonly header: TraceHeader;
  readonly logger: Logger;
  /** For the newest hops in memory. Default 32, at least 1. */
  readonly maxMemoryMegabytes?: number;
  /** Absent: nothing is written to disk. */
  readonly spill?: {
    readonly path: string;
    /** For all files together. Default 512. */
    readonly maxMegabytes?: number;
  } & Pick<SpillOptions, 'segments' | 'fileSystem'>;
}

/** Records hops; `dispose` closes the file, and everything recorded stays readable. */
export class TraceRecorder implements Disposable {
  readonly header: TraceHeader;
  readonly ring: TraceRing;
  readonly spill: TraceSpill | undefined;
  readonly #counts: TraceCounts;
  readonly #encoder: TraceEncoder;
  readonly #isCountsOnly: boolean;
  readonly #hasPayloads: boolean;
  #hops = 0;
  #kept = 0;
  #chunkId = 1;
  #nextBlobId = 1;
  /** The hops of the current chunk that have been written to the file, and those that have not. */
  #written: HopRange = emptyRange();
  #tail: HopRange = emptyRange();
  #writtenBytes = 0;

  constructor(options: TraceRecorderOptions) {
    const { header, spill } = options;
    this.header = header;
    this.ring = new TraceRing(Math.max(1, options.maxMemoryMegabytes ?? 32) * MEGABYTE);
    this.spill =
      spill &&
      new TraceSpill({ ...spill, maxBytes: (spill.maxMegabytes ?? 512) * MEGABYTE }, header, options.logger);
    this.#counts = new TraceCounts(header.nodes);
    this.#isCountsOnly = header.level === 'counts';
    this.#hasPayloads = header.level === 'payloads';
    this.#encoder = new TraceEncoder(this.#hasPayloads);
    this.#encoder.begin(this.ring.takeMemory(chunkBytes));
  }

  /** How many hops were handed over. */
  get hops(): number {
    return this.#hops;
  }

  /** How many of them were kept at first; fewer than `hops` only at level `counts`, which keeps failed hops alone. */
  get keptHops(): number {
    return this.#kept;
  }

  /** Records one hop and returns its number, counted from 1. Nothing of `hop` is kept but payloads of 64 KiB and more. */
  record(hop: Hop): number {
    const number = ++this.#hops;
    this.#counts.add(hop);
    if (this.#isCountsOnly && hop.verdict !== 'error') return number;
    if (this.#hasPayloads) {
      if (hop.input !== undefined) this.#keepLargePayload(hop.input);
      if (hop.output !== undefined) this.#keepLargePayload(hop.output);
    }
    if (!this.#encoder.append(number, hop)) this.#appendToNewChunk(number, hop);
    this.#kept++;
    const tail = this.#tail;
    if (tail.count === 0) tail.firstHop = number;
    tail.count++;
    tail.lastHop = number;
    if (hop.message < tail.minMessage) tail.minMessage = hop.message;
    if (hop.message > tail.maxMessage) tail.maxMessage = hop.message;
    if (hop.parents !== undefined) tail.hasParents = true;
    return number;
  }

  /** Counts per node, in the order of the graph. */
  counts(): NodeCounts[] {
    return this.#counts.snapshot();
  }

  /** The chunk being written; undefined when it is empty. Its bytes are valid until the next hop is recorded. */
  currentChunk(): HeldChunk | undefined {
    const range = { ...this.#written };
    extendRange(range, this.#tail);
    const bytes = this.#encoder.bytes.subarray(0, this.#encoder.used);
    return range.count === 0 ? undefined : { id: this.#chunkId, range, bytes };
  }

  /** Brings the file up to date; call it when the run is idle. Does nothing without a file. */
  flush(): void {
    const tail = this.#tail;
    if (tail.count === 0) return;
    if (this.spill?.isActive === true) {
      const body = this.#encoder.bytes.subarray(this.#writtenBytes, this.#encoder.used);
      this.spill.writeChunk(this.#chunkId, this.#written.count === 0, body, tail);
    }
    extendRange(this.#written, tail);
    this.#tail = emptyRange();
    this.#writtenBytes = this.#encoder.used;
  }

  /** Writes what is left and closes the file. */
  dispose(): void {
    this.flush();
    if (this.spill?.isActive === true) this.spill.close({ hops: this.#hops, counts: this.counts() });
  }

  #keepLargePayload(message: TraceableMessage): void {
    const { payload } = message;
    if (payload.bytes.length <= maxInlinePayload) return;
    const known = payload.traceId;
    if (known !== 0 && (this.ring.blob(known) !== undefined || this.spill?.hasBlob(known) === true)) return;
    payload.traceId = this.#nextBlobId++;
    if (this.spill?.isActive === true) {
      // A chunk's frames lie next to each other, and the next segment may start here.
      if (this.#written.count > 0) this.#startChunk(chunkBytes);
      this.spill.writeBlob(payload.traceId, payload.bytes);
    }
    this.ring.addBlob(payload.traceId, payload.bytes);
  }

  #appendToNewChunk(number: number, hop: Hop): void {
    this.#startChunk(chunkBytes);
    for (let size = chunkBytes; !this.#encoder.append(number, hop);) {
      size *= 2;
      if (size > MAX_HOP_BYTES) {
        this.#encoder.begin(this.ring.takeMemory(chunkBytes));
        this.#encoder.append(number, withoutDetails(hop));
        return;
      }
      this.#encoder.begin(this.ring.takeMemory(size));
    }
  }

  #startChunk(size: number): void {
    this.flush();
    if (this.#written.count > 0) {
      this.ring.addChunk(this.#chunkId, this.#written, this.#encoder.bytes, this.#writtenBytes);
      this.#chunkId++;
      this.#encoder.begin(this.ring.takeMemory(size));
    } else this.#encoder.begin(this.#encoder.bytes);
    this.#written = emptyRange();
    this.#writtenBytes = 0;
  }
}

function withoutDetails(hop: Hop): Hop {
  const nothing = { input: undefined, output: undefined, logs: undefined, metrics: undefined };
  const reason = 'recorded without details, which are larger than 64 MiB';
  const noCalls = { stateCalls: undefined, commandCalls: undefined, schemaCalls: undefined };
  const noMore = { changes: undefined, parents: undefined, error: undefined };
  return { ...hop, ...nothing, ...noCalls, ...noMore, reason };
}
