// A recorded run shown again: exact in the end, at its pace, bounded on the way.
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { replayTrace, speedFor } from '../../../../src/host/editor/runReplay.ts';
import type { EdgeDelta, NodeDelta, RunDelta } from '../../../../src/protocol/canvas.ts';
import type { HopRecord } from '../../../../src/protocol/trace.ts';
import { readTraceFile } from '../../../../src/runtime/trace/readTraceFile.ts';
import { ManualClock } from '../../testing/manualClock.ts';

/** Recorded by `dataflow-graph run` on the complex sample and its data for windows, with payloads. */
const file = fileURLToPath(new URL('../../../fixtures/traces/graphComplex.trace', import.meta.url));
const reader = readTraceFile(file);
const recorded = [...reader.hops()];
const first = recorded[0]!;
const durationMs = recorded.at(-1)!.wallMs - first.wallMs;

let clock: ManualClock;
let deltas: { readonly at: number; readonly delta: RunDelta }[];
let ends: unknown[];

function replay(speed?: number, trace: Parameters<typeof replayTrace>[0] = reader): { dispose(): void } {
  return replayTrace(trace, {
    clock,
    ...(speed !== undefined && { speed }),
    send: (delta) => deltas.push({ at: clock.monotonicMs(), delta }),
    onEnd: (error) => ends.push(error),
  });
}

/** What a canvas has in the end. */
function shown(): { nodes: Map<string, NodeDelta>; edges: Map<string, EdgeDelta> } {
  const nodes = new Map<string, NodeDelta>();
  const edges = new Map<string, EdgeDelta>();
  for (const { delta } of deltas) {
    for (const node of delta.nodes) nodes.set(node.operation, node);
    for (const edge of delta.edges) edges.set(`${edge.from} ${edge.arm ?? ''}> ${edge.to}`, edge);
  }
  return { nodes, edges };
}

beforeEach(() => {
  clock = new ManualClock();
  deltas = [];
  ends = [];
});

describe('replayTrace', () => {
  it.each([1, 0.1, Infinity])('ends with what the trace itself has counted, at speed %s', async (speed) => {
    replay(speed);
    await clock.advance(durationMs / Math.min(speed, 1) + 1000);
    const { nodes } = shown();
    const counts = reader.counts()!;
    expect(counts).toHaveLength(12);
    for (const { node, verdicts } of counts) {
      expect(nodes.get(node)).toMatchObject({
        count: Object.values(verdicts).reduce((sum, count) => sum + count, 0),
        errors: verdicts.error,
        dropped: verdicts.dropped + verdicts.late,
        rate: 0,
      });
    }
    expect(ends).toEqual([undefined]);
  });

  it('counts what went along every connection, arms apart, with the begin of the last payload', async () => {
    replay(Infinity);
    await clock.advance(1000);
    const { edges } = shown();
    expect(Object.fromEntries([...edges].map(([key, { count }]) => [key, count]))).toEqual({
      'source > module-window/delay': 23,
      'module-window/delay > module-temperature/branch': 23,
      'module-temperature/branch False> module-temperature/map': 16,
      'module-temperature/branch True> module-humidity/filter': 7,
      'module-temperature/map > module-temperature/filter': 16,
      'module-temperature/filter > module-temperature/accumulate': 16,
      'module-humidity/filter > module-humidity/accumulate': 6,
      'module-temperature/accumulate > concatenate': 4,
      'module-humidity/accumulate > concatenate': 4,
      'concatenate > module-collection/accumulate': 8,
      'module-collection/accumulate > module-enrichment/map': 4,
      'module-enrichment/map > sink': 4,
    });
    const last = recorded.findLast(({ node }) => node === 'sink')!;
    expect(edges.get('module-enrichment/map > sink')?.lastValue).toBe(
      new TextDecoder().decode(last.input!.payload).slice(0, 120),
    );
  });

  it('begins at once, ends once, and tells nothing but new numbers in between', async () => {
    replay(0.1);
    await clock.advance(durationMs * 10 + 1000);
    const phases = deltas.map(({ delta }) => delta.phase);
    expect(deltas[0]).toEqual({
      at: 0,
      delta: { phase: 'begin', elapsedMs: 0, isReplay: true, nodes: [], edges: [] },
    });
    expect(phases.lastIndexOf('begin')).toBe(0);
    expect(phases.indexOf('end')).toBe(phases.length - 1);
    const counted = deltas.flatMap(({ delta }) =>
      delta.nodes.filter(({ operation }) => operation === 'source'),
    );
    const rates = counted.map(({ count, rate }) => `${String(count)} ${String(rate)}`);
    expect(rates.length).toBeGreaterThan(2);
    expect(new Set(rates).size).toBe(rates.length);
  });

  it('sends at most ten deltas a second, even when many hops come at once', async () => {
    replay(0.1);
    await clock.advance(durationMs * 10 + 1000);
    const times = deltas.map(({ at }) => at);
    expect(times.length).toBeGreaterThan(3);
    for (const [index, at] of times.slice(1).entries())
      expect(at - times[index]!).toBeGreaterThanOrEqual(100);
  });

  it('keeps the pace of the recording', async () => {
    const speed = 0.1;
    replay(speed);
    const halfMs = durationMs / 2;
    await clock.advance(halfMs / speed);
    const due = recorded.filter(({ wallMs }) => wallMs - first.wallMs <= halfMs).length;
    const soon = recorded.filter(({ wallMs }) => wallMs - first.wallMs <= halfMs - 100 * speed).length;
    const count = [...shown().nodes.values()].reduce((sum, node) => sum + node.count, 0);
    expect(count).toBeLessThanOrEqual(due);
    expect(count).toBeGreaterThanOrEqual(soon);
    expect(count).toBeLessThan(recorded.length);
    expect(ends).toEqual([]);
  });

  it('tells how long the run had taken', async () => {
    replay(Infinity);
    await clock.advance(1000);
    const last = recorded.at(-1)!;
    expect(deltas.at(-1)!.delta.elapsedMs).toBe(last.wallMs - reader.header.startedMs);
  });

  it('sends nothing more once disposed of', async () => {
    const running = replay(0.1);
    await clock.advance(durationMs * 2);
    const before = deltas.length;
    running.dispose();
    await clock.advance(durationMs * 2);
    expect(deltas).toHaveLength(before);
    expect(ends).toEqual([]);
    expect(clock.pendingCount).toBe(0);
  });

  it('keeps what could be read of a trace that ends in an error, and tells the error', async () => {
    const damage = new Error('unreadable');
    const hops = function* (): Generator<HopRecord, void> {
      yield* recorded.slice(0, 3);
      throw damage;
    };
    replay(Infinity, { header: reader.header, hops });
    await clock.advance(1000);
    expect(deltas.at(-1)!.delta.phase).toBe('end');
    expect(shown().nodes.get('source')?.count).toBe(2);
    expect(ends).toEqual([damage]);
  });

  it('does a long trace in slices, so that other work goes on', async () => {
    // Every look at the clock takes as long as many hops do.
    let looks = 0;
    const slow = new ManualClock();
    const turns: number[] = [];
    const many = function* (): Generator<HopRecord, void> {
      for (let hop = 1; hop <= 10_000; hop += 1) yield { ...first, hop };
    };
    replayTrace(
      { header: reader.header, hops: many },
      {
        clock: {
          nowMs: () => slow.nowMs(),
          monotonicMs: () => slow.monotonicMs() + 10 * (looks += 1),
          startTimer: (callback, delayMs) => {
            turns.push(delayMs);
            return slow.startTimer(callback, delayMs);
          },
        },
        speed: Infinity,
        send: (delta) => deltas.push({ at: 0, delta }),
      },
    );
    await slow.advance(1000);
    expect(deltas.at(-1)!.delta).toMatchObject({
      phase: 'end',
      nodes: [{ operation: 'source', count: 10_000 }],
    });
    expect(turns.length).toBeGreaterThan(30);
  });
});

describe('speedFor', () => {
  it('gives the speed at which the trace is over in the time given', () => {
    expect(speedFor(reader, 10_000)).toBe(durationMs / 10_000);
  });
});
