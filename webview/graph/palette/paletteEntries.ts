// What can be added to a graph: the types of operations, and the operators of the workspace's modules. Knows no component.
import type { NewOperationPlace } from '../../../src/graph/gesture.ts';
import {
  hasOperator,
  moduleOperationTypes,
  type OperationType,
  operationTypes,
} from '../../../src/graph/model.ts';
import type { CanvasWorkspace } from '../../../src/protocol/canvas.ts';
import type { CanvasSession } from '../state/canvasSession.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly type: OperationType;
  readonly module?: string;
  readonly title: string;
  /** What it does, or where it comes from. */
  readonly detail: string;
  /** Heading under which it stands. */
  readonly group: string;
}

/** What every type does, in a few words. */
export const typeDetails: Readonly<Record<OperationType, string>> = {
  source: 'where messages come in',
  map: 'changes every message',
  filter: 'lets some messages pass',
  branch: 'sends messages one of two ways',
  concatenate: 'joins ways that a branch parted',
  accumulate: 'makes one message of many',
  delay: 'lets messages wait',
  sink: 'where messages go out',
};

/** Types first, then modules by name; `text` keeps what has all its words, and puts first what begins with it. */
export function paletteEntries(workspace: CanvasWorkspace, text = ''): readonly PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...typeEntries(), ...moduleEntries(workspace)].filter((entry) => {
    const all = `${entry.title} ${entry.type} ${entry.module ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const begins = ({ title }: PaletteEntry): boolean => title.startsWith(words[0] ?? '');
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

/** Whether operations of this type make sense at `place`. */
export function fitsPlace({ type }: PaletteEntry, { kind }: NewOperationPlace): boolean {
  if (kind === 'free') return true;
  if (type === 'source') return kind === 'before';
  return type !== 'sink' || kind === 'behind';
}

/** Behind the operation that is selected, into the connection that is, else on its own. */
export function placeBySelection(
  { graph, snapshot: { selection } }: Pick<CanvasSession, 'graph' | 'snapshot'>,
  entry: PaletteEntry,
): NewOperationPlace {
  const [operation, ...others] = selection.operations;
  const [connection] = selection.connections;
  const place: NewOperationPlace =
    operation !== undefined && others.length === 0 && graph?.operations[operation]?.type !== 'sink'
      ? { kind: 'behind', from: { operation } }
      : operation === undefined && connection !== undefined
        ? { kind: 'between', connection }
        : { kind: 'free' };
  return fitsPlace(entry, place) ? place : { kind: 'free' };
}

function typeEntries(): PaletteEntry[] {
  return operationTypes.map((type) => ({
    id: type,
    type,
    title: type,
    detail: typeDetails[type],
    group: 'Operations',
  }));
}

function moduleEntries({ modules }: CanvasWorkspace): PaletteEntry[] {
  return modules.flatMap(({ name, references, types, isBuilt }) => {
    const module = references.at(-1);
    if (module === undefined) return [];
    const offered = types.length > 0 ? types : moduleOperationTypes;
    return offered.filter(hasOperator).map((type) => ({
      id: `${name} ${type}`,
      type,
      module,
      title: `${name} ${type}`,
      detail: isBuilt ? module : `${module}, not built yet`,
      group: name,
    }));
  });
}
