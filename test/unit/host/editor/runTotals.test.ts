// Numbers of runs: totals, rates, medians, and payloads as people see them.
import { describe, expect, it } from 'vitest';
import { RateWindow } from '../../../../src/host/editor/rateWindow.ts';
import { RunTotals } from '../../../../src/host/editor/runTotals.ts';
import type { HopRecord } from '../../../../src/protocol/trace.ts';

let number = 0;
function hop(fields: Partial<HopRecord>): HopRecord {
  number += 1;
  return {
    hop: number,
    message: 1,
    cause: 0,
    node: 'map',
    connection: -1,
    verdict: 'passed',
    wallMs: 1000,
    time: '',
    durationUs: 0,
    ...fields,
  };
}

function nodeAfter(hops: readonly Partial<HopRecord>[]): object | undefined {
  const totals = new RunTotals();
  for (const fields of hops) totals.add(hop(fields));
  return totals.takeChanges(1000).nodes[0];
}

describe('RunTotals', () => {
  it('tells the median of the last hops that took time', () => {
    const slow = Array.from({ length: 63 }, () => ({ durationUs: 900 }));
    const fast = Array.from({ length: 63 }, (_, index) => ({ durationUs: index + 1 }));
    expect(
      nodeAfter([{ durationUs: 3 }, { durationUs: 0 }, { durationUs: 1 }, { durationUs: 2 }]),
    ).toMatchObject({
      p50Us: 2,
    });
    expect(nodeAfter([...slow, ...fast])).toMatchObject({ p50Us: 32 });
    expect(nodeAfter([{ durationUs: 0 }])).not.toHaveProperty('p50Us');
  });

  it('counts what an accumulate holds until its window is complete', () => {
    const absorbed = [1, 2, 3].map((message): Partial<HopRecord> => ({ message, verdict: 'absorbed' }));
    expect(nodeAfter(absorbed)).toMatchObject({ queued: 3 });
    expect(nodeAfter([...absorbed, { message: 4, parents: [1, 2] }])).toMatchObject({ queued: 1 });
  });

  it('calls a node failing after three failures in a row, until one goes well', () => {
    const failures = ['error', 'error', 'error'].map(() => ({ verdict: 'error' as const }));
    expect(nodeAfter(failures.slice(1))).not.toHaveProperty('isFailing');
    expect(nodeAfter(failures)).toMatchObject({ errors: 3, isFailing: true });
    expect(nodeAfter([...failures, {}])).not.toHaveProperty('isFailing');
  });

  it('counts drops and late messages as dropped', () => {
    expect(nodeAfter([{ verdict: 'dropped' }, { verdict: 'late' }, {}])).toMatchObject({
      count: 3,
      dropped: 2,
    });
  });

  it('tells nothing twice, and a rate that falls', () => {
    const totals = new RunTotals();
    totals.add(hop({ wallMs: 1000 }));
    expect(totals.takeChanges(1000).nodes).toMatchObject([{ count: 1, rate: 1 }]);
    expect(totals.takeChanges(1000)).toEqual({ nodes: [], edges: [] });
    expect(totals.takeChanges(9000).nodes).toMatchObject([{ count: 1, rate: 0 }]);
    expect(totals.takeChanges(9000)).toEqual({ nodes: [], edges: [] });
  });
});

describe('RateWindow', () => {
  it('counts the last three seconds', () => {
    const window = new RateWindow();
    for (let ms = 0; ms < 10_000; ms += 50) window.add(ms);
    expect(window.perSecond(9_950)).toBe(20);
    expect(window.perSecond(11_400)).toBe(10);
    expect(window.perSecond(13_000)).toBe(0);
  });

  it('takes one second at least, so that a first message is no storm', () => {
    const window = new RateWindow();
    window.add(5000);
    window.add(5001);
    expect(window.perSecond(5001)).toBe(2);
  });

  it('takes times that jump, forwards and back', () => {
    const window = new RateWindow();
    window.add(1_700_000_000_000);
    window.add(2_000_000_000_000);
    window.add(1_999_999_999_500);
    window.add(1_700_000_000_000);
    expect(window.perSecond(2_000_000_000_000)).toBe(0.7);
  });
});
