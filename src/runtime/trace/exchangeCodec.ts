// What commands were asked and answered, as bytes: one entry for each command of a hop, in their order. Knows nothing about chunks.
import { type CommandOutcome, rpcErrorKinds } from '../../protocol/commandCalls.ts';
import type { CommandExchange, TracedCommandCall } from '../../protocol/trace.ts';
import { type ByteReader, TornBytes } from './byteReader.ts';
import { maxNumberBytes, writeDouble, writeVarint } from './byteWriter.ts';
import { type ExtrasReader, readList, readProperty } from './extrasDecoder.ts';
import type { ExtrasWriter } from './extrasEncoder.ts';
import { ensureRoom, writeText } from './stringTable.ts';

/** First byte of an entry: no exchange, an answer, or {@link FIRST_ERROR} and the index in `rpcErrorKinds`. */
const NOTHING = 0;
const ANSWERED = 1;
const FIRST_ERROR = 2;

/** Throws ChunkFull. */
export function writeExchanges(
  to: ExtrasWriter,
  bytes: Buffer,
  at: number,
  calls: readonly TracedCommandCall[],
): number {
  let pos = at;
  for (const { exchange } of calls) {
    ensureRoom(bytes, pos, maxNumberBytes);
    if (exchange) pos = writeExchange(to, bytes, pos, exchange);
    else bytes[pos++] = NOTHING;
  }
  return pos;
}

function writeExchange(
  to: ExtrasWriter,
  bytes: Buffer,
  at: number,
  { request, outcome }: CommandExchange,
): number {
  const { kind, passedMs } = outcome;
  bytes[at] = kind === 'answered' ? ANSWERED : FIRST_ERROR + rpcErrorKinds.indexOf(kind);
  let pos = writeBytes(bytes, writeDouble(bytes, at + 1, passedMs), request);
  if (outcome.kind !== 'answered') return writeText(bytes, pos, outcome.reason);
  pos = writeBytes(bytes, pos, outcome.payload);
  ensureRoom(bytes, pos, maxNumberBytes);
  pos = writeVarint(bytes, pos, outcome.userProperties.length);
  for (const [key, value] of outcome.userProperties)
    pos = to.values.write(bytes, to.names.write(bytes, pos, key), value);
  return pos;
}

function writeBytes(bytes: Buffer, at: number, from: Uint8Array): number {
  ensureRoom(bytes, at, from.length + maxNumberBytes);
  const pos = writeVarint(bytes, at, from.length);
  bytes.set(from, pos);
  return pos + from.length;
}

/** The calls with what {@link writeExchanges} wrote of them. Throws TornBytes. */
export function readExchanges(
  from: ExtrasReader,
  reader: ByteReader,
  calls: readonly TracedCommandCall[],
): TracedCommandCall[] {
  return calls.map((call) => {
    const code = reader.byte();
    return code === NOTHING ? call : { ...call, exchange: readExchange(from, reader, code) };
  });
}

function readExchange(from: ExtrasReader, reader: ByteReader, code: number): CommandExchange {
  const passedMs = reader.double();
  const request = readBytes(reader);
  if (code !== ANSWERED) {
    const kind = rpcErrorKinds[code - FIRST_ERROR];
    if (kind === undefined) throw new TornBytes('an unknown end of a command');
    return { request, outcome: { kind, passedMs, reason: reader.text() } };
  }
  const payload = readBytes(reader);
  const userProperties = readList(from, reader, readProperty);
  return { request, outcome: { kind: 'answered', passedMs, payload, userProperties } };
}

// A copy: the chunk's memory is used again.
function readBytes(reader: ByteReader): Uint8Array {
  return new Uint8Array(reader.view(reader.varint()));
}

/** The calls without exchanges that have more bytes than that. */
export function withoutLargeExchanges(
  calls: readonly TracedCommandCall[],
  maxPayloadBytes: number,
): readonly TracedCommandCall[] {
  const isLarge = ({ exchange }: TracedCommandCall): boolean =>
    exchange !== undefined && Math.max(...sizesOf(exchange)) > maxPayloadBytes;
  if (!calls.some(isLarge)) return calls;
  return calls.map((call) => {
    const { command, topic, result } = call;
    return isLarge(call) ? { command, topic, result } : call;
  });
}

/** Bytes of request and answer. */
export function sizesOf({ request, outcome }: CommandExchange): [request: number, answer: number] {
  return [request.length, answerSizeOf(outcome)];
}

function answerSizeOf(outcome: CommandOutcome): number {
  return outcome.kind === 'answered' ? outcome.payload.length : 0;
}
