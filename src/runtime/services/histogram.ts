// One series of a histogram: count, sum, extremes and exponential buckets from which percentiles are estimated. Knows
// nothing about names and labels.
import type { HistogramNumbers } from '../../protocol/debugging.ts';

/** How many values lay above the previous bucket's `upTo` and not above this one's. */
export interface HistogramBucket {
  readonly upTo: number;
  readonly count: number;
}

/** A histogram at one moment. `p50` and `p95` are within 10 % of a recorded value of that rank. */
export interface HistogramSummary extends HistogramNumbers {
  /** Non-empty buckets in rising order. */
  readonly buckets: readonly HistogramBucket[];
}

// Bucket i > 0 holds magnitudes in (2^((i-1)/4), 2^(i/4)], counted from the smallest that is told apart from zero.
// Negative values use the mirrored number. At most 2 × 376 buckets and one for zero, however many values come.
const BUCKETS_PER_DOUBLING = 4;
const SMALLEST_EXPONENT = -30;
const LARGEST_EXPONENT = 64;
const LAST_BUCKET = (LARGEST_EXPONENT - SMALLEST_EXPONENT) * BUCKETS_PER_DOUBLING;

/** Collects finite numbers. */
export class Histogram {
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  /** `value` must be finite. */
  record(value: number): void {
    this.#count += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    const bucket = bucketOf(value);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }

  /** All zeros while nothing was recorded. */
  summarize(): HistogramSummary {
    const sorted = [...this.#buckets].sort(([left], [right]) => left - right);
    const isEmpty = this.#count === 0;
    return {
      count: this.#count,
      sum: this.#sum,
      min: isEmpty ? 0 : this.#min,
      max: isEmpty ? 0 : this.#max,
      p50: this.#estimate(sorted, 0.5),
      p95: this.#estimate(sorted, 0.95),
      buckets: sorted.map(([bucket, count]) => ({ upTo: upperBound(bucket), count })),
    };
  }

  #estimate(sorted: readonly (readonly [bucket: number, count: number])[], share: number): number {
    let left = Math.ceil(this.#count * share);
    for (const [bucket, count] of sorted) {
      left -= count;
      if (left <= 0) return Math.min(this.#max, Math.max(this.#min, middleOf(bucket)));
    }
    return 0;
  }
}

function bucketOf(value: number): number {
  if (value === 0) return 0;
  const steps = Math.ceil((Math.log2(Math.abs(value)) - SMALLEST_EXPONENT) * BUCKETS_PER_DOUBLING);
  const bucket = Math.min(LAST_BUCKET, Math.max(0, steps));
  return value < 0 ? -bucket : bucket;
}

// Where bucket number `steps` ends; half steps are midpoints of a bucket on the logarithmic scale.
function magnitudeAt(steps: number): number {
  return 2 ** (SMALLEST_EXPONENT + steps / BUCKETS_PER_DOUBLING);
}

function upperBound(bucket: number): number {
  return bucket >= 0 ? magnitudeAt(bucket) : -magnitudeAt(-bucket - 1);
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  return bucket > 0 ? magnitudeAt(bucket - 0.5) : -magnitudeAt(-bucket - 0.5);
}
