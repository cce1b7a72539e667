// Carries commands of operators over the run's broker: publishes each request with correlation data of its own, finds the answer
// among what comes on response topics, and ends the waiting. Knows nothing about threads, and nothing of what an answer means.
import { randomUUID } from 'node:crypto';
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { CommandCall, CommandOutcome } from '../../protocol/commandCalls.ts';
import type { BusMessage } from '../../protocol/message.ts';
import type { MessageBus } from '../broker/messageBus.ts';

export interface CommandDeskPorts {
  readonly bus: Pick<MessageBus, 'subscribe' | 'publish'>;
  readonly startTimer: (callback: () => void, delayMs: number) => Disposable;
  /** Whether anybody gets requests on `topic` who could answer them. Absent where that cannot be known: on an outside broker. */
  readonly isHeard?: (topic: string) => boolean;
  /** Told once of a call that has waited for {@link LONG_WAIT_MS} and goes on waiting. */
  readonly onLongWait?: (call: CommandCall) => void;
}

/** Whoever looks at the run begins to wonder. */
export const LONG_WAIT_MS = 1_000;

/** Timers of Node take no more. */
const MAX_TIMER_MS = 0x7fff_ffff;

interface Pending {
  readonly timeoutMs: number;
  /** Virtual time that passes until the answer. */
  passedMs: number;
  /** Nobody got the request when it was sent. */
  isUnheard: boolean;
  readonly settle: (outcome: CommandOutcome) => void;
}

/** One per run. */
export class CommandDesk implements Disposable {
  readonly #ports: CommandDeskPorts;
  /** By correlation data. */
  readonly #pending: Map<string, Pending> = new Map<string, Pending>();
  /** By response filter. */
  readonly #subscriptions: Map<string, Promise<Disposable>> = new Map<string, Promise<Disposable>>();
  #isOver = false;

  constructor(ports: CommandDeskPorts) {
    this.#ports = ports;
  }

  /** Never rejects. */
  async call(call: CommandCall): Promise<CommandOutcome> {
    if (this.#isOver) return over;
    const id = newCorrelation();
    return new Promise((resolve) => {
      const timeout = this.#ports.startTimer(
        () => settle(timedOut(call.timeoutMs, 0, pending.isUnheard ? call.topic : undefined)),
        Math.min(call.timeoutMs, MAX_TIMER_MS),
      );
      const wait =
        call.timeoutMs > LONG_WAIT_MS
          ? this.#ports.startTimer(() => this.#ports.onLongWait?.(call), LONG_WAIT_MS)
          : undefined;
      const settle = (outcome: CommandOutcome): void => {
        this.#pending.delete(id.text);
        timeout.dispose();
        wait?.dispose();
        resolve(outcome);
      };
      const pending: Pending = { timeoutMs: call.timeoutMs, passedMs: 0, isUnheard: false, settle };
      this.#pending.set(id.text, pending);
      this.#send(call, id.bytes, pending).catch((error: unknown) =>
        settle({ kind: 'client-error', reason: describeError(error), passedMs: 0 }),
      );
    });
  }

  /**
   * Tells what a responder inside of the process has in mind, where time is virtual: it answers at once, but `delayMs` are to pass
   * until then; undefined when it will not answer.
   */
  expect(correlationData: Uint8Array, delayMs: number | undefined): void {
    const pending = this.#pending.get(textOf(correlationData));
    if (!pending) return;
    if (delayMs === undefined || delayMs >= pending.timeoutMs)
      pending.settle(timedOut(pending.timeoutMs, pending.timeoutMs));
    else pending.passedMs = delayMs;
  }

  /** Ends all waiting, for good. */
  end(): void {
    this.#isOver = true;
    for (const { settle } of this.#pending.values()) settle(over);
  }

  dispose(): void {
    this.end();
    // One that did not come about leaves nothing behind.
    for (const subscription of this.#subscriptions.values())
      subscription.then((each) => each.dispose()).catch(() => undefined);
    this.#subscriptions.clear();
  }

  async #send(call: CommandCall, correlationData: Uint8Array, pending: Pending): Promise<void> {
    await this.#listen(call.responseFilter);
    if (this.#isOver) return;
    pending.isUnheard = this.#ports.isHeard?.(call.topic) === false;
    await this.#ports.bus.publish({
      topic: call.topic,
      payload: call.payload,
      qos: 1,
      retain: false,
      contentType: call.contentType,
      isText: call.isText,
      // §3.3.2.3.3: whole seconds; an executor does not begin with what nobody waits for any more.
      expirySeconds: Math.ceil(call.timeoutMs / 1000),
      userProperties: call.userProperties,
      responseTopic: call.responseTopic,
      correlationData,
    });
  }

  async #listen(filter: string): Promise<void> {
    let subscription = this.#subscriptions.get(filter);
    if (!subscription) {
      subscription = this.#ports.bus.subscribe([filter], (message) => this.#receive(message));
      this.#subscriptions.set(filter, subscription);
    }
    try {
      await subscription;
    } catch (error) {
      // The next call tries again.
      this.#subscriptions.delete(filter);
      throw error;
    }
  }

  #receive({ correlationData, payload, userProperties }: BusMessage): void {
    const pending = correlationData && this.#pending.get(textOf(correlationData));
    // A repeated answer, one that came too late, or one to somebody else.
    if (!pending) return;
    const { passedMs } = pending;
    pending.settle({ kind: 'answered', payload: new Uint8Array(payload), userProperties, passedMs });
  }
}

const over: CommandOutcome = { kind: 'cancellation', reason: 'the run ends', passedMs: 0 };

/** `unheard`: the topic of a request that nobody got. */
function timedOut(timeoutMs: number, passedMs: number, unheard?: string): CommandOutcome {
  const hint =
    unheard === undefined
      ? ''
      : `: no client was subscribed to "${unheard}" and no responder rule has that topic; start the executor, or add a rule to the responders file`;
  return { kind: 'timeout', reason: `nobody answered within ${String(timeoutMs)} ms${hint}`, passedMs };
}

/** 16 bytes of a UUID, as the protocol wants them. */
function newCorrelation(): { readonly text: string; readonly bytes: Uint8Array } {
  const bytes = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  return { text: textOf(bytes), bytes };
}

function textOf(correlationData: Uint8Array): string {
  return Buffer.from(correlationData).toString('hex');
}
