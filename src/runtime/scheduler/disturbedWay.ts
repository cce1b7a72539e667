// What faults do to messages on their way to a node: they get lost, come twice, are overtaken, or come late. Holds those that wait for
// that. Knows nothing about nodes and the order of steps.
import type { WayFault, WayFaults } from '../faults/faultInjector.ts';
import type { Item } from './item.ts';

export interface DisturbedWayPorts {
  readonly faults: WayFaults | undefined;
  /** Session clock, milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
  /** Carries an item through its node. */
  readonly process: (node: number, item: Item) => void;
  /** Puts an item before all others of its node. */
  readonly putFirst: (node: number, item: Item) => void;
  readonly writeLost: (node: number, item: Item, reason: string) => void;
}

/** An item that comes late, at `atMs` of the session clock. */
export interface LateItem {
  readonly node: number;
  readonly item: Item;
  readonly atMs: number;
}

interface OvertakenItem {
  readonly node: number;
  readonly item: Item;
  /** Messages that are still to overtake it. */
  left: number;
}

export class DisturbedWay {
  readonly #ports: DisturbedWayPorts;
  /** In the order of time; of one time in that of arrival. */
  readonly #late: LateItem[] = [];
  #overtaken: OvertakenItem[] = [];

  constructor(ports: DisturbedWayPorts) {
    this.#ports = ports;
  }

  get heldItems(): number {
    return this.#late.length + this.#overtaken.length;
  }

  /** When the next late item comes; session clock. */
  get nextMs(): number | undefined {
    return this.#late[0]?.atMs;
  }

  /** Carries an item through its node, or lets happen to it what a fault says. One that a fault has had already is left alone. */
  move(node: number, item: Item): void {
    const { faults, process } = this.#ports;
    if (faults === undefined || (faults.isQuiet && this.#overtaken.length === 0)) return process(node, item);
    const fault = item.fault === undefined ? faults.meetMessage(node) : undefined;
    if (fault && this.#takeAway(node, item, fault)) return;
    if (fault) this.#ports.putFirst(node, { ...item, fault: 'came a second time' });
    process(node, item);
    if (item.fault !== undefined) return;
    for (const each of this.#overtaken) if (each.node === node) each.left -= 1;
  }

  /** Takes out the next late item. */
  shiftLate(): LateItem | undefined {
    return this.#late.shift();
  }

  /**
   * Lets those go on that were overtaken; when nothing comes any more, all that wait for it. False when there are none. To be called when
   * nothing else moves: further down the graph, what overtook them would be put behind them again by its time.
   */
  releaseOvertaken(isInputComplete: boolean): boolean {
    if (this.#overtaken.length === 0) return false;
    const released = isInputComplete ? this.#overtaken : this.#overtaken.filter(({ left }) => left <= 0);
    if (released.length === 0) return false;
    this.#overtaken = this.#overtaken.filter((each) => !released.includes(each));
    for (const { node, item } of [...released].reverse()) this.#ports.putFirst(node, item);
    return true;
  }

  /** Takes out everything that waits. */
  takeAll(): { readonly node: number; readonly item: Item }[] {
    const all = [...this.#overtaken, ...this.#late.splice(0)];
    this.#overtaken = [];
    return all;
  }

  // Whether it is not to go on now; a message that comes twice does.
  #takeAway(node: number, item: Item, { kind, delayMs = 0, by = 1 }: WayFault): boolean {
    switch (kind) {
      case 'drop':
        this.#ports.writeLost(node, item, 'fault: lost on its way here');
        return true;
      case 'late':
        this.#addLate(node, { ...item, fault: `came ${String(delayMs)} ms late` }, delayMs);
        return true;
      case 'reorder': {
        const fault = `was overtaken by ${by === 1 ? 'the next message' : `${String(by)} messages`}`;
        this.#overtaken.push({ node, item: { ...item, fault }, left: by });
        return true;
      }
      case 'duplicate':
        return false;
    }
  }

  #addLate(node: number, item: Item, delayMs: number): void {
    const atMs = this.#ports.nowMs() + delayMs;
    const index = this.#late.findLastIndex((other) => other.atMs <= atMs);
    this.#late.splice(index + 1, 0, { node, item, atMs });
  }
}
