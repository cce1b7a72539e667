// Records the metrics and logs that messages to an OpenTelemetry destination bring, with the SDK's instruments. Knows nothing about
// messages. Source of types and levels: Azure IoT Operations, OpenTelemetry data flow endpoints.
import { type Attributes, type Meter, ValueType } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import type { LoggerProvider } from '@opentelemetry/sdk-logs';
import type { PayloadLog, PayloadMetric, TelemetryPayload } from '../../protocol/telemetry.ts';

type Logger = ReturnType<LoggerProvider['getLogger']>;
type Record = (value: number, attributes: Attributes) => void;

const severity = {
  trace: SeverityNumber.TRACE,
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  fatal: SeverityNumber.FATAL,
} as const;

export class PayloadRecorder {
  readonly #meter: Meter;
  readonly #logger: Logger;
  readonly #instruments = new Map<string, Record>();

  constructor(meter: Meter, logger: Logger) {
    this.#meter = meter;
    this.#logger = logger;
  }

  record({ metrics, logs }: TelemetryPayload): void {
    for (const metric of metrics) this.#instrumentOf(metric)(metric.value, metric.attributes);
    for (const log of logs) this.#emit(log);
  }

  #emit({ value, level, timeMs, attributes }: PayloadLog): void {
    this.#logger.emit({
      body: value,
      severityNumber: severity[level],
      severityText: level.toUpperCase(),
      attributes,
      ...(timeMs !== undefined && { timestamp: timeMs }),
    });
  }

  #instrumentOf(metric: PayloadMetric): Record {
    const key = `${metric.type}\n${metric.name}`;
    const known = this.#instruments.get(key);
    if (known) return known;
    const created = this.#create(metric);
    this.#instruments.set(key, created);
    return created;
  }

  #create({ name, type, description }: PayloadMetric): Record {
    const options = {
      valueType: type.startsWith('f64') ? ValueType.DOUBLE : ValueType.INT,
      ...(description !== undefined && { description }),
    };
    switch (type) {
      case 'u64_counter':
      case 'f64_counter': {
        const counter = this.#meter.createCounter(name, options);
        return (value, attributes) => counter.add(value, attributes);
      }
      case 'i64_up_down_counter':
      case 'f64_up_down_counter': {
        const counter = this.#meter.createUpDownCounter(name, options);
        return (value, attributes) => counter.add(value, attributes);
      }
      case 'u64_gauge':
      case 'i64_gauge':
      case 'f64_gauge': {
        const gauge = this.#meter.createGauge(name, options);
        return (value, attributes) => gauge.record(value, attributes);
      }
      case 'u64_histogram':
      case 'f64_histogram': {
        const histogram = this.#meter.createHistogram(name, options);
        return (value, attributes) => histogram.record(value, attributes);
      }
    }
  }
}
