// Tensors of wasi:nn as ONNX Runtime wants them, and back. Knows nothing about models.
import { Tensor } from 'onnxruntime-web/wasm';
import type { TensorType, TensorValue } from '../../protocol/inference.ts';
import { ModelFault } from './modelFault.ts';

type RuntimeType = Tensor.Type;
type Elements = Uint8Array | Uint16Array | Float32Array | Float64Array | Int32Array | BigInt64Array;

interface ElementKind {
  readonly type: RuntimeType;
  readonly bytes: number;
  readonly view: new (buffer: ArrayBuffer) => Elements;
}

/** `BF16` is not among them: ONNX Runtime's WebAssembly has no such tensors. */
const kinds: Readonly<Partial<Record<TensorType, ElementKind>>> = {
  FP16: { type: 'float16', bytes: 2, view: Uint16Array },
  FP32: { type: 'float32', bytes: 4, view: Float32Array },
  FP64: { type: 'float64', bytes: 8, view: Float64Array },
  U8: { type: 'uint8', bytes: 1, view: Uint8Array },
  I32: { type: 'int32', bytes: 4, view: Int32Array },
  I64: { type: 'int64', bytes: 8, view: BigInt64Array },
};

/** wasi:nn has no truth values; a byte that is 0 or 1 stands for one. */
const TRUTH = 'bool';

/** Copies the bytes. Errors: invalid-argument, unsupported-operation. */
export function toRuntimeTensor(name: string, tensor: TensorValue, wanted: RuntimeType): Tensor {
  const kind = kinds[tensor.type];
  if (!kind)
    throw new ModelFault(
      'unsupported-operation',
      `the input "${name}" is ${tensor.type}, which ONNX models cannot be given here`,
    );
  const type = wanted === TRUTH && tensor.type === 'U8' ? TRUTH : kind.type;
  if (type !== wanted)
    throw new ModelFault(
      'invalid-argument',
      `the input "${name}" is ${tensor.type}, but the model takes ${nameOf(wanted)}`,
    );
  const count = tensor.dimensions.reduce((product, size) => product * size, 1);
  if (count * kind.bytes !== tensor.bytes.length)
    throw new ModelFault(
      'invalid-argument',
      `the input "${name}" has ${String(tensor.bytes.length)} bytes, but ${showShape(tensor.dimensions)} of ${tensor.type} are ${String(count * kind.bytes)}`,
    );
  const buffer = new ArrayBuffer(tensor.bytes.length);
  new Uint8Array(buffer).set(tensor.bytes);
  const elements = new kind.view(buffer) as Float32Array;
  return new Tensor(type as 'float32', elements, [...tensor.dimensions]);
}

/** Errors: unsupported-operation, of a type that wasi:nn does not have. */
export function fromRuntimeTensor(name: string, tensor: Tensor): TensorValue {
  const type = tensor.type === TRUTH ? 'U8' : typeOf(tensor.type);
  const { data } = tensor;
  if (type === undefined || Array.isArray(data))
    throw new ModelFault(
      'unsupported-operation',
      `the output "${name}" is ${tensor.type}, which wasi:nn has no type for`,
    );
  const { buffer, byteOffset, byteLength } = data;
  return { dimensions: [...tensor.dims], type, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

/** `[1, 3]`. */
function showShape(dimensions: readonly number[]): string {
  return `[${dimensions.join(', ')}]`;
}

function typeOf(type: RuntimeType): TensorType | undefined {
  return (Object.keys(kinds) as TensorType[]).find((name) => kinds[name]?.type === type);
}

function nameOf(type: RuntimeType): string {
  return type === TRUTH ? 'U8 (truth values)' : (typeOf(type) ?? type);
}
