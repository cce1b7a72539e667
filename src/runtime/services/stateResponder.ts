// Answers the requests of outside clients to the state store and tells them of keys they watch: bytes in, bytes out. Source: Azure IoT
// Operations, "State store protocol". Knows the topics of notifications, but nothing about brokers and threads.
import type { Disposable } from '../../base/disposable.ts';
import { formatClock, type HybridLogicalClock, parseClock } from '../../base/hybridLogicalClock.ts';
import { toHex } from '../../base/shownBytes.ts';
import {
  STATE_NOTICE_PREFIX,
  type StateDialect,
  type StateReplyHead,
  type StateRequestHead,
} from '../../protocol/stateRequests.ts';
import { writeBlobString, writeBlobStrings, writeLine } from './resp3.ts';
import { latin1 } from './stateBytes.ts';
import { readStateCommand, type StateCommand } from './stateCommand.ts';
import type { StateStore } from './stateStore.ts';
import { StateStoreError } from './stateStoreError.ts';
import type { DeleteResult, StateChange } from './stateStoreTypes.ts';

/** Something for a client. */
export interface StateReply {
  readonly head: StateReplyHead;
  readonly payload: Uint8Array;
}

export interface StateResponderPorts {
  /** The time that clients go by, milliseconds since the Unix epoch. */
  readonly clientNowMs: () => number;
  /** Takes answers and notices in the order of what happened. */
  readonly reply: (reply: StateReply) => void;
  /** Keys that all clients may watch together. Default 100,000. */
  readonly maxWatches?: number;
}

const MAX_WATCHES = 100_000;
// MQTT 5 §1.5.4: texts carry their length in two bytes.
const MAX_TOPIC_LENGTH = 65_535;

const encoder = new TextEncoder();
const [NOTIFY, SET, VALUE] = ['NOTIFY', 'SET', 'VALUE'].map((text) => encoder.encode(text)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const goneWords = { documented: encoder.encode('DEL'), sdk: encoder.encode('DELETE') } as const;
const unmetLines = { documented: '-1', sdk: ':-1' } as const;

/** What a client that watches a key is told with. */
interface Watch {
  readonly topic: string;
  readonly dialect: StateDialect;
}

/** A payload and the version it is about. */
interface Answer {
  readonly payload: Uint8Array;
  readonly version?: HybridLogicalClock | undefined;
}

export class StateResponder {
  readonly #store: StateStore;
  readonly #ports: StateResponderPorts;
  /** By key, as Latin-1 text, then by client. */
  readonly #watches: Map<string, Map<string, Watch>> = new Map<string, Map<string, Watch>>();
  readonly #keysByClient: Map<string, Set<string>> = new Map<string, Set<string>>();
  #watchCount = 0;
  /** Only while something is watched: otherwise changes cost nothing. */
  #listening: Disposable | undefined;

  constructor(store: StateStore, ports: StateResponderPorts) {
    this.#store = store;
    this.#ports = ports;
  }

  /** How many keys are watched; one that several clients watch counts for each. */
  get watchCount(): number {
    return this.#watchCount;
  }

  /** Answers one request, whatever its bytes are; what it changes is told before the answer. */
  answer(request: StateRequestHead, payload: Uint8Array): void {
    const { payload: answer, version } = this.#answerOrRefuse(request, payload);
    const head: StateReplyHead = { kind: 'answer', ...(version && { version: formatClock(version) }) };
    this.#ports.reply({ head, payload: answer });
  }

  /** A client's connection has ended, and with it all that it watches. */
  forget(client: string): void {
    for (const keyText of this.#keysByClient.get(client) ?? []) this.#unwatch(client, keyText);
  }

  #answerOrRefuse(request: StateRequestHead, payload: Uint8Array): Answer {
    try {
      if (request.isIncomplete === true) throw new StateStoreError('syntax-error');
      return this.#carryOut(request, readStateCommand(payload));
    } catch (error) {
      if (!(error instanceof StateStoreError)) throw error;
      return { payload: writeLine(`-ERR ${error.message}`) };
    }
  }

  #carryOut(request: StateRequestHead, command: StateCommand): Answer {
    const { dialect } = request;
    switch (command.name) {
      case 'GET': {
        const found = this.#store.get(command.key);
        return { payload: found ? writeBlobString(found.value) : writeLine('$-1'), version: found?.version };
      }
      case 'SET':
        return this.#set(request, command);
      case 'DEL':
        return describeDelete(this.#store.del(command.key, this.#deleteOptions(request)), dialect);
      case 'VDEL': {
        const { key, value } = command;
        return describeDelete(this.#store.vdel(key, value, this.#deleteOptions(request)), dialect);
      }
      case 'KEYNOTIFY':
        return { payload: this.#notify(request, command.key, command.isStop) };
    }
  }

  #set(request: StateRequestHead, { key, value, options }: StateCommand & { readonly name: 'SET' }): Answer {
    if (request.timestamp === undefined) throw new StateStoreError('missing-timestamp');
    const timestamp = readTime(request.timestamp);
    const { isSet, version } = this.#store.set(key, value, {
      ...options,
      ...this.#deleteOptions(request),
      timestamp,
    });
    return { payload: writeLine(isSet ? '+OK' : unmetLines[request.dialect]), version };
  }

  #deleteOptions({ fencingToken }: StateRequestHead): {
    fencingToken?: HybridLogicalClock;
    clientNowMs: number;
  } {
    const clientNowMs = this.#ports.clientNowMs();
    return fencingToken === undefined
      ? { clientNowMs }
      : { clientNowMs, fencingToken: readTime(fencingToken) };
  }

  #notify({ client, dialect }: StateRequestHead, key: Uint8Array, isStop: boolean): Uint8Array {
    // The process itself is no client: it has no topic on which it could be told.
    if (client === undefined) throw new StateStoreError('not-authorized');
    const keyText = latin1(key);
    if (isStop) return writeLine(this.#unwatch(client, keyText) ? '+OK' : ':0');
    this.#watch(client, key, dialect);
    return writeLine('+OK');
  }

  #watch(client: string, key: Uint8Array, dialect: StateDialect): void {
    const keyText = latin1(key);
    const clients = this.#watches.get(keyText) ?? new Map<string, Watch>();
    const topic = noticeTopic(client, key);
    const isNew = !clients.has(client);
    const isFull = isNew && this.#watchCount >= (this.#ports.maxWatches ?? MAX_WATCHES);
    if (isFull || topic.length > MAX_TOPIC_LENGTH) throw new StateStoreError('quota-exceeded');
    this.#watches.set(keyText, clients.set(client, { topic, dialect }));
    if (!isNew) return;
    this.#watchCount += 1;
    const keys = this.#keysByClient.get(client) ?? new Set<string>();
    this.#keysByClient.set(client, keys.add(keyText));
    this.#listening ??= this.#store.onChange((change) => this.#tell(change));
  }

  /** False when it was not watched. */
  #unwatch(client: string, keyText: string): boolean {
    const clients = this.#watches.get(keyText);
    if (!clients?.delete(client)) return false;
    if (clients.size === 0) this.#watches.delete(keyText);
    const keys = this.#keysByClient.get(client);
    keys?.delete(keyText);
    if (keys?.size === 0) this.#keysByClient.delete(client);
    this.#watchCount -= 1;
    if (this.#watchCount === 0) {
      this.#listening?.dispose();
      this.#listening = undefined;
    }
    return true;
  }

  // The protocol knows of no third word: a key that expires is told like one that is deleted.
  #tell({ kind, key, value, version }: StateChange): void {
    const watches = this.#watches.get(latin1(key));
    if (!watches) return;
    for (const { topic, dialect } of watches.values()) {
      const words = kind === 'set' ? [NOTIFY, SET, VALUE, value] : [NOTIFY, goneWords[dialect]];
      const head = { kind: 'notice', topic, version: formatClock(version), dialect } as const;
      this.#ports.reply({ head, payload: writeBlobStrings(words) });
    }
  }
}

/** "an upper-case hex encoded representation of the MQTT ClientId", and of the key. */
function noticeTopic(client: string, key: Uint8Array): string {
  const hex = (bytes: Uint8Array): string => toHex(bytes).toUpperCase();
  return `${STATE_NOTICE_PREFIX}/${hex(encoder.encode(client))}/command/notify/${hex(key)}`;
}

function describeDelete({ deleted, version }: DeleteResult, dialect: StateDialect): Answer {
  return { payload: writeLine(deleted < 0 ? unmetLines[dialect] : `:${String(deleted)}`), version };
}

/** Of `__ts` and `__ft`. Errors: `malformed-timestamp`. */
function readTime(text: string): HybridLogicalClock {
  const time = parseClock(text);
  if (!time) throw new StateStoreError('malformed-timestamp');
  return time;
}
