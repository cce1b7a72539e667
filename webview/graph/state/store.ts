// A value that components follow: parts that did not change are the same objects as before. Knows no component.

export class Store<T extends object> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly get = (): T => this.#value;

  /** Tells nobody when nothing is another. */
  set(changes: Partial<T>): void {
    const isSame = (Object.keys(changes) as (keyof T)[]).every((key) =>
      Object.is(changes[key], this.#value[key]),
    );
    if (isSame) return;
    this.#value = { ...this.#value, ...changes };
    for (const listener of this.#listeners) listener();
  }
}
