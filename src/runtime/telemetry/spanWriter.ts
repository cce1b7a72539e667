// Makes spans of the SDK from what an engine tells of its hops. Names follow the semantic conventions of OpenTelemetry for messaging
// where there are any, and begin with `dataflow.` where there are none. Knows nothing about where spans go.
import {
  type Attributes,
  type Context,
  createTraceState,
  type Link,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
  TraceFlags,
} from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import type { PlanNode } from '../../graph/runPlan.ts';
import {
  type ForeignTrace,
  SPAN_NUMBERS,
  type SpanBatch,
  type SpanDetails,
  type TelemetryStart,
} from '../../protocol/telemetry.ts';
import { verdicts } from '../../protocol/trace.ts';
import { SpanIds } from '../trace/spanIds.ts';

/** Gives the ids that were put into it. */
export class GivenIds implements IdGenerator {
  traceId = '';
  spanId = '';
  readonly generateTraceId = (): string => this.traceId;
  readonly generateSpanId = (): string => this.spanId;
}

export interface SpanWriterPorts extends Pick<TelemetryStart, 'plan' | 'sinkTopics' | 'seed'> {
  /** Takes its ids from `given`. */
  readonly tracer: Tracer;
  readonly given: GivenIds;
}

const noDetails: Omit<SpanDetails, 'span'> = {};

export class SpanWriter {
  readonly #ports: SpanWriterPorts;
  readonly #ids: SpanIds;

  constructor(ports: SpanWriterPorts) {
    this.#ports = ports;
    this.#ids = new SpanIds(ports.seed);
  }

  write({ count, numbers, foreign, details }: SpanBatch): void {
    let next = 0;
    for (let span = 0; span < count; span += 1) {
      const own = details[next]?.span === span ? details[next++] : undefined;
      this.#writeSpan(
        numbers.subarray(span * SPAN_NUMBERS, (span + 1) * SPAN_NUMBERS),
        foreign,
        own ?? noDetails,
      );
    }
  }

  #writeSpan(
    numbers: Float64Array,
    traces: readonly ForeignTrace[],
    details: Omit<SpanDetails, 'span'>,
  ): void {
    const [
      hop = 0,
      message = 0,
      parent = 0,
      index = 0,
      verdict = 0,
      arm = 0,
      endMs = 0,
      us = 0,
      foreign = 0,
    ] = numbers;
    const node = this.#ports.plan.nodes[index];
    if (!node) return;
    const theirs = traces[foreign - 1];
    const { tracer, given } = this.#ports;
    given.traceId = theirs?.traceId ?? this.#ids.traceOf(message);
    given.spanId = this.#ids.spanOf(hop);
    const attributes: Attributes = {
      'dataflow.node': node.name,
      'dataflow.operation.type': node.type,
      'dataflow.verdict': verdicts[verdict] ?? '',
      'dataflow.message': message,
      'dataflow.hop': hop,
      ...(arm > 0 && { 'dataflow.arm': arm === 2 ? 'True' : 'False' }),
      ...(node.module !== undefined && { 'dataflow.module': node.module }),
      ...describeEnd(node, this.#ports.sinkTopics.get(index), details),
      ...describeDetails(details),
    };
    const links = this.#linksOf(details);
    const span = tracer.startSpan(
      `${node.type} ${node.name}`,
      { kind: kindOf(node), startTime: endMs - us / 1000, attributes, links },
      this.#contextOf(parent, theirs, details.foreignParent),
    );
    for (const { level, context, message: body } of details.logs ?? [])
      span.addEvent('log', { 'log.severity': level, 'log.context': context, 'log.body': body }, endMs);
    if (details.error) span.setStatus({ code: SpanStatusCode.ERROR, message: details.error.message });
    span.end(endMs);
  }

  #contextOf(parent: number, theirs: ForeignTrace | undefined, foreignParent: string | undefined): Context {
    if (parent === 0 && foreignParent === undefined) return ROOT_CONTEXT;
    return trace.setSpanContext(ROOT_CONTEXT, {
      traceId: this.#ports.given.traceId,
      spanId: foreignParent ?? this.#ids.spanOf(parent),
      traceFlags: TraceFlags.SAMPLED,
      isRemote: foreignParent !== undefined,
      ...(theirs?.state !== undefined && { traceState: createTraceState(theirs.state) }),
    });
  }

  #linksOf({ links = [], replayOf }: Omit<SpanDetails, 'span'>): Link[] {
    const replayed = replayOf
      ? [[this.#ids.traceOf(replayOf.message), this.#ids.spanOf(replayOf.hop)] as const]
      : [];
    return [...links, ...replayed].map(([traceId, spanId]) => ({
      context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED },
    }));
  }
}

function kindOf({ type }: PlanNode): SpanKind {
  return type === 'source' ? SpanKind.CONSUMER : type === 'sink' ? SpanKind.PRODUCER : SpanKind.INTERNAL;
}

// Semantic conventions, messaging spans: system, destination and operation.
function describeEnd(
  { type }: PlanNode,
  sinkTopic: string | undefined,
  { topic, size }: Omit<SpanDetails, 'span'>,
): Attributes {
  if (topic === undefined || size === undefined || (type !== 'source' && type !== 'sink')) return {};
  const common = { 'messaging.system': 'mqtt', 'messaging.message.body.size': size };
  if (type === 'source')
    return {
      ...common,
      'messaging.operation.name': 'receive',
      'messaging.operation.type': 'receive',
      'messaging.destination.name': topic,
    };
  return {
    ...common,
    'messaging.operation.name': 'publish',
    'messaging.operation.type': 'send',
    'messaging.destination.template': sinkTopic ?? topic,
  };
}

function describeDetails({ reason, error, replayOf }: Omit<SpanDetails, 'span'>): Attributes {
  return {
    ...(reason !== undefined && { 'dataflow.reason': reason }),
    ...(replayOf && { 'dataflow.replay_of.hop': replayOf.hop }),
    ...(error && { 'error.type': error.code }),
    ...(error?.stack !== undefined && { 'exception.stacktrace': error.stack }),
  };
}
