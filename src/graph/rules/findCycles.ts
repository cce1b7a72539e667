// Cycles among connections, each told once. Knows names only.

/**
 * One shortest cycle through each knot of connections, as the connections along it, beginning with the first one of the
 * text that is on it. Connections to self are not looked for. Iterative: graphs may be long.
 */
export function findCycles<T extends { readonly from: string; readonly to: string }>(
  connections: readonly T[],
): T[][] {
  const outgoing = new Map<string, T[]>();
  for (const connection of connections) {
    const list = outgoing.get(connection.from);
    if (list) list.push(connection);
    else outgoing.set(connection.from, [connection]);
  }
  const cycles: T[][] = [];
  const told = new Set<string>();
  for (const connection of connections) {
    if (told.has(connection.from)) continue;
    const back = findShortestPath(outgoing, connection.to, connection.from, told);
    if (!back) continue;
    cycles.push([connection, ...back]);
    markKnot(outgoing, connection.from, told);
  }
  return cycles;
}

function findShortestPath<T extends { readonly from: string; readonly to: string }>(
  outgoing: ReadonlyMap<string, readonly T[]>,
  start: string,
  goal: string,
  excluded: ReadonlySet<string>,
): T[] | undefined {
  const via = new Map<string, T>();
  const queue = [start];
  for (const name of queue) {
    if (name === goal) return tracePath(via, start, goal);
    for (const connection of outgoing.get(name) ?? []) {
      const { to } = connection;
      if (via.has(to) || to === start || excluded.has(to)) continue;
      via.set(to, connection);
      queue.push(to);
    }
  }
  return undefined;
}

function tracePath<T extends { readonly from: string }>(
  via: ReadonlyMap<string, T>,
  start: string,
  goal: string,
): T[] {
  const path: T[] = [];
  for (let name = goal; name !== start;) {
    const connection = via.get(name);
    if (!connection) break;
    path.push(connection);
    name = connection.from;
  }
  return path.reverse();
}

/** Marks everything that lies on a cycle with `name`: what it reaches and what reaches it. */
function markKnot<T extends { readonly from: string; readonly to: string }>(
  outgoing: ReadonlyMap<string, readonly T[]>,
  name: string,
  told: Set<string>,
): void {
  const incoming = new Map<string, string[]>();
  for (const connection of [...outgoing.values()].flat()) {
    const list = incoming.get(connection.to);
    if (list) list.push(connection.from);
    else incoming.set(connection.to, [connection.from]);
  }
  const after = collect(name, (at) => (outgoing.get(at) ?? []).map(({ to }) => to));
  const before = collect(name, (at) => incoming.get(at) ?? []);
  for (const one of after) if (before.has(one)) told.add(one);
}

function collect(start: string, next: (name: string) => readonly string[]): Set<string> {
  const seen = new Set([start]);
  for (const name of seen) for (const one of next(name)) seen.add(one);
  return seen;
}
