// Why a model could not be loaded or run, in the cases of wasi:nn. Reads ONNX Runtime's words; knows nothing about models.
import { describeError } from '../../base/errors.ts';
import type { ModelErrorCode, ModelPreparation, ModelRequest } from '../../protocol/inference.ts';

/** `message` is a sentence without its period. */
export class ModelFault extends Error {
  override readonly name = 'ModelFault';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** ONNX Runtime's `OrtErrorCode`, as far as wasi:nn has a case for it. Every other one is a runtime-error. */
const codes: Readonly<Record<number, ModelErrorCode>> = {
  2: 'invalid-argument',
  7: 'invalid-encoding',
  9: 'unsupported-operation',
  10: 'invalid-encoding',
};

/** Where the words say more than the number does. */
const words: readonly (readonly [RegExp, ModelErrorCode])[] = [
  [
    /bad_alloc|out of memory|Array buffer allocation failed|shape is too large|SafeIntOnOverflow/i,
    'too-large',
  ],
  [/No Op registered|Could not find an implementation/, 'unsupported-operation'],
];

/** Reads what ONNX Runtime threw, or a {@link ModelFault}. */
export function readFault(error: unknown, doing: (ModelRequest | ModelPreparation)['kind']): ModelFault {
  if (error instanceof ModelFault) return error;
  const text = describeError(error);
  const [, number, message = text] = /ERROR_CODE: (\d+), ERROR_MESSAGE: ([^]*)$/.exec(text) ?? [];
  const said = words.find(([pattern]) => pattern.test(message))?.[1];
  const counted = number === undefined ? 'unknown' : (codes[Number(number)] ?? 'runtime-error');
  // Whoever loads gives nothing but the model.
  const code = doing === 'load' && counted === 'invalid-argument' ? 'invalid-encoding' : counted;
  return new ModelFault(said ?? code, tidy(message));
}

/** Without the folders of the machine that ONNX Runtime was built on. */
function tidy(message: string): string {
  return message
    .replace(/^\S*\/onnxruntime\/core\//, 'onnxruntime/')
    .trim()
    .replace(/\.$/, '');
}
