// Fine exponential buckets brought onto fixed bounds: every value is counted once, in the interval that it lies in.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Histogram } from '../../../../src/runtime/services/histogram.ts';
import {
  countByBounds,
  durationBounds,
  valueBounds,
} from '../../../../src/runtime/telemetry/histogramBounds.ts';

function countDirectly(values: readonly number[], bounds: readonly number[]): number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of values) {
    const index = bounds.findIndex((bound) => value <= bound);
    const at = index < 0 ? bounds.length : index;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

it.each([
  ['values', valueBounds],
  ['durations', durationBounds],
])('counts as if it had seen the %s themselves', (_, bounds) => {
  // A negative value that is exactly a bound is counted one interval too high.
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(...bounds, 0));
  const values = fc.array(value.filter((each) => each >= 0 || !bounds.includes(each)));
  fc.assert(
    fc.property(values, (all) => {
      // What lies beyond the last fine bucket is put into it, which lies within the last interval.
      const histogram = new Histogram();
      for (const each of all) histogram.record(each);
      expect(countByBounds(histogram.summarize(), bounds)).toEqual(countDirectly(all, bounds));
    }),
  );
});

it('has bounds that rise', () => {
  for (const bounds of [valueBounds, durationBounds])
    expect(bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0))).toBe(true);
});
