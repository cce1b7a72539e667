// Variables as this adapter thinks of them, before they get numbers that a client can ask by. Knows nothing about what they show.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';

/** One line in the Variables view. What has no container has no members. */
export interface ShownValue {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** How expressions name it. */
  readonly evaluateName?: string;
  readonly members?: Container;
  /** Bytes behind it, for a view of memory. */
  readonly bytes?: Uint8Array;
  readonly hint?: Dap.VariablePresentationHint;
}

/** Holds variables, which are worked out when somebody looks. */
export interface Container {
  /** Members by number and members by name, for clients that page. */
  readonly indexed?: number;
  readonly named?: number;
  /** All of them, or `count` (0: all) from `start` on. */
  read(start?: number, count?: number): readonly ShownValue[] | Promise<readonly ShownValue[]>;
  /** Absent: nothing here can be changed. Errors: those of the change. */
  readonly set?: (name: string, text: string) => Promise<ShownValue>;
  /** Key of the state store that a member shows. */
  readonly stateKeyOf?: (name: string) => string | undefined;
}

export const readOnly: Dap.VariablePresentationHint = { attributes: ['readOnly'] };

const PAGE = 200;

/** A container of what is known already. Many members by name come in groups, because clients ask for those at once. */
export function holdValues(values: readonly ShownValue[], more?: Omit<Container, 'read'>): Container {
  const isPaged = values.length > PAGE && more?.indexed === undefined;
  if (!isPaged)
    return {
      ...more,
      read: (start = 0, count = 0) => values.slice(start, count === 0 ? undefined : start + count),
    };
  const groups: ShownValue[] = [];
  for (let start = 0; start < values.length; start += PAGE) {
    const part = values.slice(start, start + PAGE);
    const name = `[${String(start)} … ${String(start + part.length - 1)}]`;
    groups.push({ name, value: '', members: { ...more, read: () => part }, hint: { kind: 'virtual' } });
  }
  return { ...more, read: () => groups };
}

/** Shortened for one line; the whole is behind it. */
export function shorten(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** A name behind a dot where it can stand there, else in brackets. */
export function memberName(parent: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
}
