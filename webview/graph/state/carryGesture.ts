// Brings a gesture that was meant for one version of a graph to a later one: the same operations and connections at their new
// places. Knows no text.
import type { ConnectionStart, GraphGesture, NewOperationPlace } from '../../../src/graph/gesture.ts';
import type { CanvasGraph } from '../../../src/protocol/canvas.ts';
import { findRename, idsOf } from './graphIds.ts';

/** Something that a gesture names is gone. */
class Gone extends Error {}

/** Undefined when something that the gesture names is no longer there. */
export function carryGesture(
  gesture: GraphGesture,
  before: CanvasGraph,
  after: CanvasGraph,
): GraphGesture | undefined {
  if (before === after) return gesture;
  try {
    return carry(gesture, placeFinder(before, after));
  } catch (error) {
    if (error instanceof Gone) return undefined;
    throw error;
  }
}

interface PlaceFinder {
  readonly operation: (index: number) => number;
  readonly connection: (index: number) => number;
}

function placeFinder(before: CanvasGraph, after: CanvasGraph): PlaceFinder {
  const [old, now] = [idsOf(before), idsOf(after)];
  const rename = findRename(before, after);
  const find = (places: ReadonlyMap<string, number>, id: string | undefined): number => {
    const place = id === undefined ? undefined : places.get(id);
    if (place === undefined) throw new Gone();
    return place;
  };
  return {
    operation: (index) => {
      const id = old.operations[index];
      return find(now.operationAt, rename && id === rename.from ? rename.to : id);
    },
    connection: (index) =>
      // A rename changes what connections are known by, and none of their places.
      rename && index < after.connections.length ? index : find(now.connectionAt, old.connections[index]),
  };
}

function carry(gesture: GraphGesture, at: PlaceFinder): GraphGesture {
  switch (gesture.kind) {
    case 'add-operation':
      return { ...gesture, place: carryPlace(gesture.place, at) };
    case 'remove':
      return {
        ...gesture,
        operations: gesture.operations.map(at.operation),
        connections: gesture.connections.map(at.connection),
      };
    case 'insert-operation':
      return {
        ...gesture,
        operation: at.operation(gesture.operation),
        connection: at.connection(gesture.connection),
      };
    case 'duplicate':
      return { ...gesture, operations: gesture.operations.map(at.operation) };
    case 'connect':
      return { ...gesture, from: carryStart(gesture.from, at), to: at.operation(gesture.to) };
    case 'reconnect':
      return {
        ...gesture,
        connection: at.connection(gesture.connection),
        ...(gesture.from && { from: carryStart(gesture.from, at) }),
        ...(gesture.to !== undefined && { to: at.operation(gesture.to) }),
      };
    case 'set-connection-schema':
      return { ...gesture, connection: at.connection(gesture.connection) };
    case 'rename-operation':
    case 'set-type':
    case 'set-module':
    case 'set-parameter':
    case 'remove-parameter':
      return { ...gesture, operation: at.operation(gesture.operation) };
    default:
      // The others name nothing by its place.
      return gesture;
  }
}

function carryStart(start: ConnectionStart, at: PlaceFinder): ConnectionStart {
  return { ...start, operation: at.operation(start.operation) };
}

function carryPlace(place: NewOperationPlace, at: PlaceFinder): NewOperationPlace {
  switch (place.kind) {
    case 'free':
      return place;
    case 'behind':
      return { ...place, from: carryStart(place.from, at) };
    case 'before':
      return { ...place, to: at.operation(place.to) };
    case 'between':
      return { ...place, connection: at.connection(place.connection) };
  }
}
