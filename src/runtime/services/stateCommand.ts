// The commands of the state store protocol as requests spell them. Source: Azure IoT Operations, "State store protocol", "Supported
// commands" and "KEYNOTIFY request messages". Knows nothing about values, versions or who asks.
import { readBlobStrings } from './resp3.ts';
import { latin1 } from './stateBytes.ts';
import { StateStoreError } from './stateStoreError.ts';
import type { SetCondition } from './stateStoreTypes.ts';

/** What a request asks for. Keys are not empty; bytes are views of the request. */
export type StateCommand =
  | { readonly name: 'GET' | 'DEL'; readonly key: Uint8Array }
  | { readonly name: 'VDEL'; readonly key: Uint8Array; readonly value: Uint8Array }
  | {
      readonly name: 'SET';
      readonly key: Uint8Array;
      readonly value: Uint8Array;
      readonly options: StateSetOptions;
    }
  | { readonly name: 'KEYNOTIFY'; readonly key: Uint8Array; readonly isStop: boolean };

/** What follows the value of a SET. */
export interface StateSetOptions {
  readonly condition: SetCondition;
  /** The value behind NEX. */
  readonly expected?: Uint8Array;
  /** The number behind PX, milliseconds. */
  readonly expiresMs?: number;
}

type CommandName = StateCommand['name'];

/** Strings of a request with its command, least and most. */
const lengths: Readonly<Record<CommandName, readonly [least: number, most: number]>> = {
  // SET key value NEX value PX ms
  SET: [3, 7],
  GET: [2, 2],
  DEL: [2, 2],
  VDEL: [3, 3],
  KEYNOTIFY: [2, 3],
};
const MAX_STRINGS = 7;
/** The range of the cluster's numbers. */
const MAX_U64 = 0xffff_ffff_ffff_ffffn;
const NOTHING = new Uint8Array();

/** Errors, as {@link StateStoreError}: `syntax-error`, `unknown-command`, `wrong-number-of-arguments`, `key-length-zero`. */
export function readStateCommand(payload: Uint8Array): StateCommand {
  const strings = readBlobStrings(payload, MAX_STRINGS);
  const [verb, key = NOTHING, value = NOTHING, ...rest] = strings?.first ?? [];
  if (!strings || !verb) throw new StateStoreError('syntax-error');
  const name = latin1(verb);
  // "The client must send both the verbs and the options in upper case."
  if (!isCommandName(name)) throw new StateStoreError('unknown-command');
  const [least, most] = lengths[name];
  if (strings.count < least || strings.count > most) throw new StateStoreError('wrong-number-of-arguments');
  if (key.length === 0) throw new StateStoreError('key-length-zero');
  switch (name) {
    case 'SET':
      return { name, key, value, options: must(readSetOptions(rest)) };
    case 'VDEL':
      return { name, key, value };
    case 'KEYNOTIFY':
      if (strings.count === 3 && latin1(value) !== 'STOP') throw new StateStoreError('syntax-error');
      return { name, key, isStop: strings.count === 3 };
    case 'GET':
    case 'DEL':
      return { name, key };
  }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(lengths, name);
}

function must<T>(read: T | undefined): T {
  if (read === undefined) throw new StateStoreError('syntax-error');
  return read;
}

/** In any order, each once. Undefined when they cannot be read. */
function readSetOptions(
  strings: readonly Uint8Array[],
  found: Partial<StateSetOptions> = {},
): StateSetOptions | undefined {
  const [word, next, ...others] = strings;
  if (!word) return { condition: 'unconditional', ...found };
  switch (latin1(word)) {
    case 'NX':
      if (found.condition) return undefined;
      return readSetOptions(strings.slice(1), { ...found, condition: 'only-if-does-not-exist' });
    case 'NEX':
      if (found.condition) return undefined;
      return readEqualCondition(strings.slice(1), found);
    case 'PX': {
      const expiresMs = next && readMilliseconds(next);
      if (found.expiresMs !== undefined || expiresMs === undefined) return undefined;
      return readSetOptions(others, { ...found, expiresMs });
    }
    default:
      return undefined;
  }
}

// The list of options has "NEX <value>", the example of a lock and all clients of Microsoft's SDKs have NEX alone and mean the new value.
// Both cannot be readable at once: a value that is taken for PX leaves its number behind, which is no option.
function readEqualCondition(
  strings: readonly Uint8Array[],
  found: Partial<StateSetOptions>,
): StateSetOptions | undefined {
  const condition = 'only-if-equal-or-does-not-exist';
  const [expected, ...others] = strings;
  const alone = readSetOptions(strings, { ...found, condition });
  return alone ?? (expected && readSetOptions(others, { ...found, condition, expected }));
}

function readMilliseconds(digits: Uint8Array): number | undefined {
  const text = latin1(digits);
  if (!/^\d{1,20}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > MAX_U64 ? undefined : Number(value);
}
