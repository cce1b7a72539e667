// The models of a run: operators load them by their bytes or by the name of a file of the workspace, and those that load the same
// bytes share one. Knows nothing about what a model is, or which thread runs it.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { describeError } from '../../base/errors.ts';
import type { ModelErrorCode, ModelOutcome, ModelRequest, NamedTensor } from '../../protocol/inference.ts';

/** Larger files are no single ONNX file: its format ends at 2 GiB, and the memory that models run in at 4 GiB. */
const MAX_MODEL_BYTES = 1024 * 1024 * 1024;

/** A model that could not be loaded or run; `message` is what operators are told, a sentence without its period. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whoever runs models. */
export interface ModelRunner {
  /** Another one than before when everything that was loaded is lost. */
  readonly generation: number;
  /** Blocks until it is done. May throw what ends the operator's call. */
  readonly call: (request: Exclude<ModelRequest, { kind: 'free' }>) => ModelOutcome;
  readonly free: (model: number) => void;
}

/** A model of the workspace. */
export interface NamedModel {
  readonly name: string;
  /** Of its file. */
  readonly path: string;
}

/** A model in use. */
export interface Model {
  readonly number: number;
  /** SHA-256 in hex. */
  readonly digest: string;
  /** Kept, because the thread that runs models may have to be begun again. */
  readonly bytes: Uint8Array;
  /** Handles that lead to it. */
  users: number;
  /** Of the runner, when it was loaded. */
  generation: number;
}

/** One per run. */
export class Models {
  readonly #runner: ModelRunner;
  readonly #paths: ReadonlyMap<string, string>;
  readonly #byDigest: Map<string, Model> = new Map<string, Model>();
  readonly #byName: Map<string, Model> = new Map<string, Model>();
  #lastNumber = 0;

  constructor(runner: ModelRunner, named: readonly NamedModel[]) {
    this.#runner = runner;
    this.#paths = new Map(named.map(({ name, path }) => [name, path]));
  }

  /** For one operator. */
  openUser(): ModelUser {
    return new ModelUser(this);
  }

  /** Adds a user. Throws {@link ModelFailure}. */
  load(bytes: Uint8Array): Model {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const known = this.#byDigest.get(digest);
    if (known) return retain(known);
    this.#lastNumber += 1;
    const model: Model = { number: this.#lastNumber, digest, bytes, users: 1, generation: -1 };
    this.#ensureLoaded(model);
    this.#byDigest.set(digest, model);
    return model;
  }

  /** Adds a user. While one uses it, a name leads to the same model. Throws {@link ModelFailure}. */
  loadByName(name: string): Model {
    const known = this.#byName.get(name);
    if (known) return retain(known);
    const model = this.load(this.#read(name));
    this.#byName.set(name, model);
    return model;
  }

  /** Throws {@link ModelFailure}. */
  compute(model: Model, inputs: readonly NamedTensor[]): readonly NamedTensor[] {
    this.#ensureLoaded(model);
    return orFail(this.#runner.call({ kind: 'compute', model: model.number, inputs }));
  }

  /** Takes a user away; the last one's model is freed. */
  release(model: Model): void {
    model.users -= 1;
    if (model.users > 0) return;
    this.#byDigest.delete(model.digest);
    for (const [name, named] of this.#byName) if (named === model) this.#byName.delete(name);
    if (model.generation === this.#runner.generation) this.#runner.free(model.number);
  }

  #ensureLoaded(model: Model): void {
    if (model.generation === this.#runner.generation) return;
    orFail(this.#runner.call({ kind: 'load', model: model.number, bytes: model.bytes }));
    // Only now: loading may have begun the runner.
    model.generation = this.#runner.generation;
  }

  #read(name: string): Uint8Array {
    const path = this.#paths.get(name);
    if (path === undefined) throw this.#unknown(name);
    try {
      const { size } = statSync(path);
      if (size > MAX_MODEL_BYTES)
        throw new ModelFailure(
          'too-large',
          `${path} has ${String(size)} bytes, more than ${String(MAX_MODEL_BYTES)}`,
        );
      return readFileSync(path);
    } catch (error) {
      if (error instanceof ModelFailure) throw error;
      throw new ModelFailure('not-found', `cannot read ${path}: ${describeError(error)}`);
    }
  }

  #unknown(name: string): ModelFailure {
    if (/[/\\]/.test(name))
      return new ModelFailure(
        'security',
        `"${name}" is a path, and models have names: those of files in the folder models, without .onnx`,
      );
    const names = [...this.#paths.keys()].map((each) => `"${each}"`).join(', ');
    const there = names === '' ? 'holds no models' : `holds ${names}`;
    return new ModelFailure(
      'not-found',
      `there is no model "${name}": the workspace's folder models ${there}`,
    );
  }
}

/** What one operator uses, so that all of it can be given back when its instance is gone. */
export class ModelUser {
  readonly #models: Models;
  readonly #held: Map<Model, number> = new Map<Model, number>();

  constructor(models: Models) {
    this.#models = models;
  }

  /** See {@link Models.load}. */
  load(bytes: Uint8Array): Model {
    return this.#hold(this.#models.load(bytes));
  }

  /** See {@link Models.loadByName}. */
  loadByName(name: string): Model {
    return this.#hold(this.#models.loadByName(name));
  }

  /** For one more handle. */
  retain(model: Model): Model {
    return this.#hold(retain(model));
  }

  /** See {@link Models.compute}. */
  compute(model: Model, inputs: readonly NamedTensor[]): readonly NamedTensor[] {
    return this.#models.compute(model, inputs);
  }

  /** One handle less. Of handles that {@link releaseAll} has taken away already this is nothing. */
  release(model: Model): void {
    const count = this.#held.get(model) ?? 0;
    if (count === 0) return;
    if (count === 1) this.#held.delete(model);
    else this.#held.set(model, count - 1);
    this.#models.release(model);
  }

  releaseAll(): void {
    for (const [model, count] of this.#held)
      for (let left = count; left > 0; left -= 1) this.#models.release(model);
    this.#held.clear();
  }

  #hold(model: Model): Model {
    this.#held.set(model, (this.#held.get(model) ?? 0) + 1);
    return model;
  }
}

function retain(model: Model): Model {
  model.users += 1;
  return model;
}

function orFail(outcome: ModelOutcome): readonly NamedTensor[] {
  if (outcome.kind === 'failed') throw new ModelFailure(outcome.code, outcome.reason);
  return outcome.outputs;
}
