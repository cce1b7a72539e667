// Brings the fine exponential buckets of a run's histograms onto a few fixed bounds, because not every receiver of OTLP reads exponential
// histograms. Bounds are powers of four, each of which is the edge of a fine bucket: no count is guessed, but that of a negative value
// that is exactly a bound. Knows nothing about metrics.
import type { HistogramMeter } from '../../protocol/telemetry.ts';

/** From a microsecond to 16 seconds. */
export const durationBounds: readonly number[] = powersOfFour(-10, 2);
/** From a thousandth to a million, on both sides of zero, which itself is within a fine bucket and therefore no bound. */
export const valueBounds: readonly number[] = [
  ...powersOfFour(-5, 10)
    .map((bound) => -bound)
    .reverse(),
  ...powersOfFour(-5, 10),
];

/** How many values lie in each interval (bound before, bound]; one more than there are bounds, the last without end. */
export function countByBounds({ buckets }: HistogramMeter, bounds: readonly number[]): number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let index = 0;
  for (const { upTo, count } of buckets) {
    while (index < bounds.length && upTo > (bounds[index] ?? Infinity)) index += 1;
    counts[index] = (counts[index] ?? 0) + count;
  }
  return counts;
}

function powersOfFour(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => 4 ** (from + index));
}
