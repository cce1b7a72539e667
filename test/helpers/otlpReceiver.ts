// A receiver of OTLP over HTTP: takes traces, metrics and logs, and decodes them by the field numbers of opentelemetry-proto 1.x. On
// demand it refuses, or takes requests and never answers.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  double,
  type Fields,
  fixed64,
  hexOf,
  integer,
  messages,
  packed,
  readFields,
  text,
} from './protobuf.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  /** 1 internal, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 2 is an error. */
  readonly status: { readonly code: number; readonly message: string };
}

export interface ReceivedPoint {
  readonly attributes: Attributes;
  readonly value?: number;
  readonly histogram?: {
    readonly count: number;
    readonly sum: number | undefined;
    readonly min: number | undefined;
    readonly max: number | undefined;
    readonly bounds: readonly number[];
    readonly counts: readonly number[];
  };
}

export interface ReceivedMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'sum' | 'histogram';
  readonly isMonotonic: boolean;
  /** 1 delta, 2 cumulative. */
  readonly temporality: number;
  readonly points: readonly ReceivedPoint[];
}

export interface ReceivedLog {
  readonly timeNs: bigint;
  readonly severity: number;
  readonly severityText: string;
  readonly body: string;
  readonly attributes: Attributes;
}

export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** As the last request had them, by name. */
  readonly metrics: Map<string, ReceivedMetric> = new Map<string, ReceivedMetric>();
  readonly logs: ReceivedLog[] = [];
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
  /** Of the last request. */
  resource: Attributes = {};
  behaviour: 'take' | 'refuse' | 'hang' = 'take';
  readonly #server: Server = createServer((request, response) => {
    void readBody(request).then((body) => {
      this.requests.push({ path: request.url ?? '', headers: request.headers });
      if (this.behaviour === 'hang') return;
      if (this.behaviour === 'refuse') return response.writeHead(403).end('not for you');
      this.#take(request.url ?? '', body);
      return response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });

  static async start(behaviour: OtlpReceiver['behaviour'] = 'take'): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    receiver.behaviour = behaviour;
    await new Promise<void>((done) => receiver.#server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  /** A data point of a metric whose attributes are among others these. */
  point(metric: string, attributes: Attributes): ReceivedPoint | undefined {
    return this.metrics
      .get(metric)
      ?.points.find((point) =>
        Object.entries(attributes).every(([key, value]) => point.attributes[key] === value),
      );
  }

  #take(path: string, body: Buffer): void {
    for (const resource of messages(readFields(body), 1)) {
      this.resource = messages(resource, 1).map((each) => readAttributes(each, 1))[0] ?? {};
      const items = messages(resource, 2).flatMap((scope) => messages(scope, 2));
      if (path.endsWith('/v1/traces')) this.spans.push(...items.map(readSpan));
      else if (path.endsWith('/v1/logs')) this.logs.push(...items.map(readLog));
      else if (path.endsWith('/v1/metrics'))
        for (const metric of items.map(readMetric)) this.metrics.set(metric.name, metric);
      else throw new Error(`nothing is expected at ${path}`);
    }
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readAttributes(fields: Fields, field: number): Record<string, string | number | boolean> {
  return Object.fromEntries(
    messages(fields, field).map((pair): [string, string | number | boolean] => {
      const [value] = messages(pair, 2);
      if (value?.has(1)) return [text(pair, 1), text(value, 1)];
      if (value?.has(2)) return [text(pair, 1), integer(value, 2) === 1];
      if (value?.has(3)) return [text(pair, 1), integer(value, 3)];
      return [text(pair, 1), (value && double(value, 4)) ?? Number.NaN];
    }),
  );
}

function readSpan(span: Fields): ReceivedSpan {
  const [status] = messages(span, 15);
  return {
    traceId: hexOf(span, 1),
    spanId: hexOf(span, 2),
    traceState: text(span, 3),
    parentSpanId: hexOf(span, 4),
    name: text(span, 5),
    kind: integer(span, 6),
    startNs: fixed64(span, 7),
    endNs: fixed64(span, 8),
    attributes: readAttributes(span, 9),
    events: messages(span, 11).map((event) => ({
      name: text(event, 2),
      attributes: readAttributes(event, 3),
    })),
    links: messages(span, 13).map((link) => ({ traceId: hexOf(link, 1), spanId: hexOf(link, 2) })),
    status: { message: status ? text(status, 2) : '', code: status ? integer(status, 3) : 0 },
  };
}

const metricFields = { gauge: 5, sum: 7, histogram: 9 } as const;

function readMetric(metric: Fields): ReceivedMetric {
  const kind =
    (['gauge', 'sum', 'histogram'] as const).find((each) => metric.has(metricFields[each])) ?? 'gauge';
  const [data = new Map<number, never>()] = messages(metric, metricFields[kind]);
  return {
    name: text(metric, 1),
    unit: text(metric, 3),
    kind,
    temporality: kind === 'gauge' ? 0 : integer(data, 2),
    isMonotonic: kind === 'sum' && integer(data, 3) === 1,
    points: messages(data, 1).map(kind === 'histogram' ? readHistogram : readNumber),
  };
}

function readNumber(point: Fields): ReceivedPoint {
  const value = point.has(6) ? integer(point, 6) : (double(point, 4) ?? Number.NaN);
  return { attributes: readAttributes(point, 7), value };
}

function readHistogram(point: Fields): ReceivedPoint {
  return {
    attributes: readAttributes(point, 9),
    histogram: {
      count: Number(fixed64(point, 4)),
      sum: double(point, 5),
      min: double(point, 11),
      max: double(point, 12),
      counts: packed(point, 6, (eight) => Number(eight.readBigUInt64LE())),
      bounds: packed(point, 7, (eight) => eight.readDoubleLE()),
    },
  };
}

function readLog(log: Fields): ReceivedLog {
  const [body] = messages(log, 5);
  return {
    timeNs: fixed64(log, 1),
    severity: integer(log, 2),
    severityText: text(log, 3),
    body: body ? text(body, 1) : '',
    attributes: readAttributes(log, 6),
  };
}
