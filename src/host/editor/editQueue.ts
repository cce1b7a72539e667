// Does one thing after the other: what people do quickly one after the other must not overtake itself. Knows nothing of what
// is done.

export class EditQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Begins `work` when all before it has ended, well or not. Settles as it does. */
  add<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
