// Which nodes have items waiting, lowest index first in constant time per word of 32 nodes. Knows nothing else.

/** A set of node indexes from 0 up to a fixed size. */
export class ReadySet {
  readonly #words: Uint32Array;
  #firstWord: number;

  constructor(size: number) {
    this.#words = new Uint32Array(Math.ceil(size / 32) + 1);
    this.#firstWord = this.#words.length;
  }

  add(index: number): void {
    const word = index >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (index & 31));
    if (word < this.#firstWord) this.#firstWord = word;
  }

  delete(index: number): void {
    const word = index >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) & ~(1 << (index & 31));
  }

  /** The lowest index in the set, or -1. */
  lowest(): number {
    for (; this.#firstWord < this.#words.length; this.#firstWord += 1) {
      const bits = this.#words[this.#firstWord] ?? 0;
      // The lowest set bit alone, then its position.
      if (bits !== 0) return (this.#firstWord << 5) + 31 - Math.clz32(bits & -bits);
    }
    return -1;
  }
}
