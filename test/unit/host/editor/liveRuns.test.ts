// Which runs a canvas is told of when it opens.
import { describe, expect, it } from 'vitest';
import { Emitter } from '../../../../src/base/emitter.ts';
import type { RunSessions, SessionRun } from '../../../../src/host/debug/runSessions.ts';
import { LiveRuns } from '../../../../src/host/editor/liveRuns.ts';
import type { RunDelta } from '../../../../src/protocol/canvas.ts';

const file = '/graph.yaml';

/** A run of one operation that `count` messages have reached. */
function runOf(count: number): SessionRun {
  const verdicts = { passed: count, emitted: 0, dropped: 0, absorbed: 0, late: 0, error: 0, held: 0 };
  return {
    info: {
      files: [file],
      nodes: [{ name: 'm', type: 'map', place: { file, firstLine: 0, lastLine: 0 } }],
      connections: [],
    },
    report: {
      isStopped: false,
      nodes: [{ node: 'm', in: count, verdicts, queued: 0, isFailing: false }],
      edges: [],
    },
  } as unknown as SessionRun;
}

/** Sessions whose runs report and end when the test says so, and what a canvas that opens is told. */
function open(): {
  readonly reported: Emitter<SessionRun>;
  readonly ended: Emitter<SessionRun>;
  readonly runs: LiveRuns;
  readonly told: () => (readonly [RunDelta['phase'], number | undefined])[];
} {
  const [reported, ended] = [new Emitter<SessionRun>(), new Emitter<SessionRun>()];
  const sessions = { all: [], onReported: reported.event, onEnded: ended.event } as unknown as RunSessions;
  const runs = new LiveRuns(sessions);
  const told = (): (readonly [RunDelta['phase'], number | undefined])[] => {
    const deltas: RunDelta[] = [];
    runs.follow({ file, send: (delta) => deltas.push(delta) }).dispose();
    return deltas.map(({ phase, nodes }) => [phase, nodes[0]?.count]);
  };
  return { reported, ended, runs, told };
}

describe('a canvas that opens', () => {
  it('is told nothing before a run', () => {
    expect(open().told()).toEqual([]);
  });

  it('is told of the run that goes on, and of nothing older', () => {
    const { reported, ended, told } = open();
    const old = runOf(5);
    reported.fire(old);
    ended.fire(old);
    reported.fire(runOf(2));
    expect(told()).toEqual([
      ['begin', undefined],
      ['running', 2],
    ]);
  });

  it('is told of the last run that is over, until that is forgotten', () => {
    const { reported, ended, runs, told } = open();
    const run = runOf(7);
    reported.fire(run);
    ended.fire(run);
    expect(told()).toEqual([
      ['begin', undefined],
      ['end', 7],
    ]);
    runs.forgetPast(file);
    expect(told()).toEqual([]);
  });
});
