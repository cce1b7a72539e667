// A run that plays a trace for the page: message n follows from n, so that a hundred thousand take no memory. Every seventh is
// dropped, every eleventh traps, every thirteenth goes into a window, every seventeenth is under way.
import type { HopRecord, TracedMessage, Verdict } from '../../../../src/protocol/trace.ts';
import type { MessageEnd, MessageSummary } from '../../../../src/protocol/traceMessages.ts';
import type { ShownRun, TraceHostMethods, TracedPath } from '../../../../src/protocol/traceView.ts';

export interface TraceScript {
  /** Negative: there is no run. */
  readonly messages: number;
  readonly state: 'live' | 'ended';
  readonly kind?: 'editor' | 'view';
  /** The last message is a replay of the one before, from the second node on. */
  readonly replays?: boolean;
  /** What is replayed waits. */
  readonly isStopped?: boolean;
  readonly failure?: string;
  readonly problems?: readonly string[];
  /** Bytes of every payload, instead of a reading. */
  readonly payloadBytes?: number;
}

const nodes = [
  { name: 'sensors', type: 'source', hasPlace: true },
  { name: 'convert', type: 'map', hasPlace: true },
  { name: 'bounds', type: 'filter', hasPlace: true },
  { name: 'summary', type: 'accumulate', hasPlace: true },
  { name: 'out', type: 'sink', hasPlace: true },
] as const;

export class InPageTrace {
  readonly startedMs: number = Date.UTC(2026, 10, 26, 9, 30);
  readonly #script: TraceScript;
  #count: number;

  constructor(script: TraceScript) {
    this.#script = script;
    this.#count = script.messages;
  }

  add(count: number): void {
    this.#count += count;
  }

  shown(): ShownRun {
    const { state, failure, problems = [] } = this.#script;
    const isLive = state === 'live';
    const common = { id: 'run 1', name: 'thermostats', startedMs: this.startedMs, state, nodes, problems };
    return { ...common, canSend: isLive, canSave: true, ...(failure !== undefined && { failure }) };
  }

  list({
    query,
    from,
    to,
  }: TraceHostMethods['listMessages']['params']): TraceHostMethods['listMessages']['result'] {
    const { nodes: wantedNodes, verdicts, topic, text, fromHop = 0 } = query;
    const accepts = (message: number): boolean => {
      const hops = this.#hops(message);
      return hops.some(
        (hop) =>
          hop.hop >= fromHop &&
          (!verdicts || verdicts.includes(hop.verdict)) &&
          (!wantedNodes || wantedNodes.includes(hop.node)) &&
          (topic === undefined || (hop.input?.topic.includes(topic) ?? false)) &&
          (text === undefined || (hop.reason ?? '').includes(text)),
      );
    };
    const isAll = Object.keys(query).length === 0;
    const found = isAll
      ? undefined
      : Array.from({ length: this.#count }, (_, index) => index + 1).filter(accepts);
    const end = found?.length ?? this.#count;
    const start = Math.max(0, from ?? end);
    const until = Math.min(end, to ?? end, start + 500);
    const rows = Array.from({ length: Math.max(0, until - start) }, (_, index) =>
      this.#summary(found?.[start + index] ?? start + index + 1),
    );
    return { rows, from: start, first: 0, end, gone: 0, lastHop: this.#count * 10 + 9 };
  }

  path(message: number): TracedPath | undefined {
    if (message > this.#count) return undefined;
    const hops = this.#hops(message);
    const isInWindow = hops.some(({ verdict }) => verdict === 'absorbed');
    return { summary: this.#summary(message), children: isInWindow ? [message + 1] : [], hops, isCut: false };
  }

  payload({ hop, side, offset, limit }: TraceHostMethods['readPayload']['params']): {
    base64: string;
    size: number;
  } {
    const bytes = this.#bytes(hop, side);
    const part = bytes.subarray(offset, offset + limit);
    return { base64: btoa(String.fromCharCode(...part.subarray(0, 65_536))), size: bytes.length };
  }

  #bytes(hop: number, side: 'input' | 'output'): Uint8Array {
    const { payloadBytes } = this.#script;
    if (payloadBytes !== undefined)
      return Uint8Array.from({ length: payloadBytes }, (_, index) => index % 256);
    const isConverted = (side === 'output' && hop % 10 === 2) || hop % 10 > 2;
    const temperature = isConverted ? { value: 21.5, unit: 'C' } : { value: 70.7, unit: 'F' };
    const reading = {
      device: 'thermostat-7',
      line: 'B',
      site: 'Plant 2',
      temperature,
      quality: 'good',
      sequence: 41,
    };
    return new TextEncoder().encode(JSON.stringify(reading));
  }

  #isReplay(message: number): boolean {
    return this.#script.replays === true && message === this.#count;
  }

  #hops(message: number): HopRecord[] {
    const hops = this.#wholeWay(message);
    if (!this.#isReplay(message)) return hops;
    const replayOf = { hop: (message - 1) * 10 + 2, message: message - 1 };
    return hops.slice(1).map((hop, index) => (index === 0 ? { ...hop, cause: 0, replayOf } : hop));
  }

  #wholeWay(message: number): HopRecord[] {
    const first = message * 10;
    const wallMs = this.startedMs + message * 250;
    const time = `${String(wallMs)}:0:engine`;
    const hop = (number: number, verdict: Verdict, more: Partial<HopRecord> = {}): HopRecord => ({
      hop: first + number,
      message,
      cause: number === 1 ? 0 : first + number - 1,
      node: nodes[number - 1]?.name ?? '',
      connection: number - 2,
      verdict,
      wallMs: wallMs + number,
      time,
      durationUs: number === 1 ? 0 : 180 * number,
      input: this.#message(message, number > 2),
      ...more,
    });
    const source = hop(1, 'passed');
    if (message % 17 === 0) return [source];
    if (message % 11 === 0) return [source, hop(2, 'error', { reason: trap.message, error: trap })];
    const convert = hop(2, 'passed', {
      output: this.#message(message, true),
      logs: [{ level: 'info', context: 'convert', message: 'converted 70.7 F to 21.5 C' }],
      metrics: [{ kind: 'counter', name: 'requests', value: 1, labels: [['unit', 'F']] }],
      commandCalls: [{ command: 'calibrate', topic: 'sensors/calibrate', result: '{"offset":0.2}' }],
      schemaCalls: [{ id: 'plant/reading', version: '1', result: 'error: not-found: there is none' }],
      stateCalls: [{ method: 'get', key: 'limits', result: '{"min":0,"max":120}' }],
      changes: [
        { kind: 'state', key: 'limits', entry: { value: '{"min":0,"max":120}', version: time } },
        { kind: 'state', key: 'hex:ff00' },
        { kind: 'faults', faults: [{ kind: 'drop', node: 'bounds' }] },
      ],
    });
    if (message % 7 === 0)
      return [source, convert, hop(3, 'dropped', { reason: 'the filter returned false' })];
    const bounds = hop(3, 'passed');
    if (message % 13 === 0)
      return [source, convert, bounds, hop(4, 'absorbed', { reason: 'into the window of this time' })];
    return [source, convert, bounds, hop(4, 'emitted', { node: 'out' })];
  }

  #message(message: number, isConverted: boolean): TracedMessage {
    return {
      topic: `sensors/line-${String(message % 5)}/temperature`,
      contentType: 'application/json',
      userProperties: isConverted ? [['unit', 'C']] : [],
      timestamp: `${String(this.startedMs)}:0:device`,
      ...(isConverted && { schema: { kind: 'reference' as const, reference: 'aio-sr://plant/reading:2' } }),
      payloadSize: 120,
    };
  }

  #summary(message: number): MessageSummary {
    const hops = this.#hops(message);
    const last = hops.at(-1);
    const end = last?.verdict === 'passed' ? undefined : last;
    return {
      message,
      firstHop: hops[0]?.hop ?? 0,
      lastHop: last?.hop ?? 0,
      source: hops[0]?.node ?? '',
      ...(hops[0]?.replayOf && { replayOf: hops[0].replayOf }),
      topic: hops[0]?.input?.topic ?? '',
      startMs: hops[0]?.wallMs ?? 0,
      lastMs: last?.wallMs ?? 0,
      workUs: hops.reduce((sum, { durationUs }) => sum + durationUs, 0),
      hops: hops.length,
      parents: 0,
      ...(end && { end: endAt(end) }),
      ends: end ? 1 : 0,
      isUnderWay: !end,
    };
  }
}

function endAt({ hop, node, verdict, reason }: HopRecord): MessageEnd {
  return { hop, node, verdict, ...(reason !== undefined && { reason }) };
}

const trap = {
  code: 'OPERATOR_TRAP',
  message: 'the operator gave up: called `Option::unwrap()` on a `None` value',
  stack:
    'convert::process (convert.wasm+0x1a2b)\n<convert::Operator as Guest>::process (convert.wasm+0x2c3d)',
};
