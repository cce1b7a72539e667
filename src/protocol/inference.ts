// Models that operators run, on their way between an engine and the thread that runs them. Shapes only; all of them survive
// structured cloning. Source: wasi:nn@0.2.0-rc-2024-10-28.

/** WIT `tensor-type`. */
export type TensorType = 'FP16' | 'FP32' | 'FP64' | 'BF16' | 'U8' | 'I32' | 'I64';

/** WIT `error-code`. */
export type ModelErrorCode =
  | 'invalid-argument'
  | 'invalid-encoding'
  | 'timeout'
  | 'runtime-error'
  | 'unsupported-operation'
  | 'too-large'
  | 'not-found'
  | 'security'
  | 'unknown';

export interface TensorValue {
  /** Sizes, outermost first. */
  readonly dimensions: readonly number[];
  readonly type: TensorType;
  /** The elements, little-endian, the innermost dimension's next to each other. */
  readonly bytes: Uint8Array;
}

/** A tensor under the name of the model's input or output. */
export type NamedTensor = readonly [name: string, tensor: TensorValue];

/** `model` is a number that the engine chooses. */
export type ModelRequest =
  | { readonly kind: 'load'; readonly model: number; readonly bytes: Uint8Array }
  | { readonly kind: 'compute'; readonly model: number; readonly inputs: readonly NamedTensor[] }
  /** Never answered. */
  | { readonly kind: 'free'; readonly model: number };

/** A model is going to be loaded. Never answered. */
export interface ModelPreparation {
  readonly kind: 'prepare';
}

export type ModelOutcome =
  /** `outputs`: in the model's order; none after a load. */
  | { readonly kind: 'done'; readonly outputs: readonly NamedTensor[] }
  /** `reason`: a sentence without its period. */
  | { readonly kind: 'failed'; readonly code: ModelErrorCode; readonly reason: string };

/** From the engine. */
export interface ModelRequestFrame {
  readonly id: number;
  readonly request: ModelRequest | ModelPreparation;
}

/** To the engine. */
export interface ModelOutcomeFrame {
  readonly id: number;
  readonly outcome: ModelOutcome;
}
