// What waits for a logical time: items that a delay holds and windows that an accumulate collects. Gives them out in the
// order of time, then of the nodes. Knows nothing about operators.
import { compareClocks, formatClock, type HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import { PayloadBlocks } from '../message/payloadBlocks.ts';
import type { Item } from './item.ts';

/** Items that wait at one node for the same logical time. */
export interface Bucket {
  readonly node: number;
  readonly time: HybridLogicalClock;
  readonly items: Item[];
}

/** All buckets of a run, earliest first; a binary heap with an index by node and time. */
export class PendingTimes {
  readonly #heap: Bucket[] = [];
  readonly #byKey: Map<string, Bucket>[] = [];
  readonly #last: (Bucket | undefined)[] = [];
  readonly #blocks: PayloadBlocks = new PayloadBlocks();
  #itemCount = 0;
  #payloadBytes = 0;

  /** Items that wait. */
  get itemCount(): number {
    return this.#itemCount;
  }

  /** Bytes of payload that wait; a payload shared by several items counts once for each. */
  get payloadBytes(): number {
    return this.#payloadBytes;
  }

  /** Lets `item` wait at `node` for `time`. */
  add(node: number, time: HybridLogicalClock, item: Item): void {
    this.#itemCount += 1;
    const { payload } = item.message;
    this.#payloadBytes += payload.bytes.length;
    this.#blocks.keep(payload);
    const last = this.#last[node];
    const isSame = last !== undefined && compareClocks(last.time, time) === 0;
    const bucket = isSame ? last : this.#bucketFor(node, time);
    bucket.items.push(item);
    this.#last[node] = bucket;
  }

  /** The earliest bucket, which stays; undefined when nothing waits. */
  peek(): Bucket | undefined {
    return this.#heap[0];
  }

  /** Takes out the earliest bucket. */
  shift(): Bucket | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (!first || !last) return undefined;
    if (first !== last) this.#sink(last);
    this.#byKey[first.node]?.delete(keyOf(first.time));
    if (this.#last[first.node] === first) this.#last[first.node] = undefined;
    this.#itemCount -= first.items.length;
    for (const item of first.items) this.#payloadBytes -= item.message.payload.bytes.length;
    return first;
  }

  #bucketFor(node: number, time: HybridLogicalClock): Bucket {
    const buckets = (this.#byKey[node] ??= new Map());
    const key = keyOf(time);
    const known = buckets.get(key);
    if (known) return known;
    const bucket: Bucket = { node, time, items: [] };
    buckets.set(key, bucket);
    this.#rise(bucket);
    return bucket;
  }

  #rise(bucket: Bucket): void {
    const heap = this.#heap;
    let index = heap.push(bucket) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || compareBuckets(above, bucket) <= 0) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = bucket;
  }

  #sink(bucket: Bucket): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const isRight = left !== undefined && right !== undefined && compareBuckets(right, left) < 0;
      const child = isRight ? right : left;
      if (!child || compareBuckets(child, bucket) >= 0) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = bucket;
  }
}

// Upstream nodes first: what they release at a time must arrive before a window of that time closes.
function compareBuckets(a: Bucket, b: Bucket): number {
  return compareClocks(a.time, b.time) || a.node - b.node;
}

// The text form cuts off below a millisecond, so the nanoseconds stand beside it.
function keyOf(time: HybridLogicalClock): string {
  return `${String(time.nanos)} ${formatClock(time)}`;
}
