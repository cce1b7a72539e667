// WIT `wasi:nn` for one operator: its resources as classes, bound to the models of the run. Knows nothing about ONNX.
// Source: wasi:nn@0.2.0-rc-2024-10-28.
import type { ModelErrorCode, TensorType, TensorValue } from '../../protocol/inference.ts';
import { type Model, ModelFailure, type ModelUser } from '../services/models.ts';
import { HostRefusal } from './hostRefusal.ts';
import { ShortLived } from './shortLived.ts';

/** The one version that is served. */
export const MODEL_PACKAGE = 'wasi:nn';
export const MODEL_PACKAGE_VERSION = '0.2.0-rc-2024-10-28';
/** Feature that a graph must ask for when one of its modules runs models. */
export const MODEL_FEATURE = 'wasi-nn';

/** Every interface of the package. */
export const modelInterfaces: readonly string[] = ['errors', 'graph', 'inference', 'tensor'];

/** WIT `graph-encoding`. */
type Encoding = 'openvino' | 'onnx' | 'tensorflow' | 'pytorch' | 'tensorflowlite' | 'ggml' | 'autodetect';

/** WIT `execution-target`. */
type Target = 'cpu' | 'gpu' | 'tpu';

/** What it adds to the other imports, as jco's glue wants it. */
export interface WitModelImports {
  'wasi:nn/errors': { Error: typeof NnError };
  'wasi:nn/tensor': { Tensor: typeof Tensor };
  'wasi:nn/inference': { GraphExecutionContext: typeof GraphExecutionContext };
  'wasi:nn/graph': {
    Graph: typeof Graph;
    load(builder: Uint8Array[], encoding: Encoding, target: Target): Graph;
    loadByName(name: string): Graph;
  };
}

export function bindNeuralNetworks(user: ModelUser): WitModelImports {
  return {
    'wasi:nn/errors': { Error: NnError },
    'wasi:nn/tensor': { Tensor },
    'wasi:nn/inference': { GraphExecutionContext },
    'wasi:nn/graph': {
      Graph,
      load: (builder, encoding, target) => {
        const bytes = orRefuse(() => checkOrder(builder, encoding, target));
        return new Graph(
          user,
          orRefuse(() => user.load(bytes)),
        );
      },
      loadByName: (name) =>
        new Graph(
          user,
          orRefuse(() => user.loadByName(name)),
        ),
    },
  };
}

function checkOrder(builder: readonly Uint8Array[], encoding: Encoding, target: Target): Uint8Array {
  if (encoding !== 'onnx' && encoding !== 'autodetect')
    throw new ModelFailure('invalid-encoding', `models are ONNX here, not ${encoding}`);
  if (target !== 'cpu')
    throw new ModelFailure(
      'unsupported-operation',
      `models run on the CPU here, not on a ${target.toUpperCase()}`,
    );
  const [bytes, ...more] = builder;
  if (!bytes || more.length > 0)
    throw new ModelFailure(
      'invalid-argument',
      `an ONNX model is one list of bytes, not ${String(builder.length)}`,
    );
  return bytes;
}

function orRefuse<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof ModelFailure ? new HostRefusal(new NnError(error.code, error.message)) : error;
  }
}

// Private fields below, so that a handle which the guest made up (the glue gives it an object without them) is found out.
function madeUp(): Error {
  return new Error('the operator used a handle of wasi:nn that is not valid (any more)');
}

/** WIT `error`. */
class NnError extends ShortLived {
  readonly #code: ModelErrorCode;
  readonly #data: string;

  constructor(code: ModelErrorCode, data: string) {
    super();
    this.#code = code;
    this.#data = data;
  }

  code(): ModelErrorCode {
    if (!(#code in this)) throw madeUp();
    return this.#code;
  }

  data(): string {
    if (!(#data in this)) throw madeUp();
    return this.#data;
  }
}

/** WIT `tensor`. Whether its bytes are as many as its type and dimensions want is looked at when it is used. */
class Tensor extends ShortLived {
  readonly #value: TensorValue;

  constructor(dimensions: ArrayLike<number>, type: TensorType, bytes: Uint8Array) {
    super();
    this.#value = { dimensions: Array.from(dimensions), type, bytes };
  }

  static partsOf(tensor: Tensor): TensorValue {
    if (!(#value in tensor)) throw madeUp();
    return tensor.#value;
  }

  dimensions(): number[] {
    return [...Tensor.partsOf(this).dimensions];
  }

  ty(): TensorType {
    return Tensor.partsOf(this).type;
  }

  data(): Uint8Array {
    return Tensor.partsOf(this).bytes;
  }
}

/** A handle to a model in use. */
abstract class ModelHandle {
  readonly #user: ModelUser;
  readonly #model: Model;

  /** Takes over one use of the model. */
  constructor(user: ModelUser, model: Model) {
    this.#user = user;
    this.#model = model;
  }

  protected use<T>(call: (user: ModelUser, model: Model) => T): T {
    if (!(#user in this)) throw madeUp();
    return call(this.#user, this.#model);
  }

  /** The operator has dropped it. */
  [Symbol.dispose](): void {
    this.use((user, model) => user.release(model));
  }
}

/** WIT `graph-execution-context`. */
class GraphExecutionContext extends ModelHandle {
  compute(inputs: [string, Tensor][]): [string, Tensor][] {
    const values = inputs.map(([name, tensor]) => [name, Tensor.partsOf(tensor)] as const);
    const outputs = this.use((user, model) => orRefuse(() => user.compute(model, values)));
    return outputs.map(([name, { dimensions, type, bytes }]) => [name, new Tensor(dimensions, type, bytes)]);
  }
}

/** WIT `graph`. */
class Graph extends ModelHandle {
  initExecutionContext(): GraphExecutionContext {
    return this.use((user, model) => new GraphExecutionContext(user, user.retain(model)));
  }
}
