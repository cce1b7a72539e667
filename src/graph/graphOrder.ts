// Order of operations along the connections. Knows names only, not what operations do.
import type { Connection, Operation } from './model.ts';

/**
 * Operations so that every connection leads from an earlier to a later one; among equals in the order of the text.
 * Connections with an unknown end are ignored. `cyclic` holds, in the order of the text, the operations on a cycle or
 * behind one, which are not in `order`.
 */
export function orderOperations(
  operations: readonly Operation[],
  connections: readonly Pick<Connection, 'from' | 'to'>[],
): { readonly order: readonly Operation[]; readonly cyclic: readonly Operation[] } {
  const indexes = new Map(operations.map((operation, index) => [operation.name, index]));
  const inputs = operations.map(() => 0);
  const targets = operations.map((): number[] => []);
  for (const { from, to } of connections) {
    const [start, end] = [indexes.get(from), indexes.get(to)];
    if (start === undefined || end === undefined) continue;
    targets[start]?.push(end);
    inputs[end] = (inputs[end] ?? 0) + 1;
  }
  const ready = new IndexHeap(inputs.flatMap((count, index) => (count === 0 ? [index] : [])));
  const order: number[] = [];
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    order.push(index);
    for (const target of targets[index] ?? []) {
      inputs[target] = (inputs[target] ?? 0) - 1;
      if (inputs[target] === 0) ready.push(target);
    }
  }
  const ordered = new Set(order);
  return {
    order: order.flatMap((index) => operations[index] ?? []),
    cyclic: operations.filter((_operation, index) => !ordered.has(index)),
  };
}

/** A binary heap that gives the smallest index first, so that the order of the text decides among equals. */
class IndexHeap {
  readonly #items: number[];

  /** `sorted` must be in rising order, which is a heap already. */
  constructor(sorted: number[]) {
    this.#items = sorted;
  }

  push(value: number): void {
    const items = this.#items;
    let index = items.push(value) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((items[parent] ?? 0) <= value) break;
      items[index] = items[parent] ?? 0;
      index = parent;
    }
    items[index] = value;
  }

  pop(): number | undefined {
    const items = this.#items;
    const smallest = items[0];
    const last = items.pop();
    if (items.length === 0 || last === undefined) return smallest;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= items.length) break;
      if ((items[child + 1] ?? Infinity) < (items[child] ?? Infinity)) child += 1;
      if ((items[child] ?? Infinity) >= last) break;
      items[index] = items[child] ?? 0;
      index = child;
    }
    items[index] = last;
    return smallest;
  }
}
