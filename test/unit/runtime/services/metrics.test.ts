// What operators may report and what comes out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../../src/runtime/services/histogram.ts';
import { metricRefusalToWit, MetricsRegistry } from '../../../../src/runtime/services/metrics.ts';

describe('counters', () => {
  it('add up per name and labels, exactly up to 2^53', () => {
    const node = new MetricsRegistry().node('map');
    expect(node.addToCounter('requests', 2n)).toBeUndefined();
    node.addToCounter('requests', 2n ** 53n - 3n);
    node.addToCounter('requests', 5, [{ key: 'unit', value: 'C' }]);
    expect(node.snapshot().counters).toEqual([
      { name: 'requests', labels: [], value: Number.MAX_SAFE_INTEGER },
      { name: 'requests', labels: [{ key: 'unit', value: 'C' }], value: 5 },
    ]);
  });

  it('do not care about the order of labels, and take the last of two with one key', () => {
    const node = new MetricsRegistry().node('map');
    const a = { key: 'a', value: '1' };
    const b = { key: 'b', value: '2' };
    node.addToCounter('n', 1n, [a, b]);
    node.addToCounter('n', 1n, [b, { key: 'a', value: 'old' }, a]);
    expect(node.snapshot().counters).toEqual([{ name: 'n', labels: [a, b], value: 2 }]);
  });

  it('keep labels apart that only look alike when joined', () => {
    const node = new MetricsRegistry().node('map');
    node.addToCounter('n', 1n, [{ key: 'a', value: '1b:2' }]);
    node.addToCounter('n', 1n, [{ key: 'a:1b', value: '2' }]);
    node.addToCounter('n', 1n, [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    expect(node.snapshot().counters).toHaveLength(3);
  });

  it('of two nodes are separate, and a node keeps its own', () => {
    const registry = new MetricsRegistry();
    registry.node('a').addToCounter('n', 1n);
    registry.node('b').addToCounter('n', 2n);
    registry.node('a').addToCounter('n', 4n);
    expect(registry.snapshot().map(({ node, counters }) => [node, counters[0]?.value])).toEqual([
      ['a', 5],
      ['b', 2],
    ]);
  });
});

describe('refusals', () => {
  it('answer the use of a name as another kind with incompatible-type', () => {
    const node = new MetricsRegistry().node('map');
    node.addToCounter('c', 1n);
    node.recordToHistogram('h', 1.5);
    node.recordToHistogram('u', 1n);
    const refusals = [
      node.recordToHistogram('c', 1n),
      node.addToCounter('h', 1n),
      node.recordToHistogram('h', 1n),
      node.recordToHistogram('u', 1.5),
    ];
    expect(refusals.map((refusal) => refusal?.reason)).toEqual(Array(4).fill('incompatible-type'));
    expect(refusals[2]?.message).toBe(
      'metric "h" is a histogram of f64 on node "map" and cannot be used as a histogram of u64; use another name',
    );
    expect(node.snapshot()).toMatchObject({ refused: 4, histograms: [{ count: 1 }, { count: 1 }] });
  });

  it('answer too many series with the limit, while known series go on', () => {
    const node = new MetricsRegistry({ maxSeriesPerNode: 2 }).node('map');
    node.addToCounter('n', 1n, [{ key: 'id', value: '1' }]);
    node.recordToHistogram('h', 1n);
    const refusal = node.addToCounter('n', 1n, [{ key: 'id', value: '2' }]);
    expect(refusal?.reason).toBe('series-limit');
    expect(refusal?.message).toContain('the limit is 2');
    expect(node.recordToHistogram('new', 1n)?.reason).toBe('series-limit');
    expect(node.addToCounter('new', 1n)?.reason).toBe('series-limit');
    expect(node.addToCounter('n', 1n, [{ key: 'id', value: '1' }])).toBeUndefined();
    expect(node.snapshot().counters).toHaveLength(1);
  });

  it('answer numbers that are none', () => {
    const node = new MetricsRegistry().node('map');
    expect(node.recordToHistogram('h', NaN)?.reason).toBe('not-a-number');
    expect(node.recordToHistogram('h', Infinity)?.reason).toBe('not-a-number');
    expect(node.snapshot().histograms).toEqual([]);
  });

  it('reach operators as the two cases WIT has', () => {
    const message = 'why';
    expect(metricRefusalToWit({ reason: 'incompatible-type', message })).toEqual({
      tag: 'incompatible-type',
      val: 'why',
    });
    expect(metricRefusalToWit({ reason: 'not-a-number', message })).toEqual({
      tag: 'incompatible-type',
      val: 'why',
    });
    expect(metricRefusalToWit({ reason: 'series-limit', message })).toEqual({
      tag: 'lock-error',
      val: 'why',
    });
  });
});

describe('histograms', () => {
  it('summarize what was recorded', () => {
    const node = new MetricsRegistry().node('map');
    for (const value of [1n, 2n, 4n]) node.recordToHistogram('size', value, [{ key: 'k', value: 'v' }]);
    expect(node.snapshot().histograms).toMatchObject([
      {
        name: 'size',
        valueType: 'u64',
        labels: [{ key: 'k', value: 'v' }],
        count: 3,
        sum: 7,
        min: 1,
        max: 4,
      },
    ]);
  });

  it('are all zeros before anything was recorded', () => {
    expect(new Histogram().summarize()).toEqual({
      count: 0,
      sum: 0,
      min: 0,
      max: 0,
      p50: 0,
      p95: 0,
      buckets: [],
    });
  });

  it('put every value into the bucket that ends at or above it', () => {
    const value = fc
      .double({ min: -1e15, max: 1e15, noNaN: true })
      .filter((x) => x === 0 || Math.abs(x) > 1e-8)
      // Adding 0 makes 0 of -0: the two have the same rank, and which is the smallest does not matter.
      .map((x) => x + 0);
    fc.assert(
      fc.property(value, (x) => {
        const histogram = new Histogram();
        histogram.record(x);
        const upTo = histogram.summarize().buckets[0]?.upTo ?? NaN;
        expect(upTo).toBeGreaterThanOrEqual(x - Math.abs(x) * 1e-9);
        if (x !== 0) expect(Math.abs(upTo / x)).toBeGreaterThan(0.83);
        if (x !== 0) expect(Math.abs(upTo / x)).toBeLessThan(1.2);
      }),
    );
  });

  it('estimate percentiles within 10 % of the value of that rank', () => {
    const value = fc
      .double({ min: -1e15, max: 1e15, noNaN: true })
      .filter((x) => x === 0 || Math.abs(x) > 1e-8)
      // Adding 0 makes 0 of -0: the two have the same rank, and which is the smallest does not matter.
      .map((x) => x + 0);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
        const histogram = new Histogram();
        for (const x of values) histogram.record(x);
        const sorted = [...values].sort((left, right) => left - right);
        const { p50, p95, count, min, max } = histogram.summarize();
        expect([count, min, max]).toEqual([values.length, sorted[0], sorted.at(-1)]);
        for (const [share, estimate] of [
          [0.5, p50],
          [0.95, p95],
        ] as const) {
          const exact = sorted[Math.ceil(share * values.length) - 1] ?? NaN;
          expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.1);
        }
      }),
    );
  });

  it('need a bounded number of buckets for any numbers', () => {
    const histogram = new Histogram();
    for (let exponent = -1074; exponent < 1024; exponent += 0.1) {
      histogram.record(2 ** exponent);
      histogram.record(-(2 ** exponent));
    }
    expect(histogram.summarize().buckets.length).toBeLessThanOrEqual(753);
  });
});
