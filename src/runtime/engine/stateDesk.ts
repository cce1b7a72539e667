// Takes the requests of outside clients to the state store in and gives replies out, in batches as they cross between threads, and sees to
// it that keys somebody watches expire on time. Made with the first request. Knows nothing about brokers.
import type { Disposable } from '../../base/disposable.ts';
import { joinBytes } from '../../base/joinBytes.ts';
import type { StateReplyBatch, StateRequestBatch } from '../../protocol/stateRequests.ts';
import type { SessionClock, TimeSource } from '../scheduler/sessionClock.ts';
import { type StateReply, StateResponder } from '../services/stateResponder.ts';
import type { StateStore } from '../services/stateStore.ts';

export interface StateDeskPorts {
  readonly clock: SessionClock;
  readonly time: TimeSource;
  readonly store: StateStore;
  /** Calls back soon. */
  readonly yieldThen: (callback: () => void) => void;
  /** Neither the run nor its clock moves. */
  readonly isStanding: () => boolean;
  readonly send: (batch: StateReplyBatch, transfer: readonly ArrayBuffer[]) => void;
}

/** Timers must not be set for longer than they can count. */
const MAX_WAIT_MS = 60_000;

export class StateDesk implements Disposable {
  readonly #ports: StateDeskPorts;
  readonly #responder: StateResponder;
  #replies: StateReply[] = [];
  #timer: Disposable | undefined;
  /** The expiry that the timer is for. */
  #timerMs: number | undefined;

  constructor(ports: StateDeskPorts) {
    this.#ports = ports;
    this.#responder = new StateResponder(ports.store, {
      clientNowMs: ports.time.epochMs,
      reply: (reply) => this.#gather(reply),
    });
  }

  /** Answers all at once. */
  accept({ items, bytes }: StateRequestBatch): void {
    let at = 0;
    for (const item of items)
      if (item.kind === 'gone') this.#responder.forget(item.client);
      else this.#responder.answer(item.head, bytes.subarray(at, (at += item.length)));
    this.flush();
  }

  /** Sends what has gathered. To be called whenever time or keys may have moved. */
  flush(): void {
    if (this.#responder.watchCount > 0) this.#ports.store.expire();
    if (this.#replies.length > 0) this.#send();
    this.#wait();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  // Keys are also changed by views, while nothing else moves.
  #gather(reply: StateReply): void {
    if (this.#replies.push(reply) === 1) this.#ports.yieldThen(() => this.flush());
  }

  #send(): void {
    const bytes = joinBytes(this.#replies.map(({ payload }) => payload));
    const items = this.#replies.map(({ head, payload }) => ({ head, length: payload.length }));
    this.#replies = [];
    this.#ports.send({ items, bytes }, [bytes.buffer]);
  }

  // Virtual time moves with the work of the run, after which everything is flushed anyway.
  #wait(): void {
    const { clock, store, time, isStanding } = this.#ports;
    const isWaiting = this.#responder.watchCount > 0 && !clock.isVirtual && !isStanding();
    const dueMs = isWaiting ? store.nextExpiryMs : undefined;
    if (dueMs === this.#timerMs) return;
    this.#timer?.dispose();
    this.#timerMs = dueMs;
    if (dueMs === undefined) return;
    const waitMs = Math.min(Math.max(dueMs - clock.nowMs(), 1), MAX_WAIT_MS);
    this.#timer = time.startTimer(() => {
      this.#timerMs = undefined;
      this.flush();
    }, waitMs);
  }
}
