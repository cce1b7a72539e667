// Models in ONNX Runtime itself: every type of tensor goes in and comes out, and every failure has its case of wasi:nn.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelOutcome, NamedTensor, TensorType } from '../../../../src/protocol/inference.ts';
import { readFault } from '../../../../src/runtime/inference/modelFault.ts';
import { ModelSessions } from '../../../../src/runtime/inference/modelSessions.ts';
import {
  addModel,
  type ElementType,
  floats,
  identityModel,
  onnxModel,
  type Value,
} from '../../../helpers/onnxModel.ts';

const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));
const sessions = new ModelSessions(readFileSync(join(folder, 'ort-wasm-simd-threaded.wasm')));
let lastModel = 0;

async function load(bytes: Uint8Array): Promise<ModelOutcome> {
  lastModel += 1;
  return sessions.handle({ kind: 'load', model: lastModel, bytes });
}

/** Runs the model that was loaded last. */
async function compute(...inputs: NamedTensor[]): Promise<ModelOutcome> {
  return sessions.handle({ kind: 'compute', model: lastModel, inputs });
}

function tensor(name: string, type: TensorType, dimensions: number[], bytes: Uint8Array): NamedTensor {
  return [name, { type, dimensions, bytes }];
}

function value(name: string, type: ElementType): Value {
  return { name, type, shape: ['n'] };
}

const loaded: ModelOutcome = { kind: 'done', outputs: [] };

it('makes ready with a model of its own, also while another is loaded', async () => {
  const outcomes = await Promise.all([
    sessions.handle({ kind: 'prepare' }),
    load(identityModel('FP32', ['n'])),
    sessions.handle({ kind: 'prepare' }),
  ]);
  expect(outcomes).toEqual([loaded, loaded, loaded]);
});
const one = Buffer.from('0100000000000000', 'hex');

describe('a tensor', () => {
  it.each<[TensorType, ElementType, string]>([
    ['FP16', 'FP16', '003c00c0'],
    ['FP32', 'FP32', '0000803f000000c0'],
    ['FP64', 'FP64', '000000000000f03f00000000000000c0'],
    ['U8', 'U8', '01ff'],
    ['I32', 'I32', '01000000feffffff'],
    ['I64', 'I64', '0100000000000000feffffffffffffff'],
    ['U8', 'BOOL', '0100'],
  ])('of %s goes through a model of %s unharmed', async (type, element, hex) => {
    // Bytes from the middle of others, as operators' memory gives them, do not begin where numbers may.
    const bytes = Buffer.from(`ff${hex}ff`, 'hex').subarray(1, -1);
    expect(await load(identityModel(element))).toEqual(loaded);
    const outcome = await compute(tensor('x', type, [2], bytes));
    const [name, output] = outcome.kind === 'done' ? (outcome.outputs[0] ?? []) : [];
    expect(name).toBe('y');
    expect(output).toMatchObject({ type, dimensions: [2] });
    expect(Buffer.from(output?.bytes ?? []).toString('hex')).toBe(hex);
  });

  it('may have any number of dimensions, and none', async () => {
    await load(identityModel('FP32', [1, 'h', 2]));
    const input = tensor('x', 'FP32', [1, 3, 2], floats(1, 2, 3, 4, 5, 6));
    expect(await compute(input)).toMatchObject({ outputs: [['y', { dimensions: [1, 3, 2] }]] });
    await load(identityModel('FP32', []));
    expect(await compute(tensor('x', 'FP32', [], floats(1)))).toMatchObject({
      outputs: [['y', { dimensions: [] }]],
    });
  });
});

describe('a model is not loaded', () => {
  it.each<[why: string, bytes: Uint8Array, code: string, reason: RegExp]>([
    ['of bytes that are none', Buffer.from('no model'), 'invalid-encoding', /protobuf parsing failed/],
    ['of no bytes', Buffer.alloc(0), 'invalid-encoding', /No graph was found/],
    [
      'that makes no sense',
      onnxModel({
        inputs: [value('x', 'U8')],
        outputs: [value('y', 'U8')],
        operators: [{ type: 'Neg', inputs: ['x'], outputs: ['y'] }],
      }),
      'invalid-encoding',
      /Type 'tensor\(uint8\)' of input parameter \(x\)/,
    ],
    [
      'with an operator that nobody knows',
      onnxModel({
        inputs: [value('x', 'U8')],
        outputs: [value('y', 'U8')],
        operators: [{ type: 'NoSuch', inputs: ['x'], outputs: ['y'] }],
      }),
      'unsupported-operation',
      /No Op registered for NoSuch/,
    ],
  ])('%s', async (_why, bytes, code, reason) => {
    expect(await load(bytes)).toEqual({
      kind: 'failed',
      code,
      reason: expect.stringMatching(reason) as string,
    });
  });
});

describe('a model is not run', () => {
  it.each<[why: string, inputs: NamedTensor[], reason: string | RegExp]>([
    ['without its input', [], 'the model also needs the input "x"'],
    [
      'with an input it does not have',
      [tensor('z', 'FP32', [1], floats(1))],
      'the model has no input "z"; it has "x"',
    ],
    [
      'with an input that comes twice',
      [tensor('x', 'FP32', [1], floats(1)), tensor('x', 'FP32', [1], floats(1))],
      'the input "x" was given twice',
    ],
    [
      'with another type',
      [tensor('x', 'FP64', [1], Buffer.alloc(8))],
      'the input "x" is FP64, but the model takes FP32',
    ],
    [
      'with too few bytes',
      [tensor('x', 'FP32', [2, 3], floats(1))],
      'the input "x" has 4 bytes, but [2, 3] of FP32 are 24',
    ],
    [
      'with another number of dimensions',
      [tensor('x', 'FP32', [1, 1], floats(1))],
      /Invalid rank for input: x/,
    ],
  ])('%s: invalid-argument', async (_why, inputs, reason) => {
    await load(addModel(1));
    const expected: unknown = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect(await compute(...inputs)).toEqual({ kind: 'failed', code: 'invalid-argument', reason: expected });
  });

  it('with what it cannot do: runtime-error', async () => {
    await load(
      onnxModel({
        inputs: [value('x', 'FP32'), value('shape', 'I64')],
        outputs: [value('y', 'FP32')],
        operators: [{ type: 'Reshape', inputs: ['x', 'shape'], outputs: ['y'] }],
      }),
    );
    const inputs = [tensor('x', 'FP32', [2], floats(1, 2)), tensor('shape', 'I64', [1], one)];
    expect(await compute(...inputs)).toEqual({
      kind: 'failed',
      code: 'runtime-error',
      reason: expect.stringMatching(/^onnxruntime\/.*Input shape:\{2\}, requested shape:\{1\}$/) as string,
    });
  });

  it('when a result would be greater than all memory: too-large', async () => {
    await load(
      onnxModel({
        inputs: [value('shape', 'I64')],
        outputs: [{ name: 'y', type: 'FP32', shape: ['a', 'b'] }],
        operators: [{ type: 'Expand', inputs: ['c', 'shape'], outputs: ['y'] }],
        constants: [{ name: 'c', type: 'FP32', shape: [1], bytes: floats(1) }],
      }),
    );
    const shape = (size: bigint): NamedTensor =>
      tensor('shape', 'I64', [2], new Uint8Array(BigInt64Array.of(size, size).buffer));
    expect(await compute(shape(1n << 24n))).toMatchObject({ kind: 'failed', code: 'too-large' });
    expect(await compute(shape(40_000n))).toMatchObject({ kind: 'failed', code: 'too-large' });
    // And goes on to run.
    expect(await compute(shape(2n))).toMatchObject({ outputs: [['y', { dimensions: [2, 2] }]] });
  });

  it('with or for types that cannot be: unsupported-operation', async () => {
    await load(addModel(1));
    expect(await compute(tensor('x', 'BF16', [1], Buffer.alloc(2)))).toEqual({
      kind: 'failed',
      code: 'unsupported-operation',
      reason: 'the input "x" is BF16, which ONNX models cannot be given here',
    });
    await load(
      onnxModel({
        inputs: [value('x', 'FP32')],
        outputs: [value('y', 'STRING')],
        operators: [{ type: 'Cast', inputs: ['x'], outputs: ['y'], attributes: { to: 8 } }],
      }),
    );
    expect(await compute(tensor('x', 'FP32', [1], floats(1)))).toEqual({
      kind: 'failed',
      code: 'unsupported-operation',
      reason: 'the output "y" is string, which wasi:nn has no type for',
    });
  });

  it('after it was freed', async () => {
    await load(addModel(1));
    await sessions.handle({ kind: 'free', model: lastModel });
    expect(await compute(tensor('x', 'FP32', [1], floats(1)))).toEqual({
      kind: 'failed',
      code: 'unknown',
      reason: `model ${String(lastModel)} is not loaded`,
    });
  });
});

it('what ONNX Runtime says without a number of its own is unknown', () => {
  expect(readFault(new Error('what now'), 'compute')).toMatchObject({ code: 'unknown', message: 'what now' });
});
