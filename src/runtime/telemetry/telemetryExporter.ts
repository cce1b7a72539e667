// Sends a run's traces and metrics by OTLP over HTTP, with the official SDK: bounded queues, retries, batches. Knows nothing about
// threads and engines.
import { randomUUID } from 'node:crypto';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { BatchLogRecordProcessor, LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import { DEFAULT_OTLP_ADDRESS, tellAddress } from '../../base/otlpAddress.ts';
import type {
  NodeMeters,
  OtlpSettings,
  SpanBatch,
  TelemetryPayload,
  TelemetryStart,
} from '../../protocol/telemetry.ts';
import { MeterProducer } from './meterProducer.ts';
import { PayloadRecorder } from './payloadRecorder.ts';
import { GivenIds, SpanWriter } from './spanWriter.ts';
import { ExportWatch, WatchedExporter } from './watchedExporter.ts';

export interface TelemetryExporterPorts {
  readonly start: TelemetryStart;
  /** The variables OTEL_… that settings without an address stand for. */
  readonly environment: NodeJS.ProcessEnv;
  readonly epochMs: () => number;
  readonly readMeters: () => Promise<readonly NodeMeters[]>;
  /** So many spans have been delivered, or given up. */
  readonly onSettled: (spans: number, isDelivered: boolean) => void;
  /** Once. */
  readonly onRefused: (url: string, reason: string) => void;
}

const SCOPE = 'dataflow-graph';
const DESTINATION_SCOPE = 'dataflow-graph/destination';
/** What a receiver that is away costs at most: the memory of so many spans. The engine leaves out what would be more. */
const MAX_QUEUED_SPANS = 20_000;
const MAX_BATCH = 512;
const SEND_SPANS_AFTER_MS = 1000;
const SEND_METRICS_EVERY_MS = 10_000;
/** At the end all batches go out at once. */
const MAX_CONCURRENT = Math.ceil(MAX_QUEUED_SPANS / MAX_BATCH) + 1;
/** An accumulate gets at most so many items at once, a call leaves at most so many notes and one more. */
const MAX_LINKS = 1000;
const MAX_EVENTS = 1001;

export class TelemetryExporter {
  readonly #tracing: TracerProvider;
  readonly #metering: MeterProvider;
  readonly #logging: LoggerProvider;
  readonly #spans: SpanWriter;
  readonly #payloads: PayloadRecorder;

  constructor(ports: TelemetryExporterPorts) {
    const { start } = ports;
    const resource = describeRun(start);
    const watch = new ExportWatch(ports);
    const given = new GivenIds();
    this.#tracing = new TracerProvider({
      resource,
      idGenerator: given,
      spanLimits: { linkCountLimit: MAX_LINKS, eventCountLimit: MAX_EVENTS },
      spanProcessors: [createSpanProcessor(ports, watch)],
    });
    this.#metering = new MeterProvider({ resource, readers: [createReader(ports, watch, resource)] });
    this.#logging = new LoggerProvider({ resource, processors: [createLogProcessor(ports, watch)] });
    this.#payloads = new PayloadRecorder(
      this.#metering.getMeter(DESTINATION_SCOPE),
      this.#logging.getLogger(DESTINATION_SCOPE),
    );
    this.#spans = new SpanWriter({ ...start, tracer: this.#tracing.getTracer(SCOPE), given });
  }

  take(batch: SpanBatch): void {
    this.#spans.write(batch);
  }

  /** Of a message to an OpenTelemetry destination. */
  record(payload: TelemetryPayload): void {
    this.#payloads.record(payload);
  }

  /** Sends what is queued and the last metrics; resolves when all has been answered. */
  async end(): Promise<void> {
    await Promise.allSettled([this.#tracing.shutdown(), this.#metering.shutdown(), this.#logging.shutdown()]);
  }
}

function describeRun({ plan, settings }: TelemetryStart): Resource {
  const own = resourceFromAttributes({
    'service.name': plan.name,
    'service.namespace': 'dataflow-graph',
    'service.instance.id': randomUUID(),
  });
  const resource = defaultResource().merge(own);
  // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
  return settings.endpoint === undefined
    ? resource.merge(detectResources({ detectors: [envDetector] }))
    : resource;
}

function createSpanProcessor(ports: TelemetryExporterPorts, watch: ExportWatch): BatchSpanProcessor {
  const { config, url } = addressOf(ports, 'traces');
  return new BatchSpanProcessor({
    exporter: new WatchedExporter<ReadableSpan[]>({
      exporter: new OTLPTraceExporter({ ...config, concurrencyLimit: MAX_CONCURRENT }),
      url,
      watch,
      onSettled: (spans, isDelivered) => ports.onSettled(spans.length, isDelivered),
    }),
    maxQueueSize: MAX_QUEUED_SPANS,
    maxExportBatchSize: MAX_BATCH,
    scheduledDelayMillis: SEND_SPANS_AFTER_MS,
  });
}

function createLogProcessor(ports: TelemetryExporterPorts, watch: ExportWatch): BatchLogRecordProcessor {
  const { config, url } = addressOf(ports, 'logs');
  return new BatchLogRecordProcessor({
    exporter: new WatchedExporter<ReadableLogRecord[]>({
      exporter: new OTLPLogExporter({ ...config, concurrencyLimit: MAX_CONCURRENT }),
      url,
      watch,
    }),
    maxQueueSize: MAX_QUEUED_SPANS,
    maxExportBatchSize: MAX_BATCH,
    scheduledDelayMillis: SEND_SPANS_AFTER_MS,
  });
}

function createReader(
  ports: TelemetryExporterPorts,
  watch: ExportWatch,
  resource: Resource,
): PeriodicExportingMetricReader {
  const { config, url } = addressOf(ports, 'metrics');
  const { epochMs, readMeters: read, start } = ports;
  return new PeriodicExportingMetricReader({
    exporter: new WatchedExporter<ResourceMetrics>({ exporter: new OTLPMetricExporter(config), url, watch }),
    exportIntervalMillis: SEND_METRICS_EVERY_MS,
    exportTimeoutMillis: SEND_METRICS_EVERY_MS,
    metricProducers: [
      new MeterProducer({ resource, scope: { name: SCOPE }, plan: start.plan, epochMs, read }),
    ],
  });
}

/** How the exporter of one signal is set, and the address as it is told to people: without what may be secret. */
function addressOf(
  { start, environment }: TelemetryExporterPorts,
  signal: 'traces' | 'metrics' | 'logs',
): { readonly config: { url?: string; headers?: Record<string, string> }; readonly url: string } {
  const { endpoint, headers }: OtlpSettings = start.settings;
  if (endpoint !== undefined) {
    const url = joinAddress(endpoint, signal);
    return { config: { url, headers: { ...headers } }, url: tellAddress(url) };
  }
  // The exporter reads the environment by itself.
  const whole = environment[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`];
  const base = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return { config: {}, url: tellAddress(whole ?? joinAddress(base ?? DEFAULT_OTLP_ADDRESS, signal)) };
}

// As with OTEL_EXPORTER_OTLP_ENDPOINT: the path of the signal comes behind that of the base address.
function joinAddress(endpoint: string, signal: string): string {
  if (!URL.canParse(endpoint)) return endpoint;
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`;
  return url.href;
}
