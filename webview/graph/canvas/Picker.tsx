// The lists that the canvas opens: what may be added at a place, and what an operation may be connected with.
import { type ReactElement, useCallback } from 'react';
import { whyNotConnect } from '../../../src/graph/connectable.ts';
import { addOperation, connect } from '../commands/editCommands.ts';
import { insertable, insertOperation } from '../commands/insertCommands.ts';
import { TypeIcon } from '../icons/icons.tsx';
import { fitsPlace, paletteEntries } from '../palette/paletteEntries.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { OpenPicker } from '../state/canvasView.ts';
import { PickList, type PickItem } from './PickList.tsx';
import { useSession, useView } from './sessionContext.ts';

export function Picker(): ReactElement | null {
  const session = useSession();
  const picker = useView((view) => view.picker);
  const close = useCallback(() => closePicker(session), [session]);
  if (!picker) return null;
  return picker.kind === 'add' ? (
    <AddList picker={picker} onClose={close} />
  ) : (
    <ConnectList picker={picker} onClose={close} />
  );
}

/** The keyboard goes back to where it was. */
function closePicker(session: CanvasSession): void {
  session.view.set({ picker: undefined });
  const { focusedId } = session.view.get();
  if (focusedId !== undefined) session.focus(focusedId);
}

interface ListProps<K extends OpenPicker['kind']> {
  readonly picker: Extract<OpenPicker, { kind: K }>;
  readonly onClose: () => void;
}

function AddList({ picker, onClose }: ListProps<'add'>): ReactElement {
  const session = useSession();
  const { place, point } = picker;
  const edge = place.kind === 'between' ? session.ids?.connections[place.connection] : undefined;
  const entries = (text: string): ReturnType<typeof paletteEntries> =>
    paletteEntries(session.snapshot.workspace, text).filter((entry) => fitsPlace(entry, place));
  return (
    <PickList
      title={picker.title}
      at={picker.at}
      items={(text) => [
        ...entries(text).map((entry) => ({ ...entry, icon: <TypeIcon type={entry.type} /> })),
        ...(edge === undefined ? [] : loose(session, edge, text)),
      ]}
      emptyText="Nothing of that name can be added here."
      onClose={onClose}
      onPick={({ id }) => {
        onClose();
        const entry = entries('').find((other) => other.id === id);
        if (edge !== undefined && id.startsWith(looseMark))
          void insertOperation(session, id.slice(looseMark.length), edge);
        else if (entry) void addOperation(session, entry, place, point);
      }}
    />
  );
}

const looseMark = '\u0001';

/** Operations that are there already and that nothing is connected to. */
function loose(session: CanvasSession, edge: string, text: string): PickItem[] {
  const { operations } = session.arrangement.getSnapshot().content;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return insertable(session, edge).flatMap((id) => {
    const { name = id, type = 'map' } = operations.get(id) ?? {};
    if (!words.every((word) => `${name} ${type}`.toLowerCase().includes(word))) return [];
    const detail = `${type}, not connected yet`;
    return [{ id: `${looseMark}${id}`, title: name, detail, icon: <TypeIcon type={type} /> }];
  });
}

function ConnectList({ picker, onClose }: ListProps<'connect'>): ReactElement {
  const session = useSession();
  const { from } = picker;
  return (
    <PickList
      title={`Connect ${from} to`}
      at={picker.at}
      items={(text) => targets(session, from, text)}
      emptyText="There is nothing it could be connected to."
      onClose={onClose}
      onPick={({ id }) => {
        onClose();
        const [arm, to] = parse(id);
        void connect(session, from, to, arm);
      }}
    />
  );
}

/** Every operation that may be connected; for a branch, by each arm. */
function targets(session: CanvasSession, from: string, text: string): PickItem[] {
  const { graph, ids } = session;
  const start = session.indexOf(from);
  if (!graph || !ids || start === undefined) return [];
  const ways = graph.operations[start]?.type === 'branch' ? (['False', 'True'] as const) : [undefined];
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return graph.operations.flatMap(({ name, type }, index) =>
    ways.flatMap((arm) => {
      const title = arm ? `${arm}: ${name}` : name;
      if (!words.every((word) => title.toLowerCase().includes(word))) return [];
      if (whyNotConnect(graph, { from: start, to: index, arm }) !== undefined) return [];
      return [
        {
          id: `${arm ?? ''}:${ids.operations[index] ?? name}`,
          title,
          detail: type,
          icon: <TypeIcon type={type} />,
        },
      ];
    }),
  );
}

function parse(id: string): ['False' | 'True' | undefined, string] {
  const at = id.indexOf(':');
  const arm = id.slice(0, at);
  return [arm === 'False' || arm === 'True' ? arm : undefined, id.slice(at + 1)];
}
