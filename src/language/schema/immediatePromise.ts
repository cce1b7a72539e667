// A promise that is settled at once and calls back at once, for a library that is asked for nothing but what it has at
// hand. Implements what the JSON language service calls of a promise constructor; knows nothing about schemas.

type Settle<T> = (value?: T | PromiseLike<T | undefined>) => void;

/** Holds a value or an error from the moment it is made. */
export class ImmediatePromise<T> implements PromiseLike<T> {
  #value: T | PromiseLike<T> | undefined;
  #error: { readonly reason: unknown } | undefined;

  /** `executor` must settle before it returns. */
  constructor(executor: (resolve: Settle<T>, reject: (reason?: unknown) => void) => void) {
    try {
      executor(
        (value) => (this.#value = value as T),
        (reason) => (this.#error = { reason }),
      );
    } catch (reason) {
      this.#error = { reason };
    }
  }

  static resolve<T>(value?: T | PromiseLike<T>): PromiseLike<T> {
    return isThenable(value) ? value : new ImmediatePromise<T>((resolve) => resolve(value));
  }

  static reject<T>(reason: unknown): PromiseLike<T> {
    return new ImmediatePromise<T>((_resolve, reject) => reject(reason));
  }

  static all<T>(values: readonly (T | PromiseLike<T>)[]): PromiseLike<T[]> {
    return new ImmediatePromise<T[]>((resolve, reject) => {
      const results: T[] = [];
      for (const value of values) {
        void ImmediatePromise.resolve(value).then((result) => void results.push(result), reject);
      }
      resolve(results);
    });
  }

  static race<T>(values: readonly PromiseLike<T>[]): PromiseLike<T> {
    return values[0] ?? ImmediatePromise.reject(new Error('There is nothing to wait for.'));
  }

  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    try {
      if (this.#error) {
        const { reason } = this.#error;
        return onError ? ImmediatePromise.resolve<A | B>(onError(reason)) : ImmediatePromise.reject(reason);
      }
      if (isThenable(this.#value)) return this.#value.then(onValue, onError);
      return ImmediatePromise.resolve<A | B>(onValue ? onValue(this.#value as T) : (this.#value as A));
    } catch (reason) {
      return ImmediatePromise.reject(reason);
    }
  }
}

function isThenable<T>(value: T | PromiseLike<T> | undefined): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
