// Why messages ended, in sentences: one for every kind of end.
import { describe, expect, it } from 'vitest';
import type { HopRecord } from '../../../../src/protocol/trace.ts';
import type { TracedPath, TraceNode } from '../../../../src/protocol/traceView.ts';
import { explainPath, plainAnswer } from '../../../../webview/trace/path/explainEnd.ts';

const nodes: readonly TraceNode[] = [
  { name: 'bounds', type: 'filter', hasPlace: true },
  { name: 'route', type: 'branch', hasPlace: true },
];

function makeHop(given: Partial<HopRecord>): HopRecord {
  const common = { hop: 1, message: 1, cause: 0, connection: -1, wallMs: 0, time: '0:0:a', durationUs: 0 };
  return { ...common, node: 'bounds', verdict: 'passed', ...given };
}

function explain(
  hops: readonly Partial<HopRecord>[],
  more: { children?: number[]; isUnderWay?: boolean } = {},
): string {
  const { children = [], isUnderWay = false } = more;
  const summary = {
    message: 1,
    firstHop: 1,
    lastHop: hops.length,
    source: 'in',
    topic: 't',
    startMs: 0,
    lastMs: 0,
    workUs: 0,
    hops: hops.length,
    parents: 0,
    ends: 1,
    isUnderWay,
  };
  const path: TracedPath = { summary, children, hops: hops.map(makeHop), isCut: false };
  return plainAnswer(explainPath(path, nodes));
}

describe('a message that', () => {
  it('a filter dropped names the filter', () => {
    expect(explain([{ verdict: 'dropped', reason: 'the filter returned false' }])).toBe(
      'Dropped by filter bounds: the filter returned false.',
    );
  });

  it('an arm led nowhere names branch and arm', () => {
    const reason = 'arm "False" leads nowhere';
    expect(explain([{ node: 'route', verdict: 'dropped', arm: 'False', reason }])).toBe(
      'Arm False of route leads nowhere.',
    );
  });

  it('a node leads nowhere is not blamed on an operator', () => {
    expect(explain([{ node: 'route', verdict: 'dropped', reason: 'the node leads nowhere' }])).toBe(
      'Lost behind route: nothing is connected to it there.',
    );
  });

  it('was dropped in the debugger says so', () => {
    expect(explain([{ node: 'route', verdict: 'dropped', reason: 'dropped in the debugger' }])).toBe(
      'Dropped at route: dropped in the debugger.',
    );
  });

  it('trapped, took too long or failed names the operation and the first line of why', () => {
    const error = (code: string): string =>
      explain([{ verdict: 'error', reason: 'x', error: { code, message: 'index out of bounds\nat …' } }]);
    expect(error('OPERATOR_TRAP')).toBe('Trapped in bounds: index out of bounds.');
    expect(error('OPERATOR_TIMEOUT')).toBe('Took too long in bounds: index out of bounds.');
    expect(error('OPERATOR_ERROR')).toBe('Failed in bounds: index out of bounds.');
  });

  it('went into a window leads to what came of it, or says that it waits', () => {
    expect(explain([{ node: 'sum', verdict: 'absorbed' }], { children: [17, 18] })).toBe(
      'Became part of a window of sum, of which came message 17, message 18.',
    );
    expect(explain([{ node: 'sum', verdict: 'absorbed' }])).toBe(
      'Waits in a window of sum, which has not been closed.',
    );
  });

  it('came late or was held says so', () => {
    expect(explain([{ verdict: 'late', reason: 'its time was already complete' }])).toBe(
      'Came too late at bounds: its time was already complete.',
    );
    expect(explain([{ verdict: 'held', reason: 'the run ended before its time came' }])).toBe(
      'Was still waiting at bounds: the run ended before its time came.',
    );
  });

  it('was made by an accumulate names those it was made from', () => {
    const parents = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(
      explain([
        { node: 'sum', parents },
        { node: 'out', verdict: 'emitted' },
      ]),
    ).toBe(
      'Made by sum from message 1, message 2, message 3, message 4, message 5, message 6, message 7, message 8 and 2 more. ' +
        'Went out at sink out.',
    );
  });

  it('went several ways has a sentence for each, and one for what is still on its way', () => {
    const text = explain(
      [
        { node: 'out', verdict: 'emitted' },
        { verdict: 'dropped', reason: 'the filter returned false' },
        { node: 'route' },
      ],
      { isUnderWay: true },
    );
    expect(text).toBe(
      'Went out at sink out. Dropped by filter bounds: the filter returned false. Still on its way, last seen at route.',
    );
  });
});
