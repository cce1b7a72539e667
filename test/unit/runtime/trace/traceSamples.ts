// Hops, recorders and files for trace tests; arbitrary hops for property tests. Knows nothing about assertions.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach } from 'vitest';
import {
  clockFromMs,
  formatClock,
  type HybridLogicalClock,
} from '../../../../src/base/hybridLogicalClock.ts';
import { showBytes } from '../../../../src/base/shownBytes.ts';
import { logLevels, silentLogger } from '../../../../src/base/logger.ts';
import type { Fault } from '../../../../src/graph/faults.ts';
import { rpcErrorKinds } from '../../../../src/protocol/commandCalls.ts';
import {
  type ChangedEntry,
  type CommandExchange,
  type HopRecord,
  type RunChange,
  type TracedCommandCall,
  type TracedMessage,
  type TraceHeader,
  type TraceLevel,
  verdicts,
} from '../../../../src/protocol/trace.ts';
import type { Hop, TraceableMessage } from '../../../../src/runtime/trace/hop.ts';
import { LiveTraceStore } from '../../../../src/runtime/trace/liveTraceStore.ts';
import type { ImageMeasures, MessageForm } from '../../../../src/runtime/trace/messageForm.ts';
import { Payload } from '../../../../src/runtime/trace/payload.ts';
import { TraceReader } from '../../../../src/runtime/trace/traceReader.ts';
import { TraceRecorder, type TraceRecorderOptions } from '../../../../src/runtime/trace/traceRecorder.ts';

export const startMs = 1_700_000_000_000;
export const nodes: readonly string[] = ['source', 'scale', 'keep', 'sink'];

export function makeHeader(level: TraceLevel = 'payloads'): TraceHeader {
  return { version: 1, graph: 'test', level, startedMs: startMs, nodes };
}

export function makeRecorder(
  level: TraceLevel = 'payloads',
  options: Partial<TraceRecorderOptions> = {},
): TraceRecorder {
  return new TraceRecorder({ header: makeHeader(level), logger: silentLogger, ...options });
}

export function liveReader(recorder: TraceRecorder): TraceReader {
  return new TraceReader(new LiveTraceStore(recorder));
}

export function makeMessage(text: string | Uint8Array, topic = 'sensors/a'): TraceableMessage {
  const bytes = typeof text === 'string' ? new Uint8Array(Buffer.from(text)) : text;
  const payload = new Payload(bytes);
  return {
    topic,
    contentType: 'text/plain',
    userProperties: [['unit', 'C']],
    timestamp: clockFromMs(startMs, 0n, 'device'),
    payload,
    traceId: 0,
  };
}

export function makeHop(given: Partial<Hop> = {}): Hop {
  return {
    message: 1,
    cause: 0,
    replayOf: undefined,
    parents: undefined,
    node: 0,
    connection: -1,
    verdict: 'passed',
    reason: undefined,
    arm: undefined,
    wallMs: startMs,
    time: clockFromMs(startMs, 0n, 'engine'),
    newTime: undefined,
    durationUs: 0,
    input: undefined,
    output: undefined,
    logs: undefined,
    metrics: undefined,
    stateCalls: undefined,
    commandCalls: undefined,
    schemaCalls: undefined,
    changes: undefined,
    error: undefined,
    ...given,
  };
}

/** The record that must come out for `hop`, made without the code under test. */
export function expectedRecord(number: number, hop: Hop, level: TraceLevel = 'payloads'): HopRecord {
  const { message, cause, connection, verdict, wallMs } = hop;
  const record: Record<string, unknown> = { hop: number, message, cause, connection, verdict, wallMs };
  record.node = nodes[hop.node];
  record.time = formatClock(hop.time);
  record.durationUs = Math.round(hop.durationUs * 1000) / 1000;
  if (hop.newTime) record.newTime = formatClock(hop.newTime);
  if (hop.input) record.input = expectedMessage(hop.input, level);
  if (hop.output) record.output = expectedMessage(hop.output, level);
  for (const key of [
    'replayOf',
    'parents',
    'reason',
    'arm',
    'logs',
    'metrics',
    'stateCalls',
    'commandCalls',
    'schemaCalls',
    'changes',
    'error',
  ] as const) {
    if (hop[key] !== undefined) record[key] = hop[key];
  }
  if (level !== 'payloads') delete record.changes;
  if (hop.commandCalls && level !== 'payloads') record.commandCalls = hop.commandCalls.map(withoutExchange);
  return record as unknown as HopRecord;
}

function withoutExchange({ command, topic, result }: TracedCommandCall): TracedCommandCall {
  return { command, topic, result };
}

function expectedMessage(message: TraceableMessage, level: TraceLevel): TracedMessage {
  const { bytes } = message.payload;
  return {
    topic: message.topic,
    ...(message.contentType !== undefined && { contentType: message.contentType }),
    userProperties: message.userProperties,
    timestamp: formatClock(message.timestamp),
    ...(message.schema && { schema: message.schema }),
    payloadSize: bytes.length,
    ...(level === 'payloads' && { payload: new Uint8Array(bytes) }),
  };
}

const text = fc.oneof(
  fc.constantFrom('', 'sensors/a', 'a'.repeat(63), 'a'.repeat(64), 'ü'.repeat(40), '温度🌡', '\ufeffbom'),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);
const properties = fc.array(fc.tuple(text, text), { maxLength: 4 });
const whole = fc.oneof(fc.nat({ max: 300 }), fc.nat(), fc.integer({ min: 2 ** 31, max: 2 ** 50 }));

export const arbitraryClock: fc.Arbitrary<HybridLogicalClock> = fc.record({
  secs: fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.constantFrom(0n, 1_700_000_000n, 2n ** 64n - 1n),
  ),
  nanos: fc.oneof(
    fc.nat({ max: 999_999_999 }),
    fc.nat({ max: 999 }).map((ms) => ms * 1_000_000),
  ),
  counter: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 1n, 2n ** 64n - 1n)),
  nodeId: text,
});

const arbitraryImage: fc.Arbitrary<ImageMeasures> = fc.record({ format: text, width: whole, height: whole });
const arbitraryKind: fc.Arbitrary<Pick<MessageForm, 'kind' | 'image'>> = fc.oneof(
  fc.record({ kind: fc.constantFrom('message' as const, 'bytes' as const) }),
  fc.record({ kind: fc.constant('snapshot' as const), image: arbitraryImage }),
);

const arbitraryPlain: fc.Arbitrary<TraceableMessage> = fc.record({
  topic: text,
  contentType: fc.option(text, { nil: undefined }),
  userProperties: properties,
  timestamp: arbitraryClock,
  payload: fc.uint8Array({ maxLength: 200 }).map((bytes) => new Payload(bytes)),
  // This and the kind are in no record.
  inputTopic: fc.option(text, { nil: undefined }),
  schema: fc.oneof(
    fc.constant(undefined),
    fc.record({ kind: fc.constant('reference' as const), reference: text }),
    fc.record({ kind: fc.constant('inline' as const), name: text, content: text }),
  ),
});
const arbitraryMessage: fc.Arbitrary<TraceableMessage> = fc
  .tuple(arbitraryPlain, arbitraryKind)
  .map(([message, kind]) => ({ ...message, ...kind }));

const arbitraryMetric = fc.record(
  {
    kind: fc.constantFrom('counter' as const, 'histogram' as const),
    name: text,
    value: fc.double(),
    labels: properties,
    error: text,
  },
  { requiredKeys: ['kind', 'name', 'value', 'labels'] },
);

const arbitraryBytes = fc.uint8Array({ maxLength: 8 });
// What passed is a session's time, never -0.
const passedMs = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((ms) => ms + 0);
const arbitraryExchange: fc.Arbitrary<CommandExchange> = fc.record({
  request: arbitraryBytes,
  outcome: fc.oneof(
    fc.record({
      kind: fc.constant('answered' as const),
      passedMs,
      payload: arbitraryBytes,
      userProperties: properties,
    }),
    fc.record({ kind: fc.constantFrom(...rpcErrorKinds), passedMs, reason: text }),
  ),
});

const arbitraryShown: fc.Arbitrary<string> = fc
  .oneof(
    text.map((each) => new TextEncoder().encode(each)),
    arbitraryBytes,
  )
  .map((bytes) => showBytes(bytes));
const arbitraryEntry: fc.Arbitrary<ChangedEntry> = fc.record(
  { value: arbitraryShown, version: text, expiresAtMs: passedMs, fencingToken: text },
  { requiredKeys: ['value', 'version'] },
);
const arbitraryChange: fc.Arbitrary<RunChange> = fc.oneof(
  fc.record(
    { kind: fc.constant('state' as const), key: arbitraryShown, entry: arbitraryEntry },
    { requiredKeys: ['kind', 'key'] },
  ),
  fc.record({
    kind: fc.constant('faults' as const),
    faults: fc.subarray([
      { node: 'map', kind: 'drop', message: 3 },
      { kind: 'brokerGone', durationMs: 50, message: 1 },
      { node: 'map', kind: 'error', probability: 0.5 },
    ] satisfies Fault[]),
  }),
);

function arbitraryHop(messages: readonly TraceableMessage[]): fc.Arbitrary<Hop> {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  return fc.record({
    message: whole,
    cause: fc.constant(0),
    replayOf: maybe(
      fc.record({ hop: whole.map((number) => number + 1), message: whole.map((number) => number + 1) }),
    ),
    parents: maybe(fc.array(whole, { maxLength: 20 })),
    node: fc.nat({ max: nodes.length - 1 }),
    connection: fc.integer({ min: -1, max: 300 }),
    verdict: fc.constantFrom(...verdicts),
    reason: maybe(text),
    arm: fc.constantFrom(undefined, 'False', 'True'),
    // Adding 0 makes 0 of -0, which no clock shows and JSON does not keep.
    wallMs: fc
      .oneof(fc.nat(), fc.constant(startMs), fc.double({ noNaN: true, noDefaultInfinity: true }))
      .map((ms) => ms + 0),
    time: arbitraryClock,
    newTime: maybe(arbitraryClock),
    durationUs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e7, noNaN: true })),
    input: fc.constantFrom(undefined, ...messages),
    output: fc.constantFrom(undefined, ...messages),
    logs: maybe(
      fc.array(fc.record({ level: fc.constantFrom(...logLevels), context: text, message: text }), {
        maxLength: 3,
      }),
    ),
    metrics: maybe(fc.array(arbitraryMetric, { maxLength: 3 })),
    stateCalls: maybe(
      fc.array(fc.record({ method: fc.constantFrom('get', 'set', 'del', 'vdel'), key: text, result: text }), {
        maxLength: 3,
      }),
    ),
    commandCalls: maybe(
      fc.array(
        fc.record(
          { command: text, topic: text, result: text, exchange: arbitraryExchange },
          { requiredKeys: ['command', 'topic', 'result'] },
        ),
        { maxLength: 3 },
      ),
    ),
    schemaCalls: maybe(fc.array(fc.record({ id: text, version: text, result: text }), { maxLength: 3 })),
    changes: maybe(fc.array(arbitraryChange, { maxLength: 3 })),
    error: maybe(
      fc.record({ code: text, message: text, stack: text }, { requiredKeys: ['code', 'message'] }),
    ),
  });
}

/** Hops of one run: they share messages and refer to earlier hops. */
export const arbitraryHops: fc.Arbitrary<Hop[]> = fc
  .array(arbitraryMessage, { minLength: 1, maxLength: 5 })
  .chain((messages) => fc.array(fc.tuple(arbitraryHop(messages), fc.nat()), { minLength: 1, maxLength: 12 }))
  .map((pairs) =>
    pairs.map(([hop, back], index) => ({ ...hop, cause: index === 0 ? 0 : back % (index + 1) })),
  );

/** `hops` as no recorder has seen them: property tests use the same objects in several runs. */
export function unrecorded(hops: readonly Hop[]): readonly Hop[] {
  for (const message of hops.flatMap((hop) => [hop.input, hop.output])) {
    if (!message) continue;
    message.traceId = 0;
    message.payload.traceId = 0;
  }
  return hops;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A path in a fresh folder that is deleted after the test. */
export function freshPath(name = 'run.trace'): string {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'));
  folders.push(folder);
  return join(folder, name);
}
