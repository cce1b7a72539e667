// The short ways of patched glue against the generated ones: the same results for the same memory.
import type { TextDecoder as Decoder } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHORT_COPIES } from '../../../../src/runtime/component/shortCopies.ts';

interface Memory {
  readonly buffer: ArrayBuffer;
}

interface ShortCopies {
  copyBytes(mem: Memory, all: Uint8Array, ptr: number, len: number): Uint8Array;
  writeBytes(mem: Memory, all: Uint8Array, ptr: number, list: Uint8Array | ArrayBuffer, len: number): void;
  decodeText(mem: Memory, all: Uint8Array, ptr: number, len: number, decoder: Decoder): string;
  isAsciiWritten(text: string, all: Uint8Array, ptr: number, len: number): boolean;
}

// eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- text is what it is
const short = new Function(
  `${SHORT_COPIES} return { copyBytes, writeBytes, decodeText, isAsciiWritten };`,
)() as ShortCopies;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const bytes = fc.uint8Array({ maxLength: 600 });
const place = fc.tuple(fc.nat(700), fc.nat(400));
const text = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('application/json', '__ts', 'sensors/hall', 'é', '\ufeffa'),
);

function memoryOf(content: Uint8Array): [Memory, Uint8Array] {
  const all = Uint8Array.from(content);
  return [{ buffer: all.buffer }, all];
}

function outcomeOf<T>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    return (error as Error).name;
  }
}

describe('short copies do what the generated glue does', () => {
  it('for bytes from the guest, which are a copy', () => {
    fc.assert(
      fc.property(bytes, place, (content, [ptr, len]) => {
        const [mem, all] = memoryOf(content);
        const copy = short.copyBytes(mem, all, ptr, len);
        expect([...copy]).toEqual([...new Uint8Array(mem.buffer.slice(ptr, ptr + len))]);
        expect(copy.buffer).not.toBe(mem.buffer);
      }),
    );
  });

  it('for bytes to the guest, from views and whole buffers', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat(20), fc.boolean(), (content, data, skipped, isWhole) => {
        const [mem, all] = memoryOf(new Uint8Array(700));
        const list = isWhole ? Uint8Array.from(content).buffer : Uint8Array.from(data).subarray(skipped);
        const ptr = 50;
        short.writeBytes(mem, all, ptr, list, list.byteLength);
        const written = isWhole ? content : data.subarray(skipped);
        expect([...all.subarray(ptr, ptr + written.length)]).toEqual([...written]);
        expect(all.subarray(0, ptr).every((byte) => byte === 0)).toBe(true);
        expect(all.subarray(ptr + written.length).every((byte) => byte === 0)).toBe(true);
      }),
    );
  });

  it('for texts from the guest, valid or not, the first time and again', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(text, bytes), { maxLength: 8 }), (values) => {
        for (const value of [...values, ...values]) {
          const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
          const [mem, all] = memoryOf(content);
          const expected = outcomeOf(() => decoder.decode(content));
          expect(outcomeOf(() => short.decodeText(mem, all, 0, all.length, decoder))).toBe(expected);
        }
      }),
    );
  });

  it('for texts in a place, also one beyond the memory', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), place, (value, [ptr, len]) => {
        const [mem, all] = memoryOf(new TextEncoder().encode(value));
        const expected = outcomeOf(() => decoder.decode(new Uint8Array(mem.buffer, ptr, len)));
        expect(outcomeOf(() => short.decodeText(mem, all, ptr, len, decoder))).toBe(expected);
      }),
    );
  });

  it('for texts to the guest, or leave them and the memory alone', () => {
    fc.assert(
      fc.property(text, (value) => {
        const encoded = Buffer.from(value);
        const [, all] = memoryOf(new Uint8Array(200));
        const isDone = short.isAsciiWritten(value, all, 7, encoded.length);
        const expected = isDone ? [...encoded] : new Array<number>(encoded.length).fill(0);
        expect([...all.subarray(7, 7 + encoded.length)]).toEqual(expected);
        expect(isDone).toBe(encoded.length === value.length && value.length <= 64);
      }),
    );
  });
});
