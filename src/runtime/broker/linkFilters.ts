// The topic filters of one connection to an outside broker: asked for until the broker has answered, and again when it has
// forgotten them. Knows nothing about who receives the messages.
import type { MqttClient } from 'mqtt';
import type { AppError } from '../../base/errors.ts';
import { closedError, RefusedFilters, refusedFilters } from './brokerRefusals.ts';

export class LinkFilters {
  readonly #client: MqttClient;
  readonly #report: (error: AppError) => void;
  /** True: the broker has accepted it. */
  readonly #wanted: Map<string, boolean> = new Map<string, boolean>();
  /** To unsubscribe from when the connection is back. */
  readonly #unwanted: Set<string> = new Set<string>();
  /** Resolves when no answer to an UNSUBSCRIBE is awaited. */
  #leaving: Promise<unknown> = Promise.resolve();
  #waitingForConnection: (() => void)[] = [];
  #isUp = false;
  #isEnded = false;
  /** The broker's session lacks filters that it once had. */
  #isForgotten = false;

  /** `report` gets what goes wrong later than in a call. */
  constructor(client: MqttClient, report: (error: AppError) => void) {
    this.#client = client;
    this.#report = report;
  }

  /** All filters asked for. */
  get list(): readonly string[] {
    return [...this.#wanted.keys()];
  }

  /** Resolves when the broker has accepted all, however often the connection is lost meanwhile. Errors: BROKER_REFUSED, BROKER_CLOSED. */
  async add(filters: readonly string[]): Promise<void> {
    for (const filter of filters) this.#wanted.set(filter, false);
    try {
      while (!(await this.#tryToSubscribe(filters))) await this.#untilUp();
    } catch (error) {
      // Of several filters the broker may have accepted some.
      this.remove(filters);
      throw error;
    }
    for (const filter of filters) if (this.#wanted.has(filter)) this.#wanted.set(filter, true);
  }

  remove(filters: readonly string[]): void {
    for (const filter of filters) {
      this.#wanted.delete(filter);
      this.#unwanted.add(filter);
    }
    if (this.#isUp && !this.#isEnded) this.#sendUnsubscribe();
  }

  goUp(isSessionPresent: boolean): void {
    this.#isUp = true;
    if (!isSessionPresent) {
      this.#unwanted.clear();
      this.#isForgotten = true;
    }
    this.#sendUnsubscribe();
    // Also when the last connection did not last until the broker had answered.
    if (this.#isForgotten) void this.#restore();
    this.#wakeUp();
  }

  goDown(): void {
    this.#isUp = false;
  }

  /** What is under way fails with BROKER_CLOSED. */
  end(): void {
    this.#isEnded = true;
    this.#wakeUp();
  }

  async #restore(): Promise<void> {
    const filters = this.list.filter((filter) => this.#wanted.get(filter));
    try {
      if (filters.length === 0 || (await this.#tryToSubscribe(filters))) this.#isForgotten = false;
    } catch (error) {
      // Closed meanwhile.
      if (!(error instanceof RefusedFilters)) return;
      this.#isForgotten = false;
      for (const filter of error.filters) this.#wanted.delete(filter);
      this.#report(error);
    }
  }

  /** False when the connection was lost before the answer. */
  async #tryToSubscribe(filters: readonly string[]): Promise<boolean> {
    // aedes 2.0.0-beta.1 works on several packets of a client at once: an UNSUBSCRIBE right before would win.
    await this.#leaving;
    if (this.#isEnded) throw closedError();
    if (!this.#isUp) return false;
    try {
      // `rap`: the retain flag as it was sent, like the embedded broker does.
      await this.#client.subscribeAsync([...filters], { qos: 1, rap: true });
      return true;
    } catch (error) {
      const refused = refusedFilters(filters, error);
      if (refused) throw refused;
      return false;
    }
  }

  #sendUnsubscribe(): void {
    const filters = [...this.#unwanted].filter((filter) => !this.#wanted.has(filter));
    this.#unwanted.clear();
    // Without an answer the filters stay in force in the broker, whose messages are then acknowledged and dropped.
    if (filters.length === 0) return;
    const left = new Promise<void>((resolve) => this.#client.unsubscribe(filters, () => resolve()));
    this.#leaving = Promise.all([this.#leaving, left]);
  }

  #untilUp(): Promise<void> {
    if (this.#isUp || this.#isEnded) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => this.#waitingForConnection.push(resolve));
  }

  #wakeUp(): void {
    const waiting = this.#waitingForConnection;
    this.#waitingForConnection = [];
    for (const resolve of waiting) resolve();
  }
}
