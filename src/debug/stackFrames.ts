// The way of a stopped message as a call stack: where it stands, and below that the hops that led there. Knows nothing about the
// client's numbers or lines.
import type { StopPoint } from '../protocol/debugging.ts';
import type { LoadedRun, SourcePlace } from '../protocol/runProcess.ts';
import type { HopRecord } from '../protocol/trace.ts';

/** `live`: where the run stands, on a connection when it was stopped there. `past`: a recorded hop. `idle`: nothing moves. */
export type StackEntry =
  | { readonly kind: 'live'; readonly point: StopPoint; readonly connection?: number }
  | { readonly kind: 'past'; readonly hop: HopRecord; readonly isLookedAt: boolean }
  | { readonly kind: 'label'; readonly parents: readonly number[] }
  | { readonly kind: 'idle' };

/** Hops before `point`, newest first: each is what caused the one before it. */
export function hopsBefore({ cause }: StopPoint, lineage: readonly HopRecord[]): HopRecord[] {
  const byNumber = new Map(lineage.map((hop) => [hop.hop, hop]));
  const hops: HopRecord[] = [];
  // Causes come before their effects, so this ends.
  for (let hop = byNumber.get(cause); hop; hop = byNumber.get(hop.cause)) hops.push(hop);
  return hops;
}

/** `back`: how many hops back somebody looks; 0 is where the run stands. `connection`: the one it was stopped on. */
export function buildStack(
  point: StopPoint,
  hops: readonly HopRecord[],
  back: number,
  connection?: number,
): StackEntry[] {
  const entries: StackEntry[] = [];
  if (back === 0) {
    entries.push({ kind: 'live', point, ...(connection !== undefined && { connection }) });
    if (point.window) entries.push({ kind: 'label', parents: point.window });
  }
  for (const hop of hops.slice(Math.max(0, back - 1))) {
    entries.push({ kind: 'past', hop, isLookedAt: back > 0 && entries.length === 0 });
    if (hop.parents) entries.push({ kind: 'label', parents: hop.parents });
  }
  return entries;
}

/** VS Code hides a lone thread, so frames say which message it is. */
export function nameOfEntry(entry: StackEntry, run: LoadedRun): string {
  switch (entry.kind) {
    case 'live':
      return nameOfPoint(entry.point, run, entry.connection);
    case 'past': {
      const { message, node, verdict } = entry.hop;
      const name = `message ${String(message)} ${verdict} ${node}`;
      return entry.isLookedAt ? `looking back: ${name}` : name;
    }
    case 'label': {
      const count = entry.parents.length;
      return count === 1 ? '1 contributing message' : `${String(count)} contributing messages`;
    }
    case 'idle':
      return `${run.name}: no message is under way`;
  }
}

export function nameOfPoint(
  { moment, message, node, hop, replayOf }: StopPoint,
  run: LoadedRun,
  connection?: number,
): string {
  const again = replayOf ? ` (a replay of message ${String(replayOf.message)})` : '';
  const what = `message ${String(message)}${again}`;
  const name = run.nodes[node]?.name ?? '';
  const way = connection === undefined ? undefined : run.connections[connection];
  if (way) return `${what} from ${way.from}${way.arm ? ` (${way.arm})` : ''} to ${way.to}`;
  return moment === 'before' ? `${what} at ${name}` : `${what} ${hop?.verdict ?? 'worked on'} ${name}`;
}

export function placeOfEntry(entry: StackEntry, run: LoadedRun): SourcePlace | undefined {
  switch (entry.kind) {
    case 'live':
      return entry.connection === undefined
        ? run.nodes[entry.point.node]?.place
        : run.connections[entry.connection]?.place;
    case 'past':
      return run.nodes.find(({ name }) => name === entry.hop.node)?.place;
    case 'label':
      return undefined;
    case 'idle':
      return run.nodes[0]?.place;
  }
}
