// How long each instruction is: immediates look like loops, so that a wrong length shows at once.
import { describe, expect, it } from 'vitest';
import { UnknownInstruction, walkBody } from '../../../../src/runtime/component/instructionWalker.ts';
import { MalformedWasm, WasmReader } from '../../../../src/runtime/component/wasmReader.ts';

/** The opcode of `loop`, here as an index or a part of a constant. */
const L = 3;
const noLocals = [0];
const lastLoop = [0x03, 0x40, 0x0b, 0x0b];

function walk(
  instructions: readonly number[],
  locals: readonly number[] = noLocals,
): ReturnType<typeof walkBody> {
  return walkBody(new WasmReader(Uint8Array.from([...locals, ...instructions, ...lastLoop])));
}

const instructions: readonly [what: string, bytes: number[]][] = [
  ['unreachable, nop, else, end, return, drop, select', [0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b]],
  ['block and if with a value type', [0x02, 0x7f, 0x04, 0x40]],
  ['block with a far type index', [0x02, 0x83, 0x03]],
  ['block with a reference type', [0x02, 0x63, L, 0x04, 0x64, L]],
  ['try, catch, throw, rethrow, delegate, catch_all', [0x06, 0x7f, 0x07, L, 0x08, L, 0x09, L, 0x18, L, 0x19]],
  ['throw_ref', [0x0a]],
  ['br, br_if', [0x0c, L, 0x0d, L]],
  ['br_table', [0x0e, 2, L, L, L]],
  ['br_table of nothing', [0x0e, 0, L]],
  ['select with types', [0x1c, 2, 0x7f, 0x63, L]],
  ['try_table', [0x1f, 0x40, 4, 0, L, L, 1, L, L, 2, L, 3, L]],
  ['locals and globals', [0x20, L, 0x21, L, 0x22, L, 0x23, L, 0x24, L]],
  ['table.get, table.set', [0x25, L, 0x26, L]],
  ['loads and stores', [0x28, L, L, 0x35, L, L, 0x3e, L, L]],
  ['a load from another memory, far away', [0x28, 0x43, L, 0x83, 0x83, 0x03]],
  ['memory.size, memory.grow', [0x3f, L, 0x40, L]],
  [
    '32- and 64-bit constants',
    [0x41, 0x83, 0x83, 0x03, 0x42, 0x83, 0x83, 0x83, 0x83, 0x83, 0x83, 0x83, 0x83, 0x83, 0x03],
  ],
  ['floating-point constants', [0x43, L, L, L, L, 0x44, L, L, L, L, L, L, L, L]],
  ['arithmetic', [0x45, 0x6a, 0x7c, 0xa0, 0xc4]],
  ['references', [0xd0, L, 0xd1, 0xd2, L, 0xd3, 0xd4, 0xd5, L, 0xd6, L]],
  ...[0, 7].map((code): [string, number[]] => [`saturating truncation ${String(code)}`, [0xfc, code]]),
  ...[8, 10, 12, 14].map((code): [string, number[]] => [
    `bulk instruction ${String(code)}`,
    [0xfc, code, L, L],
  ]),
  ...[9, 11, 13, 15, 16, 17].map((code): [string, number[]] => [
    `bulk instruction ${String(code)}`,
    [0xfc, code, L],
  ]),
  ...[0, 11, 92, 93].map((code): [string, number[]] => [
    `vector memory instruction ${String(code)}`,
    [0xfd, code, L, L],
  ]),
  ...[12, 13].map((code): [string, number[]] => [
    `vector of 16 bytes ${String(code)}`,
    [0xfd, code, ...Array<number>(16).fill(L)],
  ]),
  ...[21, 34].map((code): [string, number[]] => [`vector lane ${String(code)}`, [0xfd, code, L]]),
  ...[84, 91].map((code): [string, number[]] => [
    `vector memory lane ${String(code)}`,
    [0xfd, code, L, L, L],
  ]),
  ...[14, 20, 35, 83, 94].map((code): [string, number[]] => [
    `vector arithmetic ${String(code)}`,
    [0xfd, code],
  ]),
  ['relaxed vector arithmetic', [0xfd, 0x80, 0x02, 0xfd, 0x93, 0x02]],
  ['atomic memory instructions', [0xfe, 0x00, L, L, 0xfe, 0x4e, L, L]],
  ['atomic fence', [0xfe, 0x03, L]],
];

describe('the walk passes over', () => {
  it.each(instructions)('%s', (_, bytes) => {
    const landmarks = walk(bytes);
    expect(landmarks).toEqual({ firstInstruction: 1, loopStarts: [1 + bytes.length + 2], hasCall: false });
  });

  it.each([
    ['call', [0x10, L]],
    ['call_indirect', [0x11, L, L]],
    ['return_call', [0x12, L]],
    ['return_call_indirect', [0x13, L, L]],
    ['call_ref', [0x14, L]],
    ['return_call_ref', [0x15, L]],
  ])('%s, and knows that it calls', (_, bytes) => {
    expect(walk(bytes)).toEqual({ firstInstruction: 1, loopStarts: [1 + bytes.length + 2], hasCall: true });
  });

  it('local declarations of every type', () => {
    const locals = [4, 0x83, 0x03, 0x7f, L, 0x7b, L, 0x63, L, L, 0x70];
    expect(walk([], locals)).toMatchObject({
      firstInstruction: locals.length,
      loopStarts: [locals.length + 2],
    });
  });

  it('loops inside loops, with their block types', () => {
    const body = [0x03, 0x40, 0x03, 0x7f, 0x03, 0x83, 0x03];
    expect(walk(body).loopStarts).toEqual([3, 5, 8, 10]);
  });
});

describe('the walk refuses', () => {
  it.each([
    ['an opcode that nothing has', [0x27]],
    ['an unknown bulk instruction', [0xfc, 18]],
    ['an unknown vector instruction', [0xfd, 0x94, 0x02]],
    ['an unknown catch clause', [0x1f, 0x40, 1, 4, 0]],
    ['instructions of the garbage-collection proposal', [0xfb, 0]],
  ])('%s', (_, bytes) => {
    expect(() => walk(bytes)).toThrow(UnknownInstruction);
  });

  it('a body that ends in the middle of an instruction', () => {
    const cut = (bytes: number[]): unknown => walkBody(new WasmReader(Uint8Array.from([0, ...bytes])));
    for (const bytes of [
      [0x41],
      [0x41, 0x80],
      [0x44, 1, 2, 3],
      [0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
      [0xfd],
    ])
      expect(() => cut(bytes)).toThrow(MalformedWasm);
  });

  it('a constant of more than 64 bits', () => {
    expect(() => walk([0x42, ...Array<number>(10).fill(0x80), 0])).toThrow(MalformedWasm);
  });
});
