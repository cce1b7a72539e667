// Proposals inside `connections` of a graph definition: names of operations at either end, arms, whole connections. Knows
// which connections make sense; knows nothing about the text.
import { arms } from '../../graph/model.ts';
import { armWords } from '../navigation/operationWords.ts';
import type { Path } from '../schema/pathDocument.ts';
import type { Scene } from './cursor.ts';
import {
  outlineOf,
  reachableFrom,
  type GraphOutline,
  type OutlineConnection,
  type OutlineOperation,
} from './graphOutline.ts';
import { proposeText, type Proposal } from './proposal.ts';

/** Names for `from.name` or `to.name` of the connection that `path` leads into; those already connected come last. */
export function proposeEnds({ root }: Scene, path: Path, end: 'from' | 'to'): Proposal[] {
  const outline = outlineOf(root);
  const index = Number(path[1]);
  const other = outline.connections[index]?.[end === 'from' ? 'to' : 'from'];
  const loops =
    other === undefined
      ? new Set<string>()
      : reachableFrom(outline, other, end === 'from' ? 'forward' : 'back', index);
  const uses = countUses(outline, end, index);
  const wrongType = end === 'from' ? 'sink' : 'source';
  const names = new Set<string>();
  return outline.operations.flatMap((operation) => {
    const { name, type } = operation;
    if (type === wrongType || name === other || names.has(name)) return [];
    names.add(name);
    const isUsed = (uses.get(name) ?? 0) >= waysAt(operation, end);
    // A connection back would make a cycle.
    const rank = loops.has(name) ? 3 : isUsed ? 2 : 1;
    return proposeText(name, 'name', { rank, detail: describeOperation(operation) });
  });
}

/** Type and module in one line. */
export function describeOperation({ type, module }: OutlineOperation): string {
  return [type, module].filter((word) => word !== undefined).join(' · ');
}

function countUses({ connections }: GraphOutline, end: 'from' | 'to', except: number): Map<string, number> {
  const uses = new Map<string, number>();
  for (const [index, connection] of connections.entries()) {
    const name = connection[end];
    if (name !== undefined && index !== except) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

/** How many connections an operation has at `end` before it needs no more. */
function waysAt({ type }: OutlineOperation, end: 'from' | 'to'): number {
  if (end === 'from') return type === 'branch' ? 2 : 1;
  return type === 'concatenate' ? 2 : 1;
}

/** The arms of the branch that the connection at `path` leaves, the free one first; none when it leaves no branch. */
export function proposeArms(scene: Scene, path: Path): Proposal[] {
  if (!mayHaveArm(scene, path)) return [];
  const { connections } = outlineOf(scene.root);
  const index = Number(path[1]);
  const from = connections[index]?.from;
  return arms.map((arm) => {
    const taken = connections.find(
      (connection, place) => place !== index && connection.arm === arm && connection.from === from,
    );
    const isTaken = from !== undefined && taken !== undefined;
    const detail = isTaken ? `leads to ${taken.to ?? 'nowhere yet'}` : 'not connected yet';
    return proposeText(arm, 'constant', { rank: isTaken ? 2 : 1, detail, documentation: armWords[arm] });
  });
}

/** Whether the connection at `path` leaves a branch, or may still do so. */
export function mayHaveArm({ root }: Scene, path: Path): boolean {
  const { connections, byName } = outlineOf(root);
  const from = connections[Number(path[1])]?.from;
  const type = from === undefined ? undefined : byName.get(from)?.type;
  return type === undefined || type === 'branch';
}

/** Names of entries of `schemas`. */
export function proposeSchemaNames({ root }: Scene): Proposal[] {
  return [...new Set(outlineOf(root).schemas)].map((name) => proposeText(name, 'name', { rank: 1 }));
}

/** A connection that is missing. */
export type MissingConnection = OutlineConnection & { readonly from: string; readonly to: string };

/**
 * The connections that each operation without any way in, or without any way out, needs: from the nearest operation
 * before it that has a way out left, to the nearest one after it that has a way in left.
 */
export function findMissing(outline: GraphOutline): Map<OutlineOperation, readonly MissingConnection[]> {
  const [outs, ins] = [countUses(outline, 'from', -1), countUses(outline, 'to', -1)];
  const needsIn = (one: OutlineOperation): boolean => one.type !== 'source' && !ins.has(one.name);
  const needsOut = (one: OutlineOperation): boolean => one.type !== 'sink' && !outs.has(one.name);
  const hasRoom = (one: OutlineOperation): boolean => (outs.get(one.name) ?? 0) < waysAt(one, 'from');
  const before = neighbours(outline.operations, (one) => one.type !== 'sink', hasRoom);
  const after = neighbours(outline.operations.toReversed(), (one) => one.type !== 'source', needsIn);
  const missing = new Map<OutlineOperation, readonly MissingConnection[]>();
  for (const operation of outline.operations) {
    const from = needsIn(operation) ? before.get(operation) : undefined;
    const to = needsOut(operation) ? after.get(operation) : undefined;
    const incoming = from ? connect(outline, from, operation) : [];
    const outgoing = to ? connectAll(operation, to) : [];
    if (incoming.length + outgoing.length > 0) missing.set(operation, [...incoming, ...outgoing]);
  }
  return missing;
}

/** For each operation the nearest earlier one of `list` that fits, if possible one that is also `isBetter`. */
function neighbours(
  list: readonly OutlineOperation[],
  fits: (operation: OutlineOperation) => boolean,
  isBetter: (operation: OutlineOperation) => boolean,
): Map<OutlineOperation, OutlineOperation> {
  const found = new Map<OutlineOperation, OutlineOperation>();
  let nearest: OutlineOperation | undefined;
  let best: OutlineOperation | undefined;
  for (const operation of list) {
    const neighbour = best ?? nearest;
    if (neighbour && neighbour.name !== operation.name) found.set(operation, neighbour);
    if (!operation.type || !fits(operation)) continue;
    nearest = operation;
    if (isBetter(operation)) best = operation;
  }
  return found;
}

function connect(
  { connections }: GraphOutline,
  from: OutlineOperation,
  to: OutlineOperation,
): MissingConnection[] {
  if (from.type !== 'branch') return [{ from: from.name, to: to.name }];
  const used = connections.filter((connection) => connection.from === from.name).map(({ arm }) => arm);
  const arm = arms.find((one) => !used.includes(one)) ?? 'False';
  return [{ from: from.name, arm, to: to.name }];
}

/** Every way out of `from`, which has none yet. */
function connectAll(from: OutlineOperation, to: OutlineOperation): MissingConnection[] {
  const ends = { from: from.name, to: to.name };
  return from.type === 'branch' ? arms.map((arm) => ({ ...ends, arm })) : [ends];
}
