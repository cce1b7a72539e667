// Collects what an operator says and does during one call, for the trace. Knows nothing about where it goes.
import type {
  TracedCommandCall,
  TracedLog,
  TracedMetric,
  TracedSchemaCall,
  TracedStateCall,
} from '../../protocol/trace.ts';

/** Lines, updates or calls kept per call; what comes after is counted only. */
const MAX_NOTES = 1000;

/** The notes of one call; lists are absent while empty. Given out by {@link CallNotes.take}. */
export interface TakenNotes {
  readonly logs: TracedLog[] | undefined;
  readonly metrics: TracedMetric[] | undefined;
  readonly stateCalls: TracedStateCall[] | undefined;
  readonly commandCalls: TracedCommandCall[] | undefined;
  readonly schemaCalls: TracedSchemaCall[] | undefined;
}

const nothing: TakenNotes = {
  logs: undefined,
  metrics: undefined,
  stateCalls: undefined,
  commandCalls: undefined,
  schemaCalls: undefined,
};

/** One per operator instance. */
export class CallNotes {
  #logs: TracedLog[] | undefined;
  #metrics: TracedMetric[] | undefined;
  #stateCalls: TracedStateCall[] | undefined;
  #commandCalls: TracedCommandCall[] | undefined;
  #schemaCalls: TracedSchemaCall[] | undefined;
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

  addCommandCall(entry: TracedCommandCall): void {
    if (this.#hasRoom()) (this.#commandCalls ??= []).push(entry);
  }

  addSchemaCall(entry: TracedSchemaCall): void {
    if (this.#hasRoom()) (this.#schemaCalls ??= []).push(entry);
  }

  /** What was collected so far; it stays. */
  look(): TakenNotes {
    return {
      logs: this.#logs,
      metrics: this.#metrics,
      stateCalls: this.#stateCalls,
      commandCalls: this.#commandCalls,
      schemaCalls: this.#schemaCalls,
    };
  }

  /** Hands over what was collected and starts anew. */
  take(): TakenNotes {
    if (this.#count === 0) return nothing;
    if (this.#count > MAX_NOTES)
      (this.#logs ??= []).push({
        level: 'warn',
        context: 'dataflow-graph',
        message: `${String(this.#count - MAX_NOTES)} further lines, metrics, and calls of the state store, commands and the schema registry of this call are not shown`,
      });
    const taken = this.look();
    this.#logs = this.#metrics = undefined;
    this.#stateCalls = this.#commandCalls = this.#schemaCalls = undefined;
    this.#count = 0;
    return taken;
  }

  #hasRoom(): boolean {
    this.#count += 1;
    return this.#count <= MAX_NOTES;
  }
}
