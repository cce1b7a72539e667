// Coverage of several cases together. Knows nothing about who shows it. Knows no vscode.
import type { CoveredConnection, GraphCoverage } from '../../protocol/testRuns.ts';
import type { SourcePlace } from '../../protocol/runProcess.ts';

/** Counts of the same part, at the same place, are added. Parts keep the order in which they came. */
export function addCoverage(a: GraphCoverage, b: GraphCoverage): GraphCoverage {
  return {
    nodes: addAll(a.nodes, b.nodes, ({ name, place }) => key(place, name)),
    connections: addAll(a.connections, b.connections, (each) => key(each.place, nameOf(each))),
    arms: addAll(a.arms, b.arms, ({ node, arm, file }) => JSON.stringify([file, node, arm])),
  };
}

function addAll<T extends { readonly count: number }>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (part: T) => string,
): T[] {
  const sums = new Map<string, T>();
  for (const part of [...a, ...b]) {
    const name = keyOf(part);
    const known = sums.get(name);
    sums.set(name, known ? { ...known, count: known.count + part.count } : part);
  }
  return [...sums.values()];
}

function key(place: SourcePlace | undefined, name: string): string {
  return JSON.stringify([place?.file, place?.firstLine, name]);
}

function nameOf({ from, arm, to }: Pick<CoveredConnection, 'from' | 'arm' | 'to'>): string {
  return JSON.stringify([from, arm, to]);
}

/** One operation or connection of a file, with the arms of a branch. Lines count from 0 and are inclusive. */
export interface CoveredPart {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly count: number;
  readonly arms: readonly {
    readonly label: string;
    /** Of its first connection; undefined when it leads nowhere. */
    readonly line?: number;
    readonly count: number;
  }[];
}

/** The parts of each file that has some, in the order of its lines. */
export function partsByFile({ nodes, connections, arms }: GraphCoverage): Map<string, CoveredPart[]> {
  const files = new Map<string, CoveredPart[]>();
  const add = (place: SourcePlace | undefined, count: number, ownArms: CoveredPart['arms']): void => {
    if (!place) return;
    const { file, firstLine, lastLine } = place;
    const parts = files.get(file) ?? [];
    files.set(file, parts);
    parts.push({ firstLine, lastLine, count, arms: ownArms });
  };
  for (const { name, place, count } of nodes) {
    const own = arms.filter(({ node, file }) => node === name && file === place?.file);
    add(
      place,
      count,
      own.map((each) => ({
        label: `arm "${each.arm}"`,
        ...(each.places[0] && each.places[0].file === place?.file && { line: each.places[0].firstLine }),
        count: each.count,
      })),
    );
  }
  for (const { place, count } of connections) add(place, count, []);
  for (const parts of files.values()) parts.sort((a, b) => a.firstLine - b.firstLine);
  return files;
}
