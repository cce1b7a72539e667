// What waits to be let in: messages from the broker, and replays, in the order in which they came. Knows nothing about time.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { ReplayOrigin } from '../../protocol/trace.ts';
import type { FlowMessage } from '../message/flowMessage.ts';

/** A message from the broker. `timestamp` is its `__ts`, when it has a readable one. */
export type Arrival = Pick<FlowMessage, 'topic' | 'contentType' | 'userProperties' | 'payload'> & {
  readonly timestamp: HybridLogicalClock | undefined;
  /** Index of the source node. */
  readonly source: number;
  /** Of a recording: the session's time at which it was let in then. */
  readonly letIn?: HybridLogicalClock | undefined;
};

/** A message that is handed to a node once more, as it came in there at a hop that was recorded. */
export interface Replay {
  /** Index of the node. */
  readonly node: number;
  /** Index of the connection by which it came in then; -1 at a source. */
  readonly connection: number;
  readonly message: FlowMessage;
  readonly of: ReplayOrigin;
}

export type Waiting = Arrival | Replay;

export function isReplay(waiting: Waiting): waiting is Replay {
  return 'of' in waiting;
}

export class ArrivalQueue {
  #waiting: Waiting[] = [];
  #next = 0;

  get length(): number {
    return this.#waiting.length - this.#next;
  }

  /** What {@link shift} takes; undefined when nothing waits. */
  get first(): Waiting | undefined {
    return this.#waiting[this.#next];
  }

  push(more: readonly Waiting[]): void {
    // Cutting off what is done only now and then keeps a long queue cheap.
    if (this.#next * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    for (const each of more) this.#waiting.push(each);
  }

  shift(): Waiting | undefined {
    const { first } = this;
    if (first) this.#next += 1;
    return first;
  }
}
