// What a canvas showed of a run, told to the page that comes after the one that showed it.
import { beforeEach, describe, expect, it } from 'vitest';
import { ShownRun } from '../../../../src/host/editor/shownRun.ts';
import type { NodeDelta, RunDelta } from '../../../../src/protocol/canvas.ts';
import { RunOverlay } from '../../../../webview/graph/run/runOverlay.ts';

const node = (operation: string, count: number, more: Partial<NodeDelta> = {}): NodeDelta => ({
  operation,
  count,
  errors: 0,
  dropped: 0,
  rate: 2,
  queued: 1,
  ...more,
});
const delta = (phase: RunDelta['phase'], parts: Partial<RunDelta> = {}): RunDelta => ({
  phase,
  elapsedMs: 0,
  isReplay: false,
  nodes: [],
  edges: [],
  ...parts,
});

const course: readonly RunDelta[] = [
  delta('begin'),
  delta('running', {
    elapsedMs: 250,
    nodes: [node('a', 1), node('b', 1, { isStopped: true })],
    edges: [{ from: 'a', to: 'b', count: 1, lastValue: '1' }],
  }),
  delta('running', {
    elapsedMs: 500,
    nodes: [node('a', 2)],
    edges: [{ from: 'a', arm: 'True', to: 'b', count: 4 }],
  }),
];
const end = delta('end', { elapsedMs: 600 });

let shown: ShownRun;
beforeEach(() => {
  shown = new ShownRun();
});

/** What a page shows that is told this. */
function pageOf(deltas: readonly RunDelta[]): unknown {
  let tell = (_delta: RunDelta): void => undefined;
  const overlay = new RunOverlay((listener) => {
    tell = listener;
    return () => undefined;
  });
  deltas.forEach((each) => tell(each));
  return [
    overlay.getState(),
    overlay.node('a'),
    overlay.node('b'),
    overlay.edge({ from: 'a', to: 'b' }),
    overlay.edge({ from: 'a', arm: 'True', to: 'b' }),
  ];
}

describe('a run that a canvas shows', () => {
  it('looks the same on a page that starts in the middle of it, or after its end', () => {
    const all = [...course, end];
    all.forEach((each, index) => {
      shown.take(each);
      expect(pageOf(shown.whole())).toEqual(pageOf(all.slice(0, index + 1)));
    });
  });

  it('is nothing before the first, and after it was cleared', () => {
    expect(shown.whole()).toEqual([]);
    course.forEach((each) => shown.take(each));
    shown.clear();
    expect(shown.whole()).toEqual([]);
    expect([shown.isLive, shown.isPast]).toEqual([false, false]);
  });

  it('leaves nothing when the next begins', () => {
    [...course, end, delta('begin')].forEach((each) => shown.take(each));
    expect(pageOf(shown.whole())).toEqual(pageOf([delta('begin')]));
  });

  it('is live until its end, unless it is a replay, which can be ended', () => {
    course.forEach((each) => shown.take(each));
    expect(shown.isLive).toBe(true);
    expect(shown.endOfReplay()).toBeUndefined();
    shown.take(end);
    expect([shown.isLive, shown.isPast]).toEqual([false, true]);

    course.forEach((each) => shown.take({ ...each, isReplay: true }));
    expect(shown.isLive).toBe(false);
    expect(shown.endOfReplay()).toEqual(delta('end', { elapsedMs: 500, isReplay: true }));
    shown.take(shown.endOfReplay()!);
    expect(shown.endOfReplay()).toBeUndefined();
  });
});
