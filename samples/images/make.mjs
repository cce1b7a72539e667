// Makes what the sample needs and nobody writes by hand: the ONNX model of operators/classify and the pictures in data/.
//
//   node samples/images/make.mjs
//
// Needs Node alone. The same files come out every time; a test compares them with those of the repository.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Field numbers below are those of onnx.proto.
const varint = (value) => {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
};
const integer = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const part = (field, ...content) => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
};
const text = (field, value) => part(field, Buffer.from(value));

const FLOAT = 1;

const operator = (type, inputs, outputs) =>
  part(1, ...inputs.map((name) => text(1, name)), ...outputs.map((name) => text(2, name)), text(4, type));

const constant = (name, shape, values) =>
  part(
    5,
    ...shape.map((size) => integer(1, size)),
    integer(2, FLOAT),
    text(8, name),
    part(9, Buffer.from(Float32Array.from(values).buffer)),
  );

/** Sizes that are texts are free. */
const value = (field, name, shape) => {
  const sizes = shape.map((size) => part(1, typeof size === 'number' ? integer(1, size) : text(2, size)));
  return part(field, text(1, name), part(2, part(1, integer(1, FLOAT), part(2, ...sizes))));
};

/** What the model tells apart, in the order of its outputs. */
export const labels = ['running', 'waiting', 'fault', 'off'];

/**
 * Tells from the mean colour of a picture which lamp of a stack light is lit: green, amber, red or none. `frame` is red, green and blue
 * from 0 to 1, of any size; `scores` has one number from 0 to 1 for each label.
 */
export function makeModel() {
  // Rows: red, green, blue.
  const weights = [
    [-60, 30, 60, -30],
    [60, 30, -90, -30],
    [0, 0, 0, 0],
  ];
  const bias = [0, -9, 0, 6];
  const graph = [
    operator('GlobalAveragePool', ['frame'], ['mean']),
    operator('Flatten', ['mean'], ['colour']),
    operator('Gemm', ['colour', 'weights', 'bias'], ['logits']),
    operator('Softmax', ['logits'], ['scores']),
    text(2, 'stack-light'),
    constant('weights', [3, labels.length], weights.flat()),
    constant('bias', [labels.length], bias),
    value(11, 'frame', [1, 3, 'height', 'width']),
    value(12, 'scores', [1, labels.length]),
  ];
  // Version 8 of the format, version 17 of the operators.
  return Buffer.concat([integer(1, 8), text(2, 'samples/images'), part(7, ...graph), part(8, integer(2, 17))]);
}

const SIZE = 24;
const lamps = { red: [240, 32, 24], amber: [240, 160, 16], green: [24, 208, 48] };
const unlit = { red: [56, 16, 16], amber: [56, 40, 12], green: [12, 48, 16] };

/** A stack light with one lamp lit, or none, before a grey wall: 24 by 24, as portable pixmap (P6). */
export function makePicture(lit) {
  const pixels = Buffer.alloc(SIZE * SIZE * 3);
  for (let y = 0; y < SIZE; y += 1)
    for (let x = 0; x < SIZE; x += 1) {
      const lamp = Object.keys(lamps)[Math.floor(y / 8)];
      const isLamp = x >= 6 && x < 18 && y % 8 !== 0;
      // A little unevenness, as walls have it.
      const grey = 12 + ((x * 7 + y * 5) % 9);
      const colour = isLamp ? (lamp === lit ? lamps : unlit)[lamp] : [grey, grey, grey];
      pixels.set(colour, (y * SIZE + x) * 3);
    }
  return Buffer.concat([Buffer.from(`P6\n# one lamp\n${SIZE} ${SIZE}\n255\n`), pixels]);
}

/** Every file by its path within this folder. */
export function makeFiles() {
  return {
    'operators/classify/model/stack-light.onnx': makeModel(),
    ...Object.fromEntries(['red', 'amber', 'green', 'none'].map((lit) => [`data/${lit}.ppm`, makePicture(lit)])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, bytes] of Object.entries(makeFiles())) {
    const path = join(dirname(fileURLToPath(import.meta.url)), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
