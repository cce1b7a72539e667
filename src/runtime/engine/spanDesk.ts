// Makes of every hop a span for the exporter: its parent, its trace (perhaps one that another program began), the messages that a window
// was made of. Bounded in what is on its way and in what it remembers. Knows nothing about OpenTelemetry's form.
import type { UserProperty } from '../../protocol/message.ts';
import {
  type ForeignTrace,
  SPAN_NUMBERS,
  type SpanBatch,
  type SpanDetails,
  type SpanSeed,
} from '../../protocol/telemetry.ts';
import { verdicts } from '../../protocol/trace.ts';
import type { Hop } from '../trace/hop.ts';
import { SpanIds } from '../trace/spanIds.ts';
import {
  hasTraceContext,
  readTraceContext,
  type TraceContext,
  writeTraceContext,
} from '../trace/traceContext.ts';

export interface SpanDeskPorts {
  readonly seed: SpanSeed;
  /** Real time since the Unix epoch, with fractions. */
  readonly epochMs: () => number;
  readonly send: (batch: SpanBatch, transfer: readonly ArrayBuffer[]) => void;
}

/** Spans that may wait for the receiver; what comes on top is left out, since the run must not wait: that costs next to nothing. */
const MAX_UNTAKEN = 20_000;
/** Messages whose trace of another program is remembered. */
const MAX_FOREIGN = 100_000;

const verdictIndex = new Map(verdicts.map((verdict, index) => [verdict, index]));

export class SpanDesk {
  readonly #ports: SpanDeskPorts;
  readonly #ids: SpanIds;
  /** By message, the oldest first. */
  readonly #foreign: Map<number, TraceContext> = new Map<number, TraceContext>();
  /** Hops that went into a window that is still open, by node and message. */
  readonly #absorbed: Map<number, Map<number, number[]>> = new Map<number, Map<number, number[]>>();
  /** The last part of a window that came in several. */
  #lastWindow = { message: 0, hop: 0 };
  /** Message and hop noted last. */
  #last = { message: 0, hop: 0 };
  #untaken = 0;
  #lost = 0;
  #numbers: number[] = [];
  #details: SpanDetails[] = [];
  #traces: ForeignTrace[] = [];
  #traceIndexes: Map<string, number> = new Map<string, number>();

  constructor(ports: SpanDeskPorts) {
    this.#ports = ports;
    this.#ids = new SpanIds(ports.seed);
  }

  /** `number`: that of the hop. */
  note(hop: Hop, number: number): void {
    const { message, parents, cause, replayOf, input } = hop;
    const isEntry = cause === 0 && !parents && !replayOf;
    const incoming = isEntry && input ? readTraceContext(input.userProperties) : undefined;
    if (incoming) this.#remember(message, incoming);
    this.#last = { message, hop: number };
    const links = parents && this.#takeLinks(hop.node, parents);
    const parent = parents ? this.#parentInWindow(message, number) : cause;
    if (hop.verdict === 'absorbed') this.#noteAbsorbed(hop.node, message, number);
    const foreign = this.#foreign.get(message);
    // Whoever began the trace does not record it (parent-based sampling).
    if (foreign?.isSampled === false) return;
    if (this.#untaken >= MAX_UNTAKEN) {
      this.#lost += 1;
      return;
    }
    this.#untaken += 1;
    this.#addDetails(hop, incoming, links);
    this.#numbers.push(
      number,
      message,
      parent,
      hop.node,
      verdictIndex.get(hop.verdict) ?? 0,
      hop.arm ? (hop.arm === 'True' ? 2 : 1) : 0,
      this.#ports.epochMs(),
      hop.durationUs,
      foreign ? this.#traceIndex(foreign) : 0,
    );
  }

  /** The properties of the message of the hop noted last, from which the trace goes on elsewhere. */
  mark(properties: readonly UserProperty[]): UserProperty[] {
    return this.#mark(properties, this.#last.message, this.#last.hop);
  }

  /** Those of a command that an operator calls at `message`: the hop it does so in is noted next. What the operator says of a trace stays. */
  markCall(properties: readonly UserProperty[], message: number): readonly UserProperty[] {
    return hasTraceContext(properties) ? properties : this.#mark(properties, message, this.#last.hop + 1);
  }

  #mark(properties: readonly UserProperty[], message: number, hop: number): UserProperty[] {
    const foreign = this.#foreign.get(message);
    const traceId = foreign?.traceId ?? this.#ids.traceOf(message);
    return writeTraceContext(properties, {
      isSampled: true,
      ...foreign,
      traceId,
      spanId: this.#ids.spanOf(hop),
    });
  }

  /** So many spans have been sent or given up by the exporter. */
  acknowledge(count: number): void {
    this.#untaken -= count;
  }

  /** Sends what has gathered. */
  flush(): void {
    const count = this.#numbers.length / SPAN_NUMBERS;
    if (count === 0 && this.#lost === 0) return;
    const numbers = Float64Array.from(this.#numbers);
    const batch = { count, numbers, foreign: this.#traces, details: this.#details, lost: this.#lost };
    this.#numbers = [];
    this.#details = [];
    this.#traces = [];
    this.#traceIndexes = new Map();
    this.#lost = 0;
    this.#ports.send(batch, [numbers.buffer]);
  }

  #remember(message: number, context: TraceContext): void {
    const [oldest] = this.#foreign.size < MAX_FOREIGN ? [] : this.#foreign.keys();
    if (oldest !== undefined) this.#foreign.delete(oldest);
    this.#foreign.set(message, context);
  }

  #noteAbsorbed(node: number, message: number, hop: number): void {
    const windows = this.#absorbed.get(node) ?? new Map<number, number[]>();
    this.#absorbed.set(node, windows);
    const hops = windows.get(message);
    if (hops) hops.push(hop);
    else windows.set(message, [hop]);
  }

  // A message that came by two connections is in the window twice.
  #takeLinks(node: number, parents: readonly number[]): (readonly [traceId: string, spanId: string])[] {
    const windows = this.#absorbed.get(node);
    return parents.flatMap((message) => {
      const hops = windows?.get(message);
      const hop = hops?.shift();
      if (hops?.length === 0) windows?.delete(message);
      const traceId = this.#foreign.get(message)?.traceId ?? this.#ids.traceOf(message);
      return hop === undefined ? [] : [[traceId, this.#ids.spanOf(hop)] as const];
    });
  }

  // Parts of one window follow each other; the first of them begins the trace of the new message.
  #parentInWindow(message: number, hop: number): number {
    const parent = this.#lastWindow.message === message ? this.#lastWindow.hop : 0;
    this.#lastWindow = { message, hop };
    return parent;
  }

  #traceIndex({ traceId, state }: TraceContext): number {
    const key = `${traceId}${state ?? ''}`;
    const known = this.#traceIndexes.get(key);
    if (known !== undefined) return known;
    const index = this.#traces.push({ traceId, ...(state !== undefined && { state }) });
    this.#traceIndexes.set(key, index);
    return index;
  }

  #addDetails(hop: Hop, incoming: TraceContext | undefined, links: SpanDetails['links']): void {
    const { verdict, reason, logs, error, replayOf, input, cause } = hop;
    const isEnd = verdict === 'emitted' || (cause === 0 && !links);
    // That a message was absorbed says it all.
    const hasReason = reason !== undefined && verdict !== 'absorbed' && !error;
    if (!isEnd && !hasReason && !logs && !error && !links) return;
    this.#details.push({
      span: this.#numbers.length / SPAN_NUMBERS,
      ...(incoming && { foreignParent: incoming.spanId }),
      ...(links && { links }),
      ...(replayOf && { replayOf }),
      ...(hasReason && { reason }),
      ...(logs && { logs }),
      ...(error && { error }),
      ...(isEnd && input && { topic: input.topic, size: input.payload.bytes.length }),
    });
  }
}
