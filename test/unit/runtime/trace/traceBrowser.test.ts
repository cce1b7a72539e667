// A trace message by message: lists, filters, single messages, payloads and exports, against what the hops themselves say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HopRecord, type Verdict, verdicts } from '../../../../src/protocol/trace.ts';
import type { MessageList, MessageQuery, MessageSummary } from '../../../../src/protocol/traceMessages.ts';
import { LiveTraceStore } from '../../../../src/runtime/trace/liveTraceStore.ts';
import { TraceBrowser } from '../../../../src/runtime/trace/traceBrowser.ts';
import type { TraceRecorder } from '../../../../src/runtime/trace/traceRecorder.ts';
import { liveReader, makeHop, makeMessage, makeRecorder, nodes, startMs } from './traceSamples.ts';

const everything: MessageQuery = {};

function browse(recorder: TraceRecorder, maxChunks = 1, maxRows?: number): TraceBrowser {
  return new TraceBrowser(new LiveTraceStore(recorder), {
    maxChunks,
    ...(maxRows !== undefined && { maxRows }),
  });
}

/** Asks until everything has been searched. */
function searchAll(browser: TraceBrowser, query: MessageQuery): MessageList {
  for (let round = 0; round < 10_000; round += 1) {
    const list = browser.methods.listMessages({ query });
    if (!list.progress) return list;
  }
  throw new Error('the search never ends');
}

/** The whole list, newest first, as a view shows it. */
function listAll(browser: TraceBrowser, query: MessageQuery = everything): MessageSummary[] {
  const { first, end } = searchAll(browser, query);
  const rows: MessageSummary[] = [];
  for (let from = first; from < end; from += 500)
    rows.push(...browser.methods.listMessages({ query, from, to: Math.min(end, from + 500) }).rows);
  return rows.reverse();
}

/** A message that passes from the source to the sink, or is dropped on the way. */
function journey(recorder: TraceRecorder, message: number, isDropped: boolean): void {
  const input = makeMessage(`reading ${String(message)}`, `sensors/${String(message % 7)}`);
  let cause = 0;
  for (let node = 0; node < 4; node += 1) {
    const isEnd = node === 3 || (node === 2 && isDropped);
    const verdict = node === 3 ? 'emitted' : isEnd ? 'dropped' : 'passed';
    const reason = verdict === 'dropped' ? 'the filter returned false' : undefined;
    const wallMs = startMs + message * 10 + node;
    cause = recorder.record(makeHop({ message, node, cause, verdict, reason, input, wallMs, durationUs: 5 }));
    if (isEnd) return;
  }
}

describe('the list', () => {
  it('has every message once, newest first, with where and how it ended', () => {
    const recorder = makeRecorder();
    for (let message = 1; message <= 20_000; message += 1) journey(recorder, message, message % 10 === 0);
    const rows = listAll(browse(recorder));
    expect(rows).toHaveLength(20_000);
    expect(rows.map(({ message }) => message)).toEqual(
      Array.from({ length: 20_000 }, (_, index) => 20_000 - index),
    );
    expect(rows[0]).toEqual({
      message: 20_000,
      firstHop: 77_998,
      lastHop: 78_000,
      source: 'source',
      topic: 'sensors/1',
      startMs: startMs + 200_000,
      lastMs: startMs + 200_002,
      workUs: 15,
      hops: 3,
      parents: 0,
      end: { hop: 78_000, node: 'keep', verdict: 'dropped', reason: 'the filter returned false' },
      ends: 1,
      isUnderWay: false,
    });
    expect(rows[1]).toMatchObject({ message: 19_999, hops: 4, end: { node: 'sink', verdict: 'emitted' } });
  });

  it('gives no more than a part of the work at once, and tells how far it is', () => {
    const recorder = makeRecorder();
    for (let message = 1; message <= 20_000; message += 1) journey(recorder, message, false);
    const browser = browse(recorder);
    const first = browser.methods.listMessages({ query: everything });
    expect(first.progress?.of).toBe(80_000);
    expect(first.progress?.done).toBeLessThan(40_000);
    expect(first.end).toBeGreaterThan(0);
  });

  it('keeps the places of messages while others come', () => {
    const recorder = makeRecorder();
    for (let message = 1; message <= 50; message += 1) journey(recorder, message, false);
    const browser = browse(recorder);
    const before = browser.methods.listMessages({ query: everything, from: 10, to: 12 });
    for (let message = 51; message <= 80; message += 1) journey(recorder, message, false);
    const after = browser.methods.listMessages({ query: everything, from: 10, to: 12 });
    expect(after.rows).toEqual(before.rows);
    expect([before.end, after.end]).toEqual([50, 80]);
  });

  it('tells that a message is under way until its last hop', () => {
    const recorder = makeRecorder();
    const browser = browse(recorder);
    const only = (): MessageSummary | undefined => listAll(browser)[0];
    const input = makeMessage('1');
    const first = recorder.record(makeHop({ input }));
    expect(only()).toMatchObject({ isUnderWay: true, ends: 0 });
    expect(only()).not.toHaveProperty('end');
    recorder.record(makeHop({ node: 3, cause: first, verdict: 'emitted', input }));
    expect(only()).toMatchObject({ isUnderWay: false, ends: 1, end: { verdict: 'emitted' } });
  });

  it('names the error of a message that went several ways, and counts its ends', () => {
    const recorder = makeRecorder();
    const cause = recorder.record(makeHop());
    recorder.record(makeHop({ node: 3, cause, verdict: 'emitted' }));
    const error = { code: 'OPERATOR_TRAP', message: 'unreachable' };
    recorder.record(makeHop({ node: 1, cause, verdict: 'error', reason: 'unreachable', error }));
    recorder.record(makeHop({ node: 2, cause, verdict: 'dropped' }));
    expect(listAll(browse(recorder))[0]).toMatchObject({ ends: 3, end: { node: 'scale', verdict: 'error' } });
  });

  it('leaves out the oldest beyond its limit and says how many', () => {
    const recorder = makeRecorder();
    for (let message = 1; message <= 100; message += 1) journey(recorder, message, false);
    const browser = browse(recorder, 1, 30);
    const rows = listAll(browser);
    expect(rows.map(({ message }) => message)).toEqual(Array.from({ length: 30 }, (_, index) => 100 - index));
    expect(browser.methods.listMessages({ query: everything })).toMatchObject({
      gone: 70,
      first: 70,
      end: 100,
    });
  });

  it('forgets messages whose hops the trace no longer holds', () => {
    const recorder = makeRecorder('payloads', { maxMemoryMegabytes: 1 });
    const browser = browse(recorder);
    for (let message = 1; message <= 60_000; message += 1) {
      journey(recorder, message, false);
      if (message % 5000 === 0) listAll(browser);
    }
    const rows = listAll(browser);
    const held = new Set([...liveReader(recorder).hops()].map(({ message }) => message));
    expect(held.size).toBeLessThan(60_000);
    expect(rows.map(({ message }) => message)).toEqual([...held].sort((a, b) => b - a));
  });
});

describe('a filter', () => {
  const recorder = makeRecorder();
  for (let message = 1; message <= 20_000; message += 1) journey(recorder, message, message % 10 === 0);

  it('lists the messages with a hop that meets every condition, newest first', () => {
    const browser = browse(recorder);
    const numbers = (query: MessageQuery): number[] => listAll(browser, query).map(({ message }) => message);
    expect(numbers({ verdicts: ['dropped'] }).slice(0, 3)).toEqual([20_000, 19_990, 19_980]);
    expect(numbers({ verdicts: ['dropped'] })).toHaveLength(2000);
    expect(numbers({ nodes: ['sink'] })).toHaveLength(18_000);
    expect(numbers({ nodes: ['sink'], verdicts: ['dropped'] })).toEqual([]);
    expect(numbers({ topic: 'sensors/3', verdicts: ['dropped'] })[0]).toBe(19_960);
    expect(numbers({ text: 'READING 1234' })).toEqual([
      ...Array.from({ length: 10 }, (_, index) => 12_349 - index),
      1234,
    ]);
  });

  it('shows the newest that it found before it has searched all', () => {
    const browser = browse(recorder);
    searchAll(browser, everything);
    const list = browser.methods.listMessages({ query: { verdicts: ['dropped'] }, from: -1, to: 0 });
    expect(list.progress).toBeDefined();
    expect(list.rows.map(({ message }) => message)).toEqual([20_000]);
  });

  it('goes on with messages that come later, and with those that are accepted only by a later hop', () => {
    const live = makeRecorder();
    const browser = browse(live);
    const query: MessageQuery = { verdicts: ['emitted'] };
    const early = live.record(makeHop({ message: 1 }));
    journey(live, 2, false);
    expect(listAll(browser, query).map(({ message }) => message)).toEqual([2]);
    journey(live, 3, false);
    live.record(makeHop({ message: 1, node: 3, cause: early, verdict: 'emitted' }));
    expect(listAll(browser, query).map(({ message }) => message)).toEqual([3, 2, 1]);
  });
});

describe('one message', () => {
  it('names what accumulates made of it', () => {
    const recorder = makeRecorder();
    journey(recorder, 1, false);
    const cause = recorder.record(makeHop({ message: 2, node: 2, verdict: 'absorbed' }));
    recorder.record(makeHop({ message: 3, node: 2, cause, parents: [1, 2], connection: -1 }));
    const browser = browse(recorder);
    expect(browser.methods.describeMessage({ message: 2 })?.children).toEqual([3]);
    expect(browser.methods.describeMessage({ message: 3 })).toMatchObject({ summary: { parents: 2 } });
    expect(browser.methods.describeMessage({ message: 4 })).toBeUndefined();
  });

  it('has its payloads in parts', () => {
    const recorder = makeRecorder();
    const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
    const hop = recorder.record(makeHop({ input: makeMessage(bytes) }));
    const { readPayload } = browse(recorder).methods;
    expect(readPayload({ hop, side: 'input', offset: 65_536, limit: 100 })).toEqual({
      bytes: bytes.slice(65_536, 65_636),
      size: 200_000,
    });
    expect(readPayload({ hop, side: 'input', offset: 199_990, limit: 100 })?.bytes).toHaveLength(10);
    expect(readPayload({ hop, side: 'output', offset: 0, limit: 100 })).toBeUndefined();
    expect(readPayload({ hop: hop + 1, side: 'input', offset: 0, limit: 100 })).toBeUndefined();
  });
});

describe('an export', () => {
  const recorder = makeRecorder();
  for (let message = 1; message <= 5000; message += 1) journey(recorder, message, message % 10 === 0);

  function exportAll(query: MessageQuery): { readonly type: string; readonly message: number }[] {
    const { exportHops } = browse(recorder).methods;
    let text = '';
    let after: number | undefined;
    do {
      const part = exportHops({ query, ...(after !== undefined && { after }) });
      text += part.text;
      after = part.next;
    } while (after !== undefined);
    const lines = text.trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as { type: string; message: number });
  }

  it('holds the header and every hop', () => {
    const lines = exportAll({});
    expect(lines[0]).toMatchObject({ type: 'header', graph: 'test' });
    expect(lines).toHaveLength(1 + 19_500);
  });

  it('of a filter holds all hops of the messages listed, and no others', () => {
    const lines = exportAll({ verdicts: ['dropped'] });
    expect(lines).toHaveLength(1 + 500 * 3);
    expect(lines.slice(1).every(({ message }) => message % 10 === 0)).toBe(true);
  });
});

describe('summaries', () => {
  /** Any order of hops: message, node, verdict, and which earlier hop of the message it follows. */
  const arbitraryHops = fc.array(
    fc.record({
      message: fc.integer({ min: 1, max: 12 }),
      node: fc.integer({ min: 0, max: nodes.length - 1 }),
      verdict: fc.constantFrom<Verdict>(...verdicts),
      follows: fc.boolean(),
      durationUs: fc.integer({ min: 0, max: 1000 }),
    }),
    { maxLength: 200 },
  );

  it('agree with the hops of their message, however these are mixed', () => {
    fc.assert(
      fc.property(arbitraryHops, fc.constantFrom<Verdict>(...verdicts), (given, wanted) => {
        const recorder = makeRecorder();
        const last = new Map<number, number>();
        for (const { follows, message, ...rest } of given) {
          const cause = follows ? (last.get(message) ?? 0) : 0;
          last.set(message, recorder.record(makeHop({ ...rest, message, cause })));
        }
        const browser = browse(recorder);
        const records = [...liveReader(recorder).hops()];
        const numbers = [...new Set(records.map(({ message }) => message))].reverse();
        const expected = numbers.map((number) => records.filter(({ message }) => message === number));
        const rows = listAll(browser);
        expect(rows.map(roughly)).toEqual(expected.map(expectedOf));
        const accepted = expected.filter((hops) => hops.some(({ verdict }) => verdict === wanted));
        expect(listAll(browser, { verdicts: [wanted] }).map(roughly)).toEqual(accepted.map(expectedOf));
      }),
    );
  });

  const order = ['error', 'late', 'held', 'emitted', 'absorbed', 'dropped'];

  function roughly(summary: MessageSummary): object {
    const { message, firstHop, lastHop, hops, workUs, ends, isUnderWay, end } = summary;
    return { message, firstHop, lastHop, hops, workUs, ends, isUnderWay, verdict: end?.verdict };
  }

  function expectedOf(hops: readonly HopRecord[]): object {
    const ends = hops.filter(({ verdict }) => verdict !== 'passed').map(({ verdict }) => verdict);
    const isOpen = ({ hop, verdict }: HopRecord): boolean =>
      verdict === 'passed' && !hops.some(({ cause }) => cause === hop);
    return {
      message: hops[0]?.message,
      firstHop: hops[0]?.hop,
      lastHop: hops.at(-1)?.hop,
      hops: hops.length,
      workUs: hops.reduce((sum, { durationUs }) => sum + durationUs, 0),
      ends: ends.length,
      isUnderWay: hops.some(isOpen),
      verdict: ends.sort((a, b) => order.indexOf(a) - order.indexOf(b))[0],
    };
  }
});
