// What was changed from outside in a recorded run, changed again in its replay before the same steps. Knows nothing about recordings.
import { describeError } from '../../base/errors.ts';
import { formatClock, parseClock } from '../../base/hybridLogicalClock.ts';
import { readShownBytes } from '../../base/shownBytes.ts';
import type { EngineLog } from '../../protocol/engine.ts';
import type { ChangedEntry, RunChange, StepChanges } from '../../protocol/trace.ts';
import type { Item } from '../scheduler/item.ts';
import type { ComingStep } from '../scheduler/scheduler.ts';
import type { StateStore } from '../services/stateStore.ts';
import type { StateEntry } from '../services/stateStoreTypes.ts';
import type { Hop } from '../trace/hop.ts';
import { MessageNames, stepName, windowName } from '../trace/messageNames.ts';
import type { FaultDesk } from './faultDesk.ts';
import type { OutsideChanges } from './outsideChanges.ts';

export interface RepeatedChangesPorts {
  /** Of a node by its index. */
  readonly nameOf: (node: number) => string;
  readonly store: Pick<StateStore, 'adopt'>;
  readonly faults: Pick<FaultDesk, 'replace'>;
  /** Is told of keys that were changed again. */
  readonly noted: Pick<OutsideChanges, 'noteKey'> | undefined;
  readonly log: (line: EngineLog) => void;
}

/** One per replay. */
export class RepeatedChanges {
  readonly #changes: readonly StepChanges[];
  readonly #ports: RepeatedChangesPorts;
  /** Indexes by step, in order: a message that was doubled does a step twice. */
  readonly #places: Map<string, number[]> = new Map<string, number[]>();
  readonly #names: MessageNames = new MessageNames();
  /** How many have been done. */
  #done = 0;

  /** `changes`: in the order of the recording. */
  constructor(changes: readonly StepChanges[], ports: RepeatedChangesPorts) {
    this.#changes = changes;
    this.#ports = ports;
    for (const [index, { step }] of changes.entries()) {
      const places = this.#places.get(step);
      if (places) places.push(index);
      else this.#places.set(step, [index]);
    }
  }

  /** To be told of every step before it is done. */
  before({ node, item, time }: ComingStep): void {
    if (this.#isDone) return;
    const { nameOf } = this.#ports;
    const message = item ? this.#nameOf(item) : windowName(nameOf(node), formatClock(time));
    const places = this.#places.get(stepName(message, item?.connection ?? -1, nameOf(node)));
    const index = places?.find((place) => place >= this.#done);
    if (index !== undefined) this.#doUntil(index);
  }

  /** To be told of every hop. */
  note({ message, node, parents, replayOf, time }: Hop): void {
    if (this.#isDone || this.#names.has(message)) return;
    this.#names.note({
      message,
      node: this.#ports.nameOf(node),
      time: formatClock(time),
      ...(parents && { parents }),
      ...(replayOf && { replayOf }),
    });
  }

  /** Says at the end how many changes were not done, since their steps have not come. */
  tellLeft(): void {
    const left = this.#changes.slice(this.#done).reduce((sum, { changes }) => sum + changes.length, 0);
    if (left > 0)
      this.#warn(
        `changes from outside that were not repeated, because their steps did not come: ${String(left)}`,
      );
  }

  get #isDone(): boolean {
    return this.#done === this.#changes.length;
  }

  // With those before it whose steps have not come.
  #doUntil(index: number): void {
    for (; this.#done <= index; this.#done += 1)
      for (const change of this.#changes[this.#done]?.changes ?? []) this.#do(change);
  }

  #do(change: RunChange): void {
    const { store, faults, noted } = this.#ports;
    try {
      if (change.kind === 'faults') faults.replace(change);
      else {
        const key = bytesOf(change.key);
        store.adopt(key, toEntry(key, change.entry));
        noted?.noteKey(key);
      }
    } catch (error) {
      // The graph may have no such operation any more, and files may have been edited.
      this.#warn(describeError(error));
    }
  }

  #warn(message: string): void {
    this.#ports.log({ level: 'warn', context: 'replay', message });
  }

  // What comes in has its first hop after this.
  #nameOf({ id, cause, replayOf }: Item): string {
    const isNew = cause === 0 && !replayOf && !this.#names.has(id);
    return isNew ? this.#names.nextArrival : this.#names.nameOf(id);
  }
}

function toEntry(key: Uint8Array, entry: ChangedEntry | undefined): StateEntry | undefined {
  if (!entry) return undefined;
  const version = parseClock(entry.version);
  if (!version)
    throw new Error(`a key of the state store has the version "${entry.version}" in the recording`);
  const fencingToken = entry.fencingToken === undefined ? undefined : parseClock(entry.fencingToken);
  return {
    key,
    value: bytesOf(entry.value),
    version,
    ...(entry.expiresAtMs !== undefined && { expiresAtMs: entry.expiresAtMs }),
    ...(fencingToken && { fencingToken }),
  };
}

// Who read the recording has checked it.
function bytesOf(shown: string): Uint8Array {
  return readShownBytes(shown) ?? new Uint8Array();
}
