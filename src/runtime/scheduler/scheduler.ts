// The single-threaded scheduler of a run: takes messages in at the sources (replays anywhere), carries every item through the nodes in
// topological order, and finishes what waits for a logical time when that time is complete. It moves one step at a time,
// so that whoever drives it can pause between any two. Knows nothing about threads or brokers. See docs/runtime.md.
import { AppError } from '../../base/errors.ts';
import {
  clockFromMs,
  ClockIssuer,
  clockToMs,
  compareClocks,
  type HybridLogicalClock,
  nextClock,
} from '../../base/hybridLogicalClock.ts';
import type { Hop } from '../trace/hop.ts';
import type { WayFaults } from '../faults/faultInjector.ts';
import { FlowMessage } from '../message/flowMessage.ts';
import { type Arrival, ArrivalQueue, isReplay, type Replay, type Waiting } from './arrivals.ts';
import { DisturbedWay } from './disturbedWay.ts';
import { HopWriter } from './hopWriter.ts';
import { type Item, ItemQueue } from './item.ts';
import type { NextStep } from './nextStep.ts';
import { NodeStep, type NodeStepPorts } from './nodeStep.ts';
import { type Bucket, PendingTimes } from './pendingTimes.ts';
import { ReadySet } from './readySet.ts';
import type { SessionClock } from './sessionClock.ts';

/** What the scheduler needs from outside. */
export interface SchedulerPorts extends Pick<NodeStepPorts, 'plan' | 'operators' | 'emit'> {
  readonly clock: SessionClock;
  /** Records one hop and returns its number. */
  readonly record: (hop: Hop) => number;
  readonly settings: SchedulerSettings;
  /** Told before an item moves through a node, and before a window closes (without an item). */
  readonly onStep?: (step: ComingStep) => void;
  /** What goes wrong on purpose. */
  readonly faults?: WayFaults;
}

/** A step that is about to be done. `item` is absent where a window closes. */
export interface ComingStep {
  readonly node: number;
  readonly item?: Item;
  /** Logical time. */
  readonly time: HybridLogicalClock;
}

export interface SchedulerSettings {
  /** What happens to messages older than what is already complete: taken at the frontier's time, or dropped. */
  readonly lateItems: 'accept' | 'drop';
  /** Virtual time between two messages without a timestamp of their own; milliseconds. */
  readonly virtualIntervalMs: number;
  /**
   * Messages let in at once on the wall clock, so that in a long chain one operator's memory is used several times while it
   * is in the processor's caches. In virtual time it is one, since letting a message in moves that clock.
   */
  readonly admitBatch: number;
  /** Largest list an accumulate gets at once; a longer one comes in several calls, staged on. */
  readonly accumulateBatch: number;
  /** Items that delays and windows may hold; then intake stops (wall clock) or the run fails (virtual clock). */
  readonly maxHeldItems: number;
  /** The same for their payloads together; messages let in at once may go beyond it. */
  readonly maxHeldBytes: number;
}

export const defaultSchedulerSettings: SchedulerSettings = {
  lateItems: 'accept',
  virtualIntervalMs: 1,
  admitBatch: 16,
  accumulateBatch: 1000,
  maxHeldItems: 1_000_000,
  maxHeldBytes: 1024 * 1024 * 1024,
};

/** Up to where time is complete: items before `time` (or at it, when `isAfter`) are late. */
interface Frontier {
  readonly time: HybridLogicalClock;
  readonly isAfter: boolean;
}

const NODE_ID = 'dataflow-graph';

export class Scheduler {
  readonly #ports: SchedulerPorts;
  readonly #nodes: NodeStep;
  readonly #queues: readonly ItemQueue[];
  readonly #ready: ReadySet;
  readonly #pending: PendingTimes = new PendingTimes();
  readonly #way: DisturbedWay;
  readonly #issuer: ClockIssuer;
  readonly #arrivals: ArrivalQueue = new ArrivalQueue();
  #nextTime: HybridLogicalClock | undefined;
  #isInputComplete = false;
  #frontier: Frontier | undefined;
  #lastId = 0;

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
    this.#queues = ports.plan.nodes.map(() => new ItemQueue());
    this.#ready = new ReadySet(ports.plan.nodes.length);
    this.#issuer = new ClockIssuer(NODE_ID, () => ports.clock.nowMs());
    this.#nodes = new NodeStep({
      plan: ports.plan,
      operators: ports.operators,
      hops: new HopWriter(ports.record, () => ports.clock.nowMs(), ports.faults),
      enqueue: (node, item) => this.#enqueue(node, item),
      hold: (node, time, item) => this.#pending.add(node, time, item),
      emit: ports.emit,
      newId: () => (this.#lastId += 1),
      accumulateBatch: ports.settings.accumulateBatch,
    });
    this.#way = new DisturbedWay({
      faults: ports.faults,
      nowMs: () => ports.clock.nowMs(),
      process: (node, item) => this.#nodes.process(node, item),
      putFirst: (node, item) => {
        this.#queues[node]?.unshift(item);
        this.#ready.add(node);
      },
      writeLost: (node, item, reason) => void this.#nodes.write(node, item, 'dropped', { reason }),
    });
  }

  /** Items held by delays and windows, and by faults. */
  get heldItems(): number {
    return this.#pending.itemCount + this.#way.heldItems;
  }

  /** Messages taken from the broker, and replays, that have not been let in yet. */
  get waitingArrivals(): number {
    return this.#arrivals.length;
  }

  /** Puts messages before their sources, in order. */
  offer(arrivals: readonly Arrival[]): void {
    this.#arrivals.push(arrivals);
  }

  /**
   * Puts a replay behind what waits before the sources. When its turn comes it is let in like a message that arrives then: it gets the
   * next number and the session's present time as its logical time. The message itself stays as it is.
   */
  replay(replay: Replay): void {
    this.#arrivals.push([replay]);
  }

  /** No message comes any more: from now on everything that waits for a time is finished in order of time. */
  completeInput(): void {
    this.#isInputComplete = true;
  }

  /**
   * Does one step: moves one item through one node, lets one message in, or finishes one thing whose time is complete.
   * False when there is nothing to do now. Errors: RUN_HELD_LIMIT (virtual clock only).
   */
  step(): boolean {
    const node = this.#ready.lowest();
    if (node >= 0) this.#moveItem(node);
    else if (!this.#way.releaseOvertaken(false) && !this.#completeDue() && !this.#admitArrivals())
      return this.#isInputComplete && (this.#way.releaseOvertaken(true) || this.#completeNext());
    return true;
  }

  /** What `step` will work on; undefined when it lets a message in or has nothing to do. Errors: as `step`. */
  get next(): NextStep | undefined {
    const node = this.#ready.lowest();
    if (node >= 0) {
      const item = this.#queues[node]?.first;
      return item && { node, item, identity: item };
    }
    const bucket = this.#pending.peek();
    if (!bucket || !this.#nodes.isWindow(bucket) || this.#isLateItemNext()) return undefined;
    return this.#isDue(bucket) || this.#isFlushing
      ? this.#nodes.describeWindow(bucket, this.#lastId + 1)
      : undefined;
  }

  /** Exchanges the message that comes next (no window); it keeps its number and its way. */
  replaceNext(message: FlowMessage): void {
    const { node, item } = this.#takeNext();
    this.#queues[node]?.unshift({ ...item, message });
    this.#ready.add(node);
  }

  /** Takes the message that comes next (no window) away, with the verdict `dropped`. */
  dropNext(reason: string): void {
    const { node, item } = this.#takeNext();
    this.#nodes.write(node, item, 'dropped', { reason });
  }

  /** The logical time at which something that waits is due next; undefined when nothing waits. */
  get nextPendingTime(): HybridLogicalClock | undefined {
    return this.#pending.peek()?.time;
  }

  /** Messages that wait before the node with index `node`, held ones not counted. */
  waitingAt(node: number): number {
    return this.#queues[node]?.length ?? 0;
  }

  /** Finishes the next thing that waits, if its time is at or before `ms` (session clock). False when there is none. */
  completeUntil(ms: number): boolean {
    const next = this.#nextPendingMs();
    return next !== undefined && next <= ms && this.#completeNext();
  }

  /** Milliseconds until `step` has something to do because of time alone; undefined when nothing is held. */
  get nextDueInMs(): number | undefined {
    const next = this.#nextPendingMs();
    if (next === undefined || this.#ports.clock.isVirtual) return undefined;
    return Math.max(0, Math.floor(next) + 1 - this.#ports.clock.nowMs());
  }

  /** Ends the run as it is: everything still on its way gets the verdict `held`. Returns how many items. */
  abandon(reason: string): number {
    let count = 0;
    const hold = (node: number, item: Item): void => {
      this.#nodes.write(node, item, 'held', { reason });
      count += 1;
    };
    for (let waiting = this.#arrivals.shift(); waiting; waiting = this.#arrivals.shift())
      hold(nodeOf(waiting), this.#newItem(waiting, timeOf(waiting) ?? this.#issuer.issue()));
    this.#queues.forEach((queue, node) => {
      for (let item = queue.shift(); item; item = queue.shift()) hold(node, item);
      this.#ready.delete(node);
    });
    for (let bucket = this.#pending.shift(); bucket; bucket = this.#pending.shift())
      for (const item of bucket.items) hold(bucket.node, item);
    for (const { node, item } of this.#way.takeAll()) hold(node, item);
    return count;
  }

  #takeNext(): NextStep {
    const { next } = this;
    const item = next && !next.window ? this.#queues[next.node]?.shift() : undefined;
    if (!next || !item) throw new Error('no message comes next');
    if (this.#queues[next.node]?.isEmpty !== false) this.#ready.delete(next.node);
    return { ...next, item };
  }

  #moveItem(node: number): void {
    const queue = this.#queues[node];
    const item = queue?.shift();
    if (queue?.isEmpty !== false) this.#ready.delete(node);
    if (!item) return;
    this.#ports.onStep?.({ node, item, time: item.time });
    this.#way.move(node, item);
  }

  #enqueue(node: number, item: Item): void {
    this.#queues[node]?.push(item);
    this.#ready.add(node);
  }

  // Wall clock: time has come. Virtual clock: the next message is later, so it is complete before that message.
  #completeDue(): boolean {
    if (this.#isLateItemNext()) return this.#isLateItemDue() && this.#completeNext();
    const next = this.#pending.peek();
    return next !== undefined && this.#isDue(next) && this.#completeNext();
  }

  // What is complete before it comes is complete without it.
  #isLateItemNext(): boolean {
    const lateMs = this.#way.nextMs;
    if (lateMs === undefined) return false;
    const next = this.#pending.peek();
    return next === undefined || lateMs < clockToMs(next.time);
  }

  #isLateItemDue(): boolean {
    const { clock } = this.#ports;
    const untilMs = clock.isVirtual ? this.#timeOfNextArrival() : undefined;
    const nowMs = clock.isVirtual ? untilMs && clockToMs(untilMs) : clock.nowMs();
    return nowMs !== undefined && (this.#way.nextMs ?? Number.POSITIVE_INFINITY) <= nowMs;
  }

  #nextPendingMs(): number | undefined {
    const next = this.#pending.peek();
    return this.#isLateItemNext() ? this.#way.nextMs : next && clockToMs(next.time);
  }

  #isDue(bucket: Bucket): boolean {
    const { clock } = this.#ports;
    if (clock.isVirtual) {
      const letIn = letInOf(this.#arrivals.first);
      if (letIn) return this.#isDueAt(bucket, letIn);
      const arrivalTime = this.#timeOfNextArrival();
      return arrivalTime !== undefined && compareClocks(bucket.time, arrivalTime) < 0;
    }
    return this.#isDueAt(bucket, clockFromMs(clock.nowMs(), 0n, ''));
  }

  // A held item may leave at its time; a window is complete only after it.
  #isDueAt(bucket: Bucket, now: HybridLogicalClock): boolean {
    const order = compareClocks(bucket.time, now);
    return this.#nodes.isWindow(bucket) ? order < 0 : order <= 0;
  }

  #completeNext(): boolean {
    const late = this.#isLateItemNext() ? this.#way.shiftLate() : undefined;
    if (late) {
      this.#ports.clock.advanceTo(late.atMs);
      this.#enter(late.node, late.item);
      return true;
    }
    const bucket = this.#pending.shift();
    if (!bucket) return false;
    this.#moveFrontier(bucket.time, this.#nodes.isWindow(bucket));
    this.#ports.clock.advanceTo(clockToMs(bucket.time));
    if (this.#nodes.isWindow(bucket)) this.#ports.onStep?.({ node: bucket.node, time: bucket.time });
    this.#nodes.complete(bucket);
    return true;
  }

  // Never back: a window may close at a time before a delay further on releases an item of the same time.
  #moveFrontier(time: HybridLogicalClock, isWindow: boolean): void {
    const isSame = this.#frontier !== undefined && compareClocks(time, this.#frontier.time) === 0;
    this.#frontier = { time, isAfter: isWindow || (isSame && this.#frontier?.isAfter === true) };
  }

  // Messages that do not fit in wait for what is flushed.
  get #isFlushing(): boolean {
    return this.#isInputComplete && (this.waitingArrivals === 0 || this.#isTooFull());
  }

  #admitArrivals(): boolean {
    const { clock, faults, settings } = this.#ports;
    const room = settings.maxHeldItems - this.heldItems;
    // A fault is about one message, not about how many were let in with it.
    const isSingle = clock.isVirtual || faults?.isQuiet === false;
    const most = isSingle ? 1 : Math.max(1, Math.min(settings.admitBatch, room));
    let count = 0;
    while (count < most && this.#admitArrival()) count += 1;
    return count > 0;
  }

  #admitArrival(): boolean {
    const { first } = this.#arrivals;
    if (!first || this.#isTooFull()) return false;
    const time = this.#timeOfNextArrival() ?? this.#issuer.issue();
    this.#arrivals.shift();
    this.#nextTime = undefined;
    this.#ports.clock.advanceTo(clockToMs(letInOf(first) ?? time));
    const node = nodeOf(first);
    const fault = this.#ports.faults?.meetEntry();
    const item = this.#newItem(first, time);
    this.#enter(node, fault === undefined ? item : { ...item, fault });
    return true;
  }

  #enter(node: number, item: Item): void {
    if (!this.#isLate(item.time)) this.#enqueue(node, item);
    else if (this.#ports.settings.lateItems === 'accept')
      this.#enqueue(node, { ...item, time: this.#frontierTime() });
    else this.#nodes.write(node, item, 'late', { reason: 'its time was already complete' });
  }

  #newItem(waiting: Waiting, time: HybridLogicalClock): Item {
    this.#lastId += 1;
    const id = this.#lastId;
    if (isReplay(waiting)) {
      const { message, connection, of } = waiting;
      return { time, message: this.#nodes.recognize(message), id, cause: 0, connection, replayOf: of };
    }
    const { topic, contentType, userProperties, payload } = waiting;
    const message = new FlowMessage(
      'message',
      time,
      topic,
      contentType,
      userProperties,
      payload,
      undefined,
      undefined,
      topic,
    );
    return { time, message, id, cause: 0, connection: -1 };
  }

  // Decided once per message: issuing a time moves the issuer (and virtual time) on.
  #timeOfNextArrival(): HybridLogicalClock | undefined {
    const { first } = this.#arrivals;
    if (!first) return undefined;
    this.#nextTime ??= timeOf(first) ?? this.#issueTime();
    return this.#nextTime;
  }

  #issueTime(): HybridLogicalClock {
    const { clock, settings } = this.#ports;
    if (clock.isVirtual) clock.advanceTo(clock.nowMs() + settings.virtualIntervalMs);
    return this.#issuer.issue();
  }

  // Wall clock: time passing makes room again, so intake only waits. Virtual time would never move on by itself.
  #isTooFull(): boolean {
    const { maxHeldItems, maxHeldBytes } = this.#ports.settings;
    if (this.heldItems < maxHeldItems && this.#pending.payloadBytes < maxHeldBytes) return false;
    if (!this.#ports.clock.isVirtual) return true;
    const node = this.#nodes.node(this.#pending.peek()?.node ?? 0).name;
    throw new AppError(
      'RUN_HELD_LIMIT',
      `Delays and windows hold ${String(this.heldItems)} items, more than this run allows; the earliest wait at "${node}". Give messages timestamps that move on, shorten the window, or raise the limit (--max-held on the command line).`,
    );
  }

  #isLate(time: HybridLogicalClock): boolean {
    if (!this.#frontier) return false;
    const order = compareClocks(time, this.#frontier.time);
    return this.#frontier.isAfter ? order <= 0 : order < 0;
  }

  // The earliest time that is not late: now, or just after what is complete.
  #frontierTime(): HybridLogicalClock {
    const now = this.#issuer.issue();
    if (!this.#isLate(now) || !this.#frontier) return now;
    const { time, isAfter } = this.#frontier;
    return isAfter ? nextClock(time) : time;
  }
}

/** Index of the node at which it enters. */
function nodeOf(waiting: Waiting): number {
  return isReplay(waiting) ? waiting.node : waiting.source;
}

/** When it was let in in the run that is replayed. */
function letInOf(waiting: Waiting | undefined): HybridLogicalClock | undefined {
  return waiting && !isReplay(waiting) ? waiting.letIn : undefined;
}

/** The logical time that a message brings along; undefined where the session's is taken. */
function timeOf(waiting: Waiting): HybridLogicalClock | undefined {
  return isReplay(waiting) ? undefined : waiting.timestamp;
}
