// A broker that can be gone for a while on purpose: its clients lose their connection and get no other, what the run publishes waits, what
// an outside broker sends is taken later. Nothing is lost by that. Knows nothing about why it is to be gone.
import type { Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { BusMessage } from '../../protocol/message.ts';
import type { BrokerClients, BusStatus, Deliver, MessageBus } from './messageBus.ts';

type StartTimer = (callback: () => void, delayMs: number) => Disposable;

interface Absence {
  readonly timer: Disposable;
  readonly over: Promise<void>;
  readonly end: () => void;
}

export class InterruptibleBus implements MessageBus {
  readonly clients?: BrokerClients;
  readonly #bus: MessageBus;
  readonly #startTimer: StartTimer;
  readonly #status: Emitter<BusStatus> = new Emitter<BusStatus>();
  readonly #forwarding: Disposable;
  #absence: Absence | undefined;

  /** Closes `bus` with itself. */
  constructor(bus: MessageBus, startTimer: StartTimer) {
    this.#bus = bus;
    this.#startTimer = startTimer;
    if (bus.clients) this.clients = bus.clients;
    this.#forwarding = bus.onStatus((status) => this.#status.fire(status));
  }

  get url(): string | undefined {
    return this.#bus.url;
  }

  get onStatus(): Event<BusStatus> {
    return this.#status.event;
  }

  /** Is gone for so long from now on; while it is gone already, instead of what was to come. Milliseconds. */
  interrupt(durationMs: number): void {
    const before = this.#absence;
    before?.timer.dispose();
    let { over, end } = before ?? { over: undefined, end: (): void => undefined };
    over ??= new Promise<void>((resolve) => (end = resolve));
    const timer = this.#startTimer(() => this.#comeBack(), durationMs);
    this.#absence = { timer, over, end };
    if (before) return;
    this.clients?.shutOut();
    const reason = `a fault on purpose, for ${String(durationMs)} ms`;
    this.#status.fire({ state: 'reconnecting', reason, attempt: 1 });
  }

  subscribe(filters: readonly string[], deliver: Deliver): Promise<Disposable> {
    return this.#bus.subscribe(filters, (message, sender) =>
      this.#absence ? this.#absence.over.then(() => deliver(message, sender)) : deliver(message, sender),
    );
  }

  publish(message: BusMessage): Promise<void> {
    if (!this.#absence) return this.#bus.publish(message);
    return this.#absence.over.then(() => this.#bus.publish(message));
  }

  async close(): Promise<void> {
    this.#forwarding.dispose();
    this.#absence?.timer.dispose();
    this.#absence?.end();
    this.#absence = undefined;
    await this.#bus.close();
    this.#status.dispose();
  }

  #comeBack(): void {
    const absence = this.#absence;
    this.#absence = undefined;
    this.clients?.letIn();
    this.#status.fire({ state: 'connected' });
    // Those that waited go first: what they were promised is kept before anything else happens.
    absence?.end();
  }
}
