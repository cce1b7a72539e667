// How large what waits to be let in is, in order: the host is told of messages that were, of replays it knows nothing. Knows no message.

export class IntakeSizes {
  /** Bytes; for a replay below zero. */
  #sizes: number[] = [];

  get length(): number {
    return this.#sizes.length;
  }

  /** What waits of replays alone. */
  get replays(): { readonly count: number; readonly bytes: number } {
    const replays = this.#sizes.filter((size) => size < 0);
    return { count: replays.length, bytes: replays.reduce((sum, size) => sum - size - 1, 0) };
  }

  add(bytes: number): void {
    this.#sizes.push(bytes);
  }

  addReplay(bytes: number): void {
    this.#sizes.push(-1 - bytes);
  }

  /** So many of the first have been let in: how many of them were messages, and their bytes. */
  take(count: number): { readonly count: number; readonly bytes: number } {
    const arrivals = this.#sizes.splice(0, count).filter((size) => size >= 0);
    return { count: arrivals.length, bytes: arrivals.reduce((sum, size) => sum + size, 0) };
  }
}
