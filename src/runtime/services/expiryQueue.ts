// Which item expires next: a binary heap whose items know their place in it, so that a renewed or deleted item leaves
// nothing behind. Knows nothing about clocks or what expires.

/** An item the queue can hold; `queueIndex` belongs to the queue and is -1 outside it. */
export interface Expiring {
  /** Milliseconds since the Unix epoch; must not change while the item is in the queue. */
  expiresAtMs: number;
  queueIndex: number;
}

/** Items ordered by expiry; every operation takes logarithmic time at most. */
export class ExpiryQueue<T extends Expiring> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The item that expires first; undefined when the queue is empty. */
  get first(): T | undefined {
    return this.#heap[0];
  }

  /** Adds an item that is not in the queue. */
  add(item: T): void {
    this.#heap.push(item);
    this.#moveUp(item, this.#heap.length - 1);
  }

  /** Takes the item out; does nothing when it is not in the queue. */
  remove(item: T): void {
    const hole = item.queueIndex;
    if (hole < 0) return;
    item.queueIndex = -1;
    const last = this.#heap.pop();
    if (!last || last === item) return;
    this.#moveUp(last, hole);
    this.#moveDown(last, last.queueIndex);
  }

  clear(): void {
    for (const item of this.#heap) item.queueIndex = -1;
    this.#heap.length = 0;
  }

  #place(item: T, index: number): void {
    this.#heap[index] = item;
    item.queueIndex = index;
  }

  #moveUp(item: T, from: number): void {
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (!parent || parent.expiresAtMs <= item.expiresAtMs) break;
      this.#place(parent, index);
      index = parentIndex;
    }
    this.#place(item, index);
  }

  #moveDown(item: T, from: number): void {
    let index = from;
    for (;;) {
      const child = this.#earlierChild(index);
      if (!child || child.expiresAtMs >= item.expiresAtMs) break;
      const childIndex = child.queueIndex;
      this.#place(child, index);
      index = childIndex;
    }
    this.#place(item, index);
  }

  #earlierChild(index: number): T | undefined {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    return left && right && right.expiresAtMs < left.expiresAtMs ? right : left;
  }
}
