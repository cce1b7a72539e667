// Recording into memory and reading back while the run goes on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceLevel } from '../../../../src/protocol/trace.ts';
import { LiveTraceStore } from '../../../../src/runtime/trace/liveTraceStore.ts';
import {
  arbitraryHops,
  expectedRecord,
  liveReader,
  makeHop,
  makeMessage,
  makeRecorder,
  unrecorded,
} from './traceSamples.ts';

const MEGABYTE = 1024 * 1024;

describe('the recorder', () => {
  it('gives back every hop as it was, at both levels that keep hops', () => {
    fc.assert(
      fc.property(arbitraryHops, fc.constantFrom<TraceLevel>('headers', 'payloads'), (hops, level) => {
        const recorder = makeRecorder(level);
        const numbers = unrecorded(hops).map((hop) => recorder.record(hop));
        expect(numbers).toEqual(hops.map((_, index) => index + 1));
        const expected = hops.map((hop, index) => expectedRecord(index + 1, hop, level));
        expect([...liveReader(recorder).hops()]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('finds one hop with all that came in there, also what no record has', () => {
    fc.assert(
      fc.property(arbitraryHops, (hops) => {
        const recorder = makeRecorder();
        for (const hop of unrecorded(hops)) recorder.record(hop);
        const store = new LiveTraceStore(recorder);
        expect(store.find(hops.length + 1)).toBeUndefined();
        hops.forEach(({ input, replayOf, node }, index) => {
          const found = store.find(index + 1);
          expect(found?.hop).toMatchObject({ hop: index + 1, node });
          expect(found?.hop.extras.replayOf).toEqual(replayOf);
          expect(found?.payload).toEqual(input && new Uint8Array(input.payload.bytes));
          if (!input) return;
          const { form = {}, topic, timestamp } = found?.hop.input ?? {};
          const { kind = 'message', schema, image, inputTopic = topic } = form;
          expect({ kind, schema, image, inputTopic, timestamp }).toEqual({
            kind: input.kind,
            schema: input.schema,
            image: input.image,
            inputTopic: input.inputTopic ?? input.topic,
            timestamp: input.timestamp,
          });
        });
      }),
      { numRuns: 200 },
    );
  });

  it('keeps only failed hops at level counts, under their own numbers', () => {
    const recorder = makeRecorder('counts');
    recorder.record(makeHop());
    recorder.record(makeHop({ verdict: 'error', error: { code: 'OPERATOR_ERROR', message: 'no' } }));
    recorder.record(makeHop());
    const reader = liveReader(recorder);
    expect([...reader.hops()].map((hop) => [hop.hop, hop.error?.message])).toEqual([[2, 'no']]);
    expect(reader.gone()).toBe(0);
  });

  it('counts verdicts, arrivals and time per node at every level', () => {
    for (const level of ['counts', 'headers', 'payloads'] as const) {
      const recorder = makeRecorder(level);
      recorder.record(makeHop({ node: 1, durationUs: 2 }));
      recorder.record(makeHop({ node: 1, durationUs: 5, verdict: 'dropped' }));
      recorder.record(makeHop({ node: 1, durationUs: 1, parents: [1, 2] }));
      const counts = recorder.counts();
      expect(counts.map((entry) => entry.node)).toEqual(['source', 'scale', 'keep', 'sink']);
      expect(counts[1]).toMatchObject({ in: 2, durationUs: 8, maxDurationUs: 5 });
      expect(counts[1]?.verdicts).toMatchObject({ passed: 2, dropped: 1, emitted: 0 });
      expect(counts[0]?.in).toBe(0);
    }
  });

  it('keeps a payload of 10 MB once, whatever it passes', () => {
    const recorder = makeRecorder();
    const bytes = new Uint8Array(10 * MEGABYTE).fill(7);
    const message = makeMessage(bytes);
    for (let node = 0; node < 4; node++) recorder.record(makeHop({ node, cause: node, input: message }));
    const hops = [...liveReader(recorder).hops()];
    expect(hops).toHaveLength(4);
    for (const hop of hops) expect(Buffer.compare(hop.input?.payload ?? Buffer.alloc(0), bytes)).toBe(0);
    expect(recorder.ring.heldBytes).toBe(bytes.length);
  });

  it('records a hop that is larger than a chunk', () => {
    const recorder = makeRecorder();
    const logs = [{ level: 'info', context: 'c', message: 'l'.repeat(MEGABYTE) }] as const;
    recorder.record(makeHop());
    recorder.record(makeHop({ logs }));
    recorder.record(makeHop());
    const hops = [...liveReader(recorder).hops()];
    expect(hops.map((hop) => hop.logs?.[0]?.message.length)).toEqual([undefined, MEGABYTE, undefined]);
  });

  it('records a hop without details when they are beyond all measure', () => {
    const recorder = makeRecorder();
    const logs = [{ level: 'info', context: 'c', message: 'l'.repeat(40 * MEGABYTE) }] as const;
    recorder.record(makeHop({ logs, message: 5 }));
    const [hop] = liveReader(recorder).hops();
    expect(hop).toMatchObject({
      message: 5,
      reason: 'recorded without details, which are larger than 64 MiB',
    });
  });
});

describe('memory', () => {
  it('stays within its limit, and the reader tells how many hops are gone', () => {
    const recorder = makeRecorder('headers', { maxMemoryMegabytes: 1 });
    const total = 60_000;
    for (let index = 1; index <= total; index++) {
      recorder.record(makeHop({ message: index, output: makeMessage('x', `topic/${String(index)}`) }));
    }
    expect(recorder.ring.heldBytes).toBeLessThanOrEqual(MEGABYTE - 256 * 1024);
    const reader = liveReader(recorder);
    const hops = [...reader.hops()].map((hop) => hop.hop);
    expect(reader.gone()).toBeGreaterThan(1000);
    expect(hops).toHaveLength(total - reader.gone());
    expect(hops).toEqual(Array.from({ length: hops.length }, (_, index) => reader.gone() + 1 + index));
  });

  it('gives up large payloads before hops refer to nothing: the size stays, the bytes are absent', () => {
    const recorder = makeRecorder('payloads', { maxMemoryMegabytes: 1 });
    for (let index = 1; index <= 20; index++) {
      recorder.record(makeHop({ message: index, output: makeMessage(new Uint8Array(100_000).fill(index)) }));
    }
    const hops = [...liveReader(recorder).hops()];
    expect(hops).toHaveLength(20);
    expect(hops[0]?.output).toMatchObject({ payloadSize: 100_000 });
    expect(hops[0]?.output).not.toHaveProperty('payload');
    expect(hops[19]?.output?.payload).toEqual(new Uint8Array(100_000).fill(20));
  });

  it('does not change records that were read when it is used again', () => {
    const recorder = makeRecorder('payloads', { maxMemoryMegabytes: 1 });
    recorder.record(makeHop({ output: makeMessage('first') }));
    const [first] = liveReader(recorder).hops();
    for (let index = 0; index < 2000; index++)
      recorder.record(makeHop({ output: makeMessage('z'.repeat(2000)) }));
    expect(Buffer.from(first?.output?.payload ?? []).toString()).toBe('first');
  });
});
