// What an engine does for a run that is exported: spans of its hops, and meters. Knows nothing about where they go.
import type { EngineEvents, EngineStart } from '../../protocol/engine.ts';
import type { NodeMeters } from '../../protocol/telemetry.ts';
import type { NodeCounts } from '../../protocol/trace.ts';
import type { CallGuard } from '../component/callGuard.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';
import type { MetricsRegistry } from '../services/metrics.ts';
import type { Hop } from '../trace/hop.ts';
import type { CallCommand } from './commandChannel.ts';
import { RunMeters } from './runMeters.ts';
import { SpanDesk } from './spanDesk.ts';

export interface TelemetryPorts {
  readonly time: TimeSource;
  readonly notify: (event: 'spans', value: EngineEvents['spans'], transfer: readonly ArrayBuffer[]) => void;
}

export class Telemetry {
  readonly spans: SpanDesk;
  readonly #meters: RunMeters;
  readonly #metrics: MetricsRegistry;

  constructor(
    { plan }: EngineStart,
    { seed }: NonNullable<EngineStart['telemetry']>,
    metrics: MetricsRegistry,
    { time, notify }: TelemetryPorts,
  ) {
    // Virtual time means nothing to who compares spans of several programs, and the machine's clock has no fractions.
    const offsetMs = time.epochMs() - time.monotonicMs();
    this.spans = new SpanDesk({
      seed,
      epochMs: () => offsetMs + time.monotonicMs(),
      send: (batch, transfer) => notify('spans', batch, transfer),
    });
    this.#meters = new RunMeters(plan.nodes.length);
    this.#metrics = metrics;
  }

  note(hop: Hop, number: number): void {
    this.spans.note(hop, number);
    this.#meters.note(hop);
  }

  /** `callCommand` with the trace in its requests, of the message that the operator is at. */
  markCalls(callCommand: CallCommand, guard: Pick<CallGuard, 'message'>): CallCommand {
    return (call, checkWanted) => {
      const userProperties = this.spans.markCall(call.userProperties, guard.message);
      return callCommand({ ...call, userProperties }, checkWanted);
    };
  }

  readMeters(counts: readonly NodeCounts[]): NodeMeters[] {
    return this.#meters.read(counts, this.#metrics);
  }
}
