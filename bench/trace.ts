// How long recording one hop takes. Returns numbers and prints nothing; knows nothing about budgets. Meaningful only on
// a quiet machine: take the best of several runs.
import { clockFromMs } from '../src/base/hybridLogicalClock.ts';
import { silentLogger } from '../src/base/logger.ts';
import type { UserProperty } from '../src/protocol/message.ts';
import type { TraceLevel } from '../src/protocol/trace.ts';
import type { Hop, TraceableMessage } from '../src/runtime/trace/hop.ts';
import { Payload } from '../src/runtime/trace/payload.ts';
import { TraceRecorder } from '../src/runtime/trace/traceRecorder.ts';

const NODES = ['source', 'scale', 'keep', 'sink'] as const;
const PAYLOAD_BYTES = 60;
const BATCH = 500;

/** Microseconds per hop at each level: the median of `rounds` rounds of `messages` messages through four nodes. */
export function measureTraceRecord(messages = 50_000, rounds = 9): { headersUs: number; payloadsUs: number } {
  return {
    headersUs: measure('headers', messages, rounds),
    payloadsUs: measure('payloads', messages, rounds),
  };
}

function measure(level: TraceLevel, messages: number, rounds: number): number {
  const recorder = new TraceRecorder({
    header: { version: 1, graph: 'bench', level, startedMs: 0, nodes: NODES },
    logger: silentLogger,
  });
  const times: number[] = [];
  let next = 1;
  for (let round = 0; round < rounds; round++) {
    let total = 0;
    for (let done = 0; done < messages; done += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, index) => makeMessage(next + index));
      const start = process.hrtime.bigint();
      recordBatch(recorder, batch, next);
      total += Number(process.hrtime.bigint() - start);
      next += BATCH;
    }
    times.push(total / 1000 / (messages * NODES.length));
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? NaN;
}

/** The messages of one sensor reading: as it comes in, and as `scale` puts it out. */
interface Journey {
  readonly received: TraceableMessage;
  readonly scaled: TraceableMessage;
  readonly cause: number[];
}

function makeMessage(index: number): Journey {
  const timestamp = clockFromMs(1_700_000_000_000 + index, BigInt(index % 3), 'device');
  // Strings and properties as a broker client makes them: new objects for every message.
  const topic = Buffer.from(
    `factory/line${String(index % 4)}/machine${String(index % 50)}/temperature`,
  ).toString();
  const property = (): UserProperty => [Buffer.from('unit').toString(), Buffer.from('celsius').toString()];
  const make = (): TraceableMessage => {
    const payload = new Payload(new Uint8Array(PAYLOAD_BYTES).fill(index));
    return {
      topic,
      contentType: 'application/json',
      userProperties: [property()],
      timestamp,
      payload,
      traceId: 0,
    };
  };
  return { received: make(), scaled: make(), cause: [] };
}

/** Breadth first, as a scheduler goes: every message through one node, then through the next. */
function recordBatch(recorder: TraceRecorder, batch: readonly Journey[], first: number): void {
  const hop = emptyHop();
  for (let node = 0; node < NODES.length; node++) {
    for (let index = 0; index < batch.length; index++) {
      const journey = batch[index];
      if (!journey) continue;
      hop.message = first + index;
      hop.cause = journey.cause[0] ?? 0;
      hop.node = node;
      hop.connection = node - 1;
      hop.verdict = node === 3 ? 'emitted' : 'passed';
      hop.arm = node === 2 ? 'True' : undefined;
      hop.wallMs = 1_700_000_000_000 + ((first + index) >> 6);
      hop.time = journey.received.timestamp;
      hop.durationUs = node === 1 ? 2.37 : 0;
      hop.input = node === 0 ? undefined : node === 1 ? journey.received : journey.scaled;
      hop.output = node === 0 ? journey.received : node === 1 ? journey.scaled : undefined;
      journey.cause[0] = recorder.record(hop);
    }
  }
}

function emptyHop(): Hop {
  return {
    message: 0,
    replayOf: undefined,
    cause: 0,
    parents: undefined,
    node: 0,
    connection: -1,
    verdict: 'passed',
    reason: undefined,
    arm: undefined,
    wallMs: 0,
    time: clockFromMs(0, 0n, ''),
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
  };
}
