// Loads ONNX models and runs them, on the CPU. The only user of onnxruntime-web. Knows nothing about threads and operators.
import { env, InferenceSession, type Tensor } from 'onnxruntime-web/wasm';
import type { ModelOutcome, ModelPreparation, ModelRequest, NamedTensor } from '../../protocol/inference.ts';
import { ModelFault, readFault } from './modelFault.ts';
import { fromRuntimeTensor, toRuntimeTensor } from './tensors.ts';

/**
 * An ONNX model that gives back its input: one Identity node from `a` to `b`, both FP32 of length 1; IR version 8, operator set 13.
 * ONNX Runtime compiles most of itself when it loads the first model, whichever that is.
 */
const smallestModel = Buffer.from(
  'CAg6NwoQCgFhEgFiIghJZGVudGl0eRIBZ1oPCgFhEgoKCAgBEgQKAggBYg8KAWISCgoICAESBAoCCAFCAhAN',
  'base64',
);

type ValueMetadata = InferenceSession.ValueMetadata;

/** Models that are loaded, by the numbers that requests give them. One per thread. */
export class ModelSessions {
  readonly #sessions: Map<number, InferenceSession> = new Map<number, InferenceSession>();

  /** `runtime`: ONNX Runtime's WebAssembly. Nothing is compiled before the first model. */
  constructor(runtime: Uint8Array) {
    // A copy of its own threads would start workers by addresses that do not exist here.
    env.wasm.numThreads = 1;
    env.wasm.wasmBinary = runtime;
    env.logLevel = 'fatal';
  }

  /** Never rejects. */
  async handle(request: ModelRequest | ModelPreparation): Promise<ModelOutcome> {
    try {
      if (request.kind === 'prepare') await (await create(smallestModel)).release();
      else if (request.kind === 'load') await this.#load(request.model, request.bytes);
      else if (request.kind === 'free') await this.#free(request.model);
      else return { kind: 'done', outputs: await this.#compute(request.model, request.inputs) };
      return { kind: 'done', outputs: [] };
    } catch (error) {
      const { code, message } = readFault(error, request.kind);
      return { kind: 'failed', code, reason: message };
    }
  }

  async #load(model: number, bytes: Uint8Array): Promise<void> {
    this.#sessions.set(model, await create(bytes));
  }

  async #free(model: number): Promise<void> {
    const session = this.#sessions.get(model);
    this.#sessions.delete(model);
    await session?.release();
  }

  async #compute(model: number, inputs: readonly NamedTensor[]): Promise<NamedTensor[]> {
    const session = this.#sessions.get(model);
    if (!session) throw new Error(`model ${String(model)} is not loaded`);
    const outputs = await session.run(makeFeeds(session, inputs));
    return session.outputNames.flatMap((name): NamedTensor[] => {
      const output = outputs[name];
      return output ? [[name, fromRuntimeTensor(name, output)]] : [];
    });
  }
}

function create(model: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(model, { executionProviders: ['wasm'] });
}

// ONNX Runtime's own words for these name neither what there is nor what was given.
function makeFeeds(session: InferenceSession, inputs: readonly NamedTensor[]): Record<string, Tensor> {
  const wanted = new Map(session.inputMetadata.map((each) => [each.name, each]));
  const feeds: Record<string, Tensor> = {};
  for (const [name, tensor] of inputs) {
    const metadata = wanted.get(name);
    if (!metadata)
      throw new ModelFault(
        'invalid-argument',
        `the model has no input "${name}"; it has ${listNames(wanted.keys())}`,
      );
    if (name in feeds) throw new ModelFault('invalid-argument', `the input "${name}" was given twice`);
    feeds[name] = toRuntimeTensor(name, tensor, typeOf(metadata));
  }
  const missing = [...wanted.keys()].filter((name) => !(name in feeds));
  if (missing.length > 0)
    throw new ModelFault('invalid-argument', `the model also needs the input ${listNames(missing)}`);
  return feeds;
}

function typeOf(metadata: ValueMetadata): Tensor.Type {
  if (metadata.isTensor) return metadata.type;
  throw new ModelFault('unsupported-operation', `the input "${metadata.name}" is no tensor`);
}

function listNames(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(', ') || 'none';
}
