// Finding where two runs of the same messages went different ways.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { HopRecord, TracedMessage } from '../../../../src/protocol/trace.ts';
import { compareTraces } from '../../../../src/runtime/trace/compareTraces.ts';

const messageOf = (text: string): TracedMessage => ({
  topic: 'a',
  userProperties: [],
  timestamp: '1:0:n',
  payloadSize: text.length,
  payload: new TextEncoder().encode(text),
});

let lastHop = 0;

function hopOf(message: number, node: string, more: Partial<HopRecord> = {}): HopRecord {
  lastHop += 1;
  return {
    hop: lastHop,
    message,
    cause: 0,
    node,
    connection: node === 'in' ? -1 : 0,
    verdict: 'passed',
    wallMs: lastHop,
    time: `${String(message)}:0:n`,
    durationUs: lastHop,
    input: messageOf('x'),
    ...more,
  };
}

/** Messages 1 to 3 by `in` and `out`, then what a window made of them. */
function run(change: (hop: HopRecord) => HopRecord = (hop) => hop): HopRecord[] {
  lastHop = 0;
  const singles = [1, 2, 3].flatMap((message) => [hopOf(message, 'in'), hopOf(message, 'out')]);
  const window = hopOf(4, 'window', { connection: -1, parents: [1, 2, 3], output: messageOf('3') });
  return [...singles, window, hopOf(4, 'out')].map(change);
}

const at = (message: number, node: string, more: Partial<HopRecord>) => (hop: HopRecord) =>
  hop.message === message && hop.node === node ? { ...hop, ...more } : hop;

describe('two runs', () => {
  it('are the same whatever calls took and when they came', () => {
    const later = run((hop) => ({ ...hop, durationUs: 7, wallMs: 9 }));
    expect(compareTraces(run(), later)).toEqual({ comparedHops: 8, differing: 0 });
  });

  it.each([
    ['verdict', { verdict: 'dropped' }],
    ['input payload', { input: messageOf('y') }],
    ['input topic', { input: { ...messageOf('x'), topic: 'b' } }],
    ['output payload', { output: messageOf('y') }],
    ['arm', { arm: 'True' }],
    ['new time', { newTime: '9:0:n' }],
    ['state calls', { stateCalls: [{ method: 'get', key: 'k', result: '1' }] }],
    ['commands', { commandCalls: [{ command: 'c', topic: 't', result: '1' }] }],
    ['schema lookups', { schemaCalls: [{ id: 'a', version: '1', result: 'x' }] }],
    [
      'input schema',
      { input: { ...messageOf('x'), schema: { kind: 'reference', reference: 'aio-sr://a:1' } } },
    ],
    ['error', { error: { code: 'OPERATOR_TRAP', message: 'it trapped' } }],
  ] as const)('differ in the %s', (part, more) => {
    const { differing, first } = compareTraces(run(), run(at(2, 'out', more)));
    expect(differing).toBe(1);
    expect(first?.parts).toContain(part);
    expect([first?.recorded?.hop, first?.replayed?.hop]).toEqual([4, 4]);
  });

  it('tell the first difference of the recording, and how many there are', () => {
    const changed = run((hop) =>
      hop.node === 'out' && hop.message > 1 ? { ...hop, verdict: 'error' } : hop,
    );
    expect(compareTraces(run(), changed)).toMatchObject({ differing: 3, first: { recorded: { hop: 4 } } });
  });

  it('tell a hop that one of them lacks', () => {
    const without = (hops: HopRecord[]): HopRecord[] => hops.filter(({ hop }) => hop !== 4);
    expect(compareTraces(run(), without(run()))).toMatchObject({
      comparedHops: 7,
      differing: 1,
      first: { recorded: { hop: 4 }, parts: [] },
    });
    const { first } = compareTraces(without(run()), run());
    expect(first?.recorded).toBeUndefined();
    expect(first?.replayed?.hop).toBe(4);
  });

  it('are the same when only one of them has replays of single hops, and numbers are other for that', () => {
    const recorded = [
      ...run().slice(0, 4),
      hopOf(3, 'out', { replayOf: { hop: 2, message: 1 } }),
      hopOf(4, 'in'),
      hopOf(4, 'out'),
      hopOf(5, 'window', { connection: -1, time: '4:0:n', parents: [1, 2, 4], output: messageOf('3') }),
      hopOf(5, 'out'),
    ];
    expect(compareTraces(recorded, run())).toEqual({ comparedHops: 8, differing: 0 });
  });

  it('that begin in the middle lack what a window had from before', () => {
    lastHop = 0;
    const replayed = [
      hopOf(1, 'in'),
      hopOf(1, 'out'),
      hopOf(2, 'window', { connection: -1, time: '4:0:n', parents: [1], output: messageOf('1') }),
      hopOf(2, 'out'),
    ];
    const { comparedHops, differing, first } = compareTraces(run(), replayed, 3);
    expect({ comparedHops, differing }).toEqual({ comparedHops: 4, differing: 1 });
    expect(first?.recorded?.node).toBe('window');
    expect(first?.parts).toEqual(['messages of the window', 'output payload']);
  });

  it('are the same in whichever order the steps of different messages came', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (order) => {
        lastHop = 0;
        const [ins, outs] = [[1, 2, 3].map((n) => hopOf(n, 'in')), [1, 2, 3].map((n) => hopOf(n, 'out'))];
        const shuffled = [...ins, ...order.flatMap((index) => outs[index] ?? [])];
        const { differing } = compareTraces(run().slice(0, 6), shuffled);
        return differing === 0;
      }),
    );
  });
});
