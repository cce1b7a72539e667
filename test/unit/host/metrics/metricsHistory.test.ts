// The numbers that the metrics view draws.
import { expect, it } from 'vitest';
import { MetricsHistory } from '../../../../src/host/metrics/metricsHistory.ts';
import { MAX_SAMPLES } from '../../../../src/protocol/metricsView.ts';
import type { RunReport } from '../../../../src/protocol/runProcess.ts';

const report = (count: number, error = 0): RunReport => ({
  messagesIn: count,
  messagesOut: 0,
  errors: error,
  held: 0,
  waiting: 0,
  isStopped: false,
  edges: [],
  nodes: [
    {
      node: 'a',
      in: count,
      verdicts: { passed: 0, emitted: 0, dropped: 2, absorbed: 0, late: 1, error, held: 0 },
      durationUs: 10,
      maxDurationUs: 7,
      p50Us: 5,
      queued: 4,
      isFailing: false,
    },
  ],
});

it('works out rates from one sample to the next', () => {
  const history = new MetricsHistory();
  expect(history.add(report(10), 1000)).toEqual([
    { count: 10, rate: 0, errors: 0, dropped: 3, queued: 4, p50Us: 5, maxUs: 7 },
  ]);
  expect(history.add(report(25, 1), 3000)[0]).toMatchObject({ count: 25, rate: 7.5, errors: 1 });
});

it('keeps two minutes', () => {
  const history = new MetricsHistory();
  for (let second = 0; second < MAX_SAMPLES + 5; second += 1) history.add(report(second), second * 1000);
  expect(history.samples).toHaveLength(MAX_SAMPLES);
  expect(history.samples[0]?.[0]?.count).toBe(5);
});
