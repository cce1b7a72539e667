// Lifetimes: who creates a thing disposes of it. Knows nothing about what is disposed.

/** Something with an end. `dispose` is safe to call more than once. */
export interface Disposable {
  dispose(): void;
}

/** Owns several disposables and ends them in reverse order of addition. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #isDisposed = false;

  /** Takes ownership of `item`; ends it at once when the store has already ended. */
  add<T extends Disposable>(item: T): T {
    if (this.#isDisposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (let item = this.#items.pop(); item; item = this.#items.pop()) item.dispose();
  }
}
