// Writes ONNX models of a few operators, byte by byte. Source: onnx.proto of ONNX 1.16 (field numbers), operator set 17.

/** Numbers of `TensorProto.DataType`. */
export const elementTypes = {
  FP32: 1,
  U8: 2,
  I32: 6,
  I64: 7,
  STRING: 8,
  BOOL: 9,
  FP16: 10,
  FP64: 11,
} as const;

export type ElementType = keyof typeof elementTypes;

/** An input or output; sizes that are texts are free. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

export interface Constant {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Little-endian. */
  readonly bytes: Uint8Array;
}

export interface Operator {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | Graph>>;
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly operators: readonly Operator[];
  readonly constants?: readonly Constant[];
}

export function onnxModel(graph: Graph): Uint8Array {
  return Buffer.concat([integer(1, 8), part(8, integer(2, 17)), part(7, encodeGraph(graph))]);
}

/** Gives its input `x` back as `y`. */
export function identityModel(type: ElementType, shape: readonly (number | string)[] = ['n']): Uint8Array {
  return onnxModel({
    inputs: [{ name: 'x', type, shape }],
    outputs: [{ name: 'y', type, shape }],
    operators: [{ type: 'Identity', inputs: ['x'], outputs: ['y'] }],
  });
}

/** `y = x + addend`, FP32 of any length. */
export function addModel(addend: number): Uint8Array {
  return onnxModel({
    inputs: [{ name: 'x', type: 'FP32', shape: ['n'] }],
    outputs: [{ name: 'y', type: 'FP32', shape: ['n'] }],
    operators: [{ type: 'Add', inputs: ['x', 'c'], outputs: ['y'] }],
    constants: [{ name: 'c', type: 'FP32', shape: [1], bytes: floats(addend) }],
  });
}

/** Counts to `x`, which takes for ever when that is great. */
export function countModel(): Uint8Array {
  const truth = (name: string): Value => ({ name, type: 'BOOL', shape: [] });
  const number = (name: string): Value => ({ name, type: 'I64', shape: [] });
  const body: Graph = {
    inputs: [number('i'), truth('goesOn'), number('before')],
    outputs: [truth('goesOnStill'), number('after')],
    operators: [
      { type: 'Identity', inputs: ['goesOn'], outputs: ['goesOnStill'] },
      { type: 'Add', inputs: ['before', 'one'], outputs: ['after'] },
    ],
  };
  const one = Buffer.alloc(8);
  one.writeInt32LE(1);
  return onnxModel({
    inputs: [number('x')],
    outputs: [number('y')],
    operators: [{ type: 'Loop', inputs: ['x', 'always', 'none'], outputs: ['y'], attributes: { body } }],
    constants: [
      { name: 'always', type: 'BOOL', shape: [], bytes: Uint8Array.of(1) },
      { name: 'none', type: 'I64', shape: [], bytes: Buffer.alloc(8) },
      { name: 'one', type: 'I64', shape: [], bytes: one },
    ],
  });
}

export function floats(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function encodeGraph({ inputs, outputs, operators, constants = [] }: Graph): Uint8Array {
  return Buffer.concat([
    ...operators.map((operator) => part(1, encodeOperator(operator))),
    text(2, 'graph'),
    ...constants.map((constant) => part(5, encodeConstant(constant))),
    ...inputs.map((value) => part(11, encodeValue(value))),
    ...outputs.map((value) => part(12, encodeValue(value))),
  ]);
}

function encodeOperator({ type, inputs, outputs, attributes = {} }: Operator): Uint8Array {
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) =>
      part(
        5,
        typeof value === 'number'
          ? Buffer.concat([text(1, name), integer(3, value), integer(20, 2)])
          : Buffer.concat([text(1, name), part(6, encodeGraph(value)), integer(20, 5)]),
      ),
    ),
  ]);
}

function encodeConstant({ name, type, shape, bytes }: Constant): Uint8Array {
  return Buffer.concat([
    ...shape.map((size) => integer(1, size)),
    integer(2, elementTypes[type]),
    text(8, name),
    part(9, bytes),
  ]);
}

function encodeValue({ name, type, shape }: Value): Uint8Array {
  const sizes = shape.map((size) => part(1, typeof size === 'number' ? integer(1, size) : text(2, size)));
  const tensor = Buffer.concat([integer(1, elementTypes[type]), part(2, Buffer.concat(sizes))]);
  return Buffer.concat([text(1, name), part(2, part(1, tensor))]);
}

function integer(field: number, value: number): Uint8Array {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

function text(field: number, value: string): Uint8Array {
  return part(field, Buffer.from(value));
}

function part(field: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
