// Collects what an operator says and does during one call, for the trace. Knows nothing about where it goes.
import type { TracedLog, TracedMetric, TracedStateCall } from '../../protocol/trace.ts';

/** Lines, updates or calls kept per call; what comes after is counted only. */
const MAX_NOTES = 1000;

/** The notes of one call; lists are absent while empty. Given out by {@link CallNotes.take}. */
export interface TakenNotes {
  readonly logs: TracedLog[] | undefined;
  readonly metrics: TracedMetric[] | undefined;
  readonly stateCalls: TracedStateCall[] | undefined;
}

const nothing: TakenNotes = { logs: undefined, metrics: undefined, stateCalls: undefined };

/** One per operator instance. */
export class CallNotes {
  #logs: TracedLog[] | undefined;
  #metrics: TracedMetric[] | undefined;
  #stateCalls: TracedStateCall[] | undefined;
  #count = 0;

  addLog(entry: TracedLog): void {
    if (this.#hasRoom()) (this.#logs ??= []).push(entry);
  }

  addMetric(entry: TracedMetric): void {
    if (this.#hasRoom()) (this.#metrics ??= []).push(entry);
  }

  addStateCall(entry: TracedStateCall): void {
    if (this.#hasRoom()) (this.#stateCalls ??= []).push(entry);
  }

  /** Hands over what was collected and starts anew. */
  take(): TakenNotes {
    if (this.#count === 0) return nothing;
    if (this.#count > MAX_NOTES)
      (this.#logs ??= []).push({
        level: 'warn',
        context: 'dataflow-graph',
        message: `${String(this.#count - MAX_NOTES)} further lines, metrics and state-store calls of this call are not shown`,
      });
    const taken = { logs: this.#logs, metrics: this.#metrics, stateCalls: this.#stateCalls };
    this.#logs = this.#metrics = this.#stateCalls = undefined;
    this.#count = 0;
    return taken;
  }

  #hasRoom(): boolean {
    this.#count += 1;
    return this.#count <= MAX_NOTES;
  }
}
