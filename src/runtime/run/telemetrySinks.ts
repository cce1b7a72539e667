// Sinks whose destination is an OpenTelemetry endpoint: checks each message as a cluster does, and hands it to the export, where there is
// one. Knows nothing about topics.
import type { BatchedMessage, EngineLog } from '../../protocol/engine.ts';
import type { TelemetryPayload } from '../../protocol/telemetry.ts';
import { readTelemetryPayload } from './telemetryPayload.ts';

export interface TelemetrySinksPorts {
  /** Indexes of the sinks. */
  readonly sinks: ReadonlySet<number>;
  readonly nameOf: (node: number) => string;
  readonly send: (payload: TelemetryPayload) => void;
  readonly log: (line: EngineLog) => void;
}

/** Reasons told for one run; each is told once, since the next message is likely to have it, too. */
const MAX_TOLD = 100;

export class TelemetrySinks {
  readonly #ports: TelemetrySinksPorts;
  readonly #told: Set<string> = new Set<string>();

  constructor(ports: TelemetrySinksPorts) {
    this.#ports = ports;
  }

  /** False for a message that the endpoint of its sink would drop. */
  accept({ node, payload }: Pick<BatchedMessage, 'node' | 'payload'>): boolean {
    if (!this.#ports.sinks.has(node)) return true;
    const read = readTelemetryPayload(payload);
    if (typeof read !== 'string') {
      this.#ports.send(read);
      return true;
    }
    this.#tell(this.#ports.nameOf(node), read);
    return false;
  }

  #tell(node: string, reason: string): void {
    const key = `${node}\n${reason}`;
    if (this.#told.has(key) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(key);
    const message = `destination "${node}" drops messages, as its OpenTelemetry endpoint does: ${reason}. Give it JSON with "metrics" or "logs"; this reason is told once`;
    this.#ports.log({ level: 'warn', node, context: 'dataflow-graph', message });
  }
}
