// Searching: filters, pages, lineage.
import { describe, expect, it } from 'vitest';
import type { TraceQuery } from '../../../../src/protocol/trace.ts';
import type { PageOptions, TraceReader } from '../../../../src/runtime/trace/traceReader.ts';
import type { TraceRecorder } from '../../../../src/runtime/trace/traceRecorder.ts';
import { liveReader, makeHop, makeMessage, makeRecorder } from './traceSamples.ts';

/** Hops 1 … count: message n passes four nodes; every tenth is dropped at `keep`; topics name the message. */
function recordJourneys(recorder: TraceRecorder, messages: number): void {
  for (let message = 1; message <= messages; message++) {
    const input = makeMessage(`reading ${String(message)}`, `sensors/${String(message)}`);
    for (let node = 0; node < 4; node++) {
      const isDropped = node === 2 && message % 10 === 0;
      const verdict = isDropped ? 'dropped' : node === 3 ? 'emitted' : 'passed';
      recorder.record(makeHop({ message, node, verdict, input, ...(isDropped && { reason: 'too Cold' }) }));
      if (isDropped) break;
    }
  }
}

function pagesOf(reader: TraceReader, query: TraceQuery, options: PageOptions): number[][] {
  const pages: number[][] = [];
  let cursor: number | undefined;
  do {
    const page = reader.readPage(query, { ...options, ...(cursor !== undefined && { cursor }) });
    pages.push(page.hops.map((hop) => hop.hop));
    cursor = page.next;
  } while (cursor !== undefined && pages.length < 10_000);
  return pages;
}

describe('a query', () => {
  const recorder = makeRecorder();
  recordJourneys(recorder, 100);
  const reader = liveReader(recorder);
  const count = (query: TraceQuery): number => [...reader.hops(query)].length;

  it('filters by node, verdict, message, hop numbers and topic, all at once', () => {
    expect(count({})).toBe(390);
    expect(count({ nodes: ['keep', 'sink'] })).toBe(190);
    expect(count({ verdicts: ['dropped'] })).toBe(10);
    expect(count({ messages: [10, 11] })).toBe(7);
    expect(count({ fromHop: 5, toHop: 8 })).toBe(4);
    expect(count({ topic: 'sensors/10' })).toBe(3 + 3);
    expect(count({ exactTopic: 'sensors/11' })).toBe(4);
    expect(count({ nodes: ['keep'], verdicts: ['dropped'], messages: [20, 21] })).toBe(1);
  });

  it('matches nothing for an unknown node', () => {
    expect(count({ nodes: ['nowhere'] })).toBe(0);
  });

  it('finds text in any case in payloads and reasons', () => {
    expect(count({ text: 'READING 42' })).toBe(4);
    expect(count({ text: 'too cold' })).toBe(10);
    expect(count({ text: 'nowhere to be found' })).toBe(0);
  });
});

describe('pages', () => {
  // Over several chunks, so that pages cross from one into the next.
  const recorder = makeRecorder();
  recordJourneys(recorder, 6000);
  const reader = liveReader(recorder);
  const all = [...reader.hops()].map((hop) => hop.hop);
  const keep = [...reader.hops({ nodes: ['keep'] })].map((hop) => hop.hop);

  it('together give every hop once, in either order', () => {
    expect(all).toHaveLength(23_400);
    expect(pagesOf(reader, {}, { limit: 999 }).flat()).toEqual(all);
    expect(pagesOf(reader, {}, { limit: 999, order: 'newestFirst' }).flat()).toEqual([...all].reverse());
    expect(pagesOf(reader, { nodes: ['keep'] }, { limit: 100 }).flat()).toEqual(keep);
  });

  it('are full but for the last', () => {
    const pages = pagesOf(reader, { nodes: ['keep'] }, { limit: 100, order: 'newestFirst' });
    expect(pages).toHaveLength(60);
    expect(pages.every((page) => page.length === 100)).toBe(true);
  });

  it('come back early and say where to go on when hardly anything matches', () => {
    const query = { text: 'reading 5999' };
    const first = reader.readPage(query, { maxChunks: 1 });
    expect(first.hops).toEqual([]);
    expect(first.next).toBeGreaterThan(1000);
    for (const order of ['oldestFirst', 'newestFirst'] as const) {
      expect(pagesOf(reader, query, { maxChunks: 1, order }).flat()).toHaveLength(4);
    }
  });

  it('go on where they were while hops are being recorded', () => {
    const live = makeRecorder();
    recordJourneys(live, 50);
    const newest = liveReader(live);
    const page = newest.readPage({}, { order: 'newestFirst', limit: 10 });
    recordJourneys(live, 50);
    const next = newest.readPage({}, { order: 'newestFirst', limit: 1, cursor: page.next ?? 0 });
    expect(next.hops[0]?.hop).toBe((page.hops.at(-1)?.hop ?? 0) - 1);
  });
});

describe('reading on', () => {
  it('gives every hop once while hops are being recorded', () => {
    const recorder = makeRecorder();
    recordJourneys(recorder, 3000);
    const before = recorder.hops;
    const numbers: number[] = [];
    for (const hop of liveReader(recorder).hops()) {
      numbers.push(hop.hop);
      if (numbers.length % 100 === 0) recorder.record(makeHop());
    }
    expect(numbers.slice(0, before)).toEqual(Array.from({ length: before }, (_, index) => index + 1));
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('the lineage', () => {
  /** 1 and 2 become 4, 3 and 4 become 5; 6 goes alone. */
  function recordFamily(recorder: TraceRecorder, rest: number): void {
    for (const message of [1, 2, 3]) recorder.record(makeHop({ message, node: 0 }));
    for (const message of [1, 2]) recorder.record(makeHop({ message, node: 1, verdict: 'absorbed' }));
    recorder.record(makeHop({ message: 4, node: 1, parents: [1, 2] }));
    for (let index = 0; index < rest; index++)
      recorder.record(makeHop({ message: 100 + index, parents: [99] }));
    for (const message of [3, 4]) recorder.record(makeHop({ message, node: 2, verdict: 'absorbed' }));
    recorder.record(makeHop({ message: 5, node: 2, parents: [3, 4] }));
    recorder.record(makeHop({ message: 6, node: 0 }));
    recorder.record(makeHop({ message: 5, node: 3, verdict: 'emitted' }));
  }

  it.each([0, 40_000])('holds ancestors and descendants of every generation, %i hops apart', (rest) => {
    const recorder = makeRecorder();
    recordFamily(recorder, rest);
    const reader = liveReader(recorder);
    expect(reader.readLineage(1).messages).toEqual([1, 4, 5]);
    expect(reader.readLineage(4).messages).toEqual([1, 2, 4, 5]);
    expect(reader.readLineage(5).messages).toEqual([1, 2, 3, 4, 5]);
    expect(reader.readLineage(6).messages).toEqual([6]);
    const { hops, isComplete } = reader.readLineage(5);
    expect(hops.map((hop) => hop.message)).toEqual([1, 2, 3, 1, 2, 4, 3, 4, 5, 5]);
    expect(isComplete).toBe(true);
  });

  it('stops at its limit and says so', () => {
    const recorder = makeRecorder();
    recordFamily(recorder, 0);
    const lineage = liveReader(recorder).readLineage(5, { limit: 4 });
    expect(lineage.hops).toHaveLength(4);
    expect(lineage.isComplete).toBe(false);
  });

  it('can be searched step by step while the run goes on', () => {
    const recorder = makeRecorder();
    recordFamily(recorder, 40_000);
    const search = liveReader(recorder).findLineage(1);
    let steps = 0;
    let step = search.next();
    for (; step.done !== true && steps < 1000; step = search.next(), steps++) {
      recorder.record(makeHop({ message: 50_000 + steps, parents: [1] }));
    }
    expect(steps).toBeGreaterThan(3);
    if (step.done !== true) return expect.fail('it runs after the hops that are being recorded');
    expect(step.value.messages.slice(0, 3)).toEqual([1, 4, 5]);
  });
});
