// Encoding and decoding of one chunk.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hop } from '../../../../src/runtime/trace/hop.ts';
import { decodeChunk, type DecodedHop } from '../../../../src/runtime/trace/traceDecoder.ts';
import { TraceEncoder } from '../../../../src/runtime/trace/traceEncoder.ts';
import { arbitraryHops, makeHop, makeMessage, unrecorded } from './traceSamples.ts';

interface Encoded {
  readonly bytes: Buffer;
  /** Where each hop's record ends. */
  readonly ends: readonly number[];
}

function encode(hops: readonly Hop[], firstHop = 1, hasPayloads = true): Encoded {
  const encoder = new TraceEncoder(hasPayloads);
  encoder.begin(Buffer.alloc(256 * 1024));
  const ends = unrecorded(hops).map((hop, index) => {
    expect(encoder.append(firstHop + index, hop)).toBe(true);
    return encoder.used;
  });
  return { bytes: Buffer.from(encoder.bytes.subarray(0, encoder.used)), ends };
}

function decode(bytes: Uint8Array): { hops: DecodedHop[]; end: number } {
  const hops: DecodedHop[] = [];
  const end = decodeChunk(bytes, (hop) => hops.push(hop) > 0);
  return { hops, end };
}

describe('a chunk', () => {
  it('keeps clocks of 64 bits exactly, nanoseconds included', () => {
    fc.assert(
      fc.property(arbitraryHops, (hops) => {
        const decoded = decode(encode(hops).bytes).hops;
        expect(decoded.map((hop) => hop.time)).toEqual(hops.map((hop) => hop.time));
        expect(decoded.map((hop) => hop.extras.newTime)).toEqual(hops.map((hop) => hop.newTime));
        expect(decoded.map((hop) => hop.input?.timestamp)).toEqual(hops.map((hop) => hop.input?.timestamp));
      }),
      { numRuns: 200 },
    );
  });

  it('cut at any byte, gives every hop that is whole', () => {
    fc.assert(
      fc.property(arbitraryHops, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (hops, places) => {
        const { bytes, ends } = encode(hops);
        const whole = decode(bytes).hops;
        const from = ends.at(-2) ?? 0;
        expect(decode(bytes.subarray(0, from)).hops).toEqual(whole.slice(0, -1));
        const last = bytes.length - from;
        for (const cut of [from, bytes.length - 1, ...places.map((place) => from + (place % last))]) {
          const { hops: read, end } = decode(bytes.subarray(0, cut));
          if (end !== from || read.length !== whole.length - 1) expect.fail(`cut at ${String(cut)}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('with any byte changed, ends early or reads on, but neither throws nor hangs', () => {
    fc.assert(
      fc.property(arbitraryHops, fc.nat(), fc.integer({ min: 1, max: 255 }), (hops, at, change) => {
        const { bytes } = encode(hops);
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ change;
        expect(decode(bytes).end).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('of random bytes neither throws nor hangs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(decode(bytes).end).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a message', () => {
  it('is written once, however many hops it passes', () => {
    const message = makeMessage('21.5 degrees, a payload that takes some room');
    const first = makeHop({ output: message });
    const later = makeHop({ node: 1, cause: 1, input: message });
    const { bytes, ends } = encode([first, later, later]);
    expect(bytes.length - (ends[1] ?? 0)).toBeLessThan(16);
    expect(decode(bytes).hops[2]?.input?.topic).toBe('sensors/a');
  });

  it('shares the payload of another message that is written already', () => {
    const message = makeMessage('x'.repeat(1000));
    const renamed = { ...message, topic: 'output/a', traceId: 0 };
    const { bytes } = encode([makeHop({ input: message, output: renamed })]);
    expect(bytes.length).toBeLessThan(1200);
    expect(decode(bytes).hops[0]?.output?.payload.bytes).toHaveLength(1000);
  });

  it('is written again in the next chunk, which decodes alone', () => {
    const encoder = new TraceEncoder(true);
    const hop = makeHop({ output: makeMessage('hello') });
    encoder.begin(Buffer.alloc(10_000));
    encoder.append(1, hop);
    encoder.begin(Buffer.alloc(10_000));
    encoder.append(2, hop);
    const [decoded] = decode(encoder.bytes.subarray(0, encoder.used)).hops;
    expect(Buffer.from(decoded?.output?.payload.bytes ?? []).toString()).toBe('hello');
    expect(decoded?.hop).toBe(2);
  });

  it('keeps the size of its payload only when payloads are not wanted', () => {
    const { bytes } = encode([makeHop({ output: makeMessage('hello') })], 1, false);
    expect(decode(bytes).hops[0]?.output?.payload).toEqual({ size: 5 });
  });
});

describe('a full chunk', () => {
  it('refuses the hop that does not fit and stays readable up to it', () => {
    const encoder = new TraceEncoder(true);
    encoder.begin(Buffer.alloc(2000));
    const fits = makeHop({ reason: 'small' });
    expect(encoder.append(1, fits)).toBe(true);
    expect(encoder.append(2, makeHop({ output: makeMessage('y'.repeat(1500)) }))).toBe(false);
    expect(decode(encoder.bytes.subarray(0, encoder.used)).hops.map((hop) => hop.hop)).toEqual([1]);
  });

  it('refuses a hop with endless parents, properties, log lines or labels instead of writing past the end', () => {
    const pairs = Array.from({ length: 2000 }, () => ['a', 'b'] as const);
    const labels = [{ kind: 'counter', name: 'n', value: 1, labels: pairs }] as const;
    const logs = Array.from({ length: 2000 }, () => ({ level: 'info', context: 'a', message: 'b' }) as const);
    const stateCalls = Array.from(
      { length: 2000 },
      () => ({ method: 'get', key: 'a', result: 'b' }) as const,
    );
    const large: Partial<Hop>[] = [
      { parents: Array.from({ length: 2000 }, (_, index) => index) },
      { output: { ...makeMessage(''), userProperties: pairs } },
      { metrics: labels },
      { metrics: Array.from({ length: 500 }, () => ({ ...labels[0], labels: [] })) },
      { logs },
      { stateCalls },
    ];
    for (const given of large) {
      const encoder = new TraceEncoder(true);
      encoder.begin(Buffer.alloc(3000));
      expect(encoder.append(1, makeHop(given))).toBe(false);
      encoder.begin(Buffer.alloc(100_000));
      expect(encoder.append(1, makeHop(given))).toBe(true);
      expect(decode(encoder.bytes.subarray(0, encoder.used)).hops).toHaveLength(1);
    }
  });
});
