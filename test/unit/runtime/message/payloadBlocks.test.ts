// How much memory a payload keeps once it is held.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PayloadBlocks } from '../../../../src/runtime/message/payloadBlocks.ts';
import { Payload } from '../../../../src/runtime/trace/payload.ts';

const KIB = 1024;
/** Part of a buffer of `bufferBytes`. */
function partOf(bufferBytes: number, start: number, length: number): Payload {
  const bytes = new Uint8Array(bufferBytes).map((_, index) => index * 7);
  return new Payload(bytes.subarray(start, start + length), true);
}
const bufferOf = (payload: Payload): number => payload.bytes.buffer.byteLength;

describe('a payload that begins to be held', () => {
  it.each([
    [0, 0],
    [60, 8 * KIB],
    [2000, 8 * KIB],
  ])('of %i bytes leaves a batch of a megabyte for a block of 8 KiB', (length, expected) => {
    const payload = partOf(KIB * KIB, 500, length);
    const before = [...payload.bytes];
    new PayloadBlocks().keep(payload);
    expect(bufferOf(payload)).toBe(expected);
    expect([...payload.bytes]).toEqual(before);
  });

  it('gets a buffer of its own when it is large', () => {
    const payload = partOf(KIB * KIB, 5, 100 * KIB);
    const before = Buffer.from(payload.bytes);
    new PayloadBlocks().keep(payload);
    expect(bufferOf(payload)).toBe(100 * KIB);
    expect(before.equals(payload.bytes)).toBe(true);
  });

  it.each([
    ['most of its buffer', partOf(100 * KIB, 0, 50 * KIB)],
    ['in a small buffer', partOf(8 * KIB, 10, 10)],
    ['alone in its buffer', new Payload(new Uint8Array(KIB * KIB).subarray(0, 10))],
  ])('stays where it is when it is %s', (_, payload) => {
    const { bytes } = payload;
    new PayloadBlocks().keep(payload);
    expect(payload.bytes).toBe(bytes);
  });

  it('is copied once only', () => {
    const payload = partOf(KIB * KIB, 0, 100);
    new PayloadBlocks().keep(payload);
    const { bytes } = payload;
    new PayloadBlocks().keep(payload);
    expect(payload.bytes).toBe(bytes);
  });

  it('shares its block with others, and no byte with any', () => {
    const lengths = fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(lengths, (list) => {
        const blocks = new PayloadBlocks();
        const payloads = list.map((length, index) => partOf(20_000, index, length));
        const before = payloads.map(({ bytes }) => [...bytes]);
        for (const payload of payloads) blocks.keep(payload);
        expect(payloads.map(({ bytes }) => [...bytes])).toEqual(before);
        const small = payloads.filter(({ bytes }) => bytes.length <= 2048);
        const buffers = new Set(small.map(({ bytes }) => bytes.buffer));
        const total = small.reduce((sum, { bytes }) => sum + bytes.length, 0);
        // At the end of a block at most a quarter is left over.
        expect(buffers.size).toBeLessThanOrEqual(Math.ceil(total / (6 * KIB)) + 1);
      }),
      { numRuns: 50 },
    );
  });
});
