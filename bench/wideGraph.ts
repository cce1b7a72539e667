// The text of a graph with many ways, as the visual editor shows it at its largest: more connections than operations, joined
// in layers. Knows no measurement.

/** Operations that one may be connected from, counted backwards. */
const REACH = 14;

/**
 * A graph definition of `operations` operations and `connections` connections, at least as many as operations; the same for
 * the same numbers. One source; what has several ways in is a concatenate, what leads nowhere is a sink.
 */
export function wideGraph(operations: number, connections: number): string {
  const random = countingRandom();
  const ways: [from: number, to: number][] = [];
  for (let to = 1; to < operations; to += 1) ways.push([pickBefore(to, random), to]);
  const known = new Set(ways.map(String));
  while (ways.length < connections) {
    const to = 2 + Math.floor(random() * (operations - 2));
    const way: [number, number] = [pickBefore(to, random), to];
    if (!known.has(String(way))) ways.push(way);
    known.add(String(way));
  }
  const inputs = new Map<number, number>();
  for (const [, to] of ways) inputs.set(to, (inputs.get(to) ?? 0) + 1);
  const starts = new Set(ways.map(([from]) => from));
  const typeOf = (index: number): string => {
    if (index === 0) return 'source';
    if (!starts.has(index)) return 'sink';
    return (inputs.get(index) ?? 0) > 1 ? 'concatenate' : index % 3 === 0 ? 'filter' : 'map';
  };
  const nameOf = (index: number): string => `operation-${String(index)}`;
  const entries = Array.from({ length: operations }, (_, index) => {
    const type = typeOf(index);
    const module = type === 'map' || type === 'filter' ? '\n    module: temperature:1.0.0' : '';
    return `  - operationType: ${type}\n    name: ${nameOf(index)}${module}`;
  });
  const lines = ways.map(
    ([from, to]) => `  - from:\n      name: ${nameOf(from)}\n    to:\n      name: ${nameOf(to)}`,
  );
  return `${HEAD}operations:\n${entries.join('\n')}\n\nconnections:\n${lines.join('\n')}\n`;
}

const HEAD = `metadata:
  $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
  name: wide
  version: 1.0.0

moduleRequirements:
  apiVersion: "1.1.0"
  runtimeVersion: "1.1.0"

`;

function pickBefore(to: number, random: () => number): number {
  return Math.max(0, to - 1 - Math.floor(random() * REACH));
}

/** A linear congruential generator (Numerical Recipes), the same every time. */
function countingRandom(): () => number {
  let state = 42;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
