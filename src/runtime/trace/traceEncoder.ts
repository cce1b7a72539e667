// Turns hops into bytes, at the price of a fraction of a microsecond each: this runs for every hop of every run.
// The layout is in traceFormat.ts. Knows nothing about where chunks go.
import type { UserProperty } from '../../protocol/message.ts';
import { maxNumberBytes, writeDouble, writeSigned, writeVarint } from './byteWriter.ts';
import { writeChanges } from './changeCodec.ts';
import { ClockWriter } from './clockCodec.ts';
import { writeExchanges } from './exchangeCodec.ts';
import { writeCommandCalls, writeExtras, writeSchemaCalls } from './extrasEncoder.ts';
import type { Hop, TraceableMessage } from './hop.ts';
import { formOf, writeForm } from './messageForm.ts';
import type { Payload } from './payload.ts';
import { ChunkFull, ensureRoom, StringWriter } from './stringTable.ts';
import {
  extraBits,
  hopBits,
  maxInlinePayload,
  messageBits,
  payloadKinds,
  verdictCode,
  wideBits,
  wideHop,
} from './traceFormat.ts';

const MAX_WALL_DELTA = 0x3fff_ffff;

/** Encodes hops into one chunk after another. Numbers of messages and payloads grow over the whole run. */
export class TraceEncoder {
  /** For strings that repeat: topics, content types, property keys, node ids, reasons. */
  readonly names: StringWriter = new StringWriter(4096);
  /** For strings that may always be new: property values, state keys. */
  readonly values: StringWriter = new StringWriter(1024);
  readonly clocks: ClockWriter = new ClockWriter(this.names);
  readonly #hasPayloads: boolean;
  #bytes: Buffer = Buffer.alloc(0);
  #used = 0;
  #firstMessageId = 1;
  #nextMessageId = 1;
  #firstPayloadId = 1;
  #nextPayloadId = 1;
  #lastHop = 0;
  #lastMessage = 0;
  #lastWallMs = 0;
  #lastProperties: readonly UserProperty[] | undefined;

  /** `hasPayloads` false keeps sizes only. */
  constructor(hasPayloads: boolean) {
    this.#hasPayloads = hasPayloads;
  }

  /** Bytes written into the chunk so far. */
  get used(): number {
    return this.#used;
  }

  /** The chunk being written; only the first `used` bytes mean anything. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Starts a chunk in `bytes`, whose former content is lost. */
  begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#used = 0;
    this.names.reset();
    this.values.reset();
    this.clocks.reset();
    this.#firstMessageId = this.#nextMessageId;
    this.#firstPayloadId = this.#nextPayloadId;
    this.#lastHop = 0;
    this.#lastMessage = 0;
    this.#lastWallMs = 0;
    this.#lastProperties = undefined;
  }

  /**
   * Writes one hop. Returns false when it does not fit: the chunk then ends before it and `begin` must come next,
   * because strings and messages have been counted that were not written.
   */
  append(number: number, hop: Hop): boolean {
    try {
      this.#used = this.#writeHop(this.#bytes, number, hop);
      return true;
    } catch (error) {
      if (error instanceof ChunkFull) return false;
      throw error;
    }
  }

  #writeHop(bytes: Buffer, number: number, hop: Hop): number {
    const at = this.#used;
    ensureRoom(bytes, at, 0);
    const { input, output } = hop;
    let pos = at + 1;
    let flags = verdictCode(hop.verdict);
    const wide = wideOf(hop, this.#hasPayloads);
    if (wide !== 0) {
      bytes[pos++] = flags | wide;
      flags = wideHop;
    }
    if (hop.arm !== undefined) flags |= hop.arm === 'True' ? hopBits.arm | hopBits.armTrue : hopBits.arm;
    if (input !== undefined) flags |= hopBits.input;
    if (output !== undefined) flags |= hopBits.output;
    const extras = extrasOf(hop, number !== this.#lastHop + 1);
    if (extras !== 0) {
      flags |= hopBits.extras;
      bytes[pos++] = extras;
      if ((extras & extraBits.gap) !== 0) pos = writeSigned(bytes, pos, number - this.#lastHop);
    }
    bytes[at] = flags;
    this.#lastHop = number;
    pos = writeVarint(bytes, pos, hop.node);
    pos = writeVarint(bytes, pos, hop.connection + 1);
    pos = writeSigned(bytes, pos, hop.message - this.#lastMessage);
    this.#lastMessage = hop.message;
    pos = writeSigned(bytes, pos, hop.cause === 0 ? 0 : number - hop.cause);
    pos = this.#writeWall(bytes, pos, hop.wallMs);
    pos = writeVarint(bytes, pos, hop.durationUs > 0 ? Math.round(hop.durationUs * 1000) : 0);
    pos = this.clocks.write(bytes, pos, hop.time);
    if (hop.replayOf !== undefined) {
      pos = writeVarint(bytes, pos, hop.replayOf.hop);
      pos = writeVarint(bytes, pos, hop.replayOf.message);
    }
    if (input !== undefined) pos = this.#writeMessage(bytes, pos, input);
    if (output !== undefined) pos = this.#writeMessage(bytes, pos, output);
    if ((extras & ~extraBits.gap) !== 0) pos = writeExtras(this, bytes, pos, hop);
    if (hop.commandCalls !== undefined) pos = writeCommandCalls(this, bytes, pos, hop.commandCalls);
    if (hop.schemaCalls !== undefined) pos = writeSchemaCalls(this, bytes, pos, hop.schemaCalls);
    if ((wide & wideBits.exchanges) !== 0) pos = writeExchanges(this, bytes, pos, hop.commandCalls ?? []);
    return (wide & wideBits.changes) === 0 ? pos : writeChanges(bytes, pos, hop.changes ?? []);
  }

  /** 0 and the number itself, or the distance to the hop before. */
  #writeWall(bytes: Buffer, pos: number, wallMs: number): number {
    const last = this.#lastWallMs;
    const delta = wallMs - last;
    this.#lastWallMs = wallMs;
    const isExact = delta === (delta | 0) && last + delta === wallMs;
    if (isExact && delta >= 0 && delta < MAX_WALL_DELTA) return writeVarint(bytes, pos, delta + 1);
    bytes[pos] = 0;
    return writeDouble(bytes, pos + 1, wallMs);
  }

  /** The distance to the definition in this chunk, or 0 and the definition. */
  #writeMessage(bytes: Buffer, at: number, message: TraceableMessage): number {
    const known = message.traceId ?? 0;
    if (known >= this.#firstMessageId && known < this.#nextMessageId)
      return writeVarint(bytes, at, this.#nextMessageId - known);
    message.traceId = this.#nextMessageId++;
    bytes[at] = 0;
    const flagsAt = at + 1;
    let flags = 0;
    let pos = this.names.write(bytes, at + 2, message.topic);
    pos = this.clocks.write(bytes, pos, message.timestamp);
    if (message.contentType !== undefined) {
      flags |= messageBits.contentType;
      pos = this.names.write(bytes, pos, message.contentType);
    }
    const properties = message.userProperties;
    if (properties.length > 0) {
      if (properties === this.#lastProperties) flags |= messageBits.sameProperties;
      else {
        flags |= messageBits.properties;
        pos = this.#writeProperties(bytes, pos, properties);
        this.#lastProperties = properties;
      }
    }
    const form = formOf(message);
    if (form !== 0) {
      flags |= messageBits.form;
      pos = writeForm(this.names, bytes, pos, form, message);
    }
    const kind = this.#payloadKind(message.payload);
    bytes[flagsAt] = flags | (kind << 4);
    return this.#writePayload(bytes, pos, message.payload, kind);
  }

  #payloadKind(payload: Payload): number {
    if (!this.#hasPayloads) return payloadKinds.none;
    if (payload.bytes.length > maxInlinePayload)
      return payload.traceId > 0 ? payloadKinds.blob : payloadKinds.none;
    const isKnown = payload.traceId >= this.#firstPayloadId && payload.traceId < this.#nextPayloadId;
    return isKnown ? payloadKinds.again : payloadKinds.inline;
  }

  #writePayload(bytes: Buffer, at: number, payload: Payload, kind: number): number {
    if (kind === payloadKinds.again) return writeVarint(bytes, at, this.#nextPayloadId - payload.traceId);
    const size = payload.bytes.length;
    let pos = writeVarint(bytes, at, size);
    if (kind === payloadKinds.blob) return writeVarint(bytes, pos, payload.traceId);
    if (kind === payloadKinds.none) return pos;
    ensureRoom(bytes, pos, size);
    payload.traceId = this.#nextPayloadId++;
    bytes.set(payload.bytes, pos);
    pos += size;
    return pos;
  }

  #writeProperties(bytes: Buffer, at: number, properties: readonly UserProperty[]): number {
    ensureRoom(bytes, at, maxNumberBytes);
    let pos = writeVarint(bytes, at, properties.length);
    for (const property of properties) {
      pos = this.names.write(bytes, pos, property[0]);
      pos = this.values.write(bytes, pos, property[1]);
    }
    return pos;
  }
}

function wideOf({ replayOf, commandCalls, schemaCalls, changes }: Hop, hasPayloads: boolean): number {
  let wide = replayOf === undefined ? 0 : wideBits.replay;
  if (commandCalls !== undefined) {
    wide |= wideBits.commands;
    if (hasPayloads && commandCalls.some(({ exchange }) => exchange)) wide |= wideBits.exchanges;
  }
  if (hasPayloads && changes !== undefined) wide |= wideBits.changes;
  return schemaCalls === undefined ? wide : wide | wideBits.schemas;
}

function extrasOf(hop: Hop, isGap: boolean): number {
  let extras = isGap ? extraBits.gap : 0;
  if (hop.reason !== undefined) extras |= extraBits.reason;
  if (hop.parents !== undefined) extras |= extraBits.parents;
  if (hop.newTime !== undefined) extras |= extraBits.newTime;
  if (hop.logs !== undefined) extras |= extraBits.logs;
  if (hop.metrics !== undefined) extras |= extraBits.metrics;
  if (hop.stateCalls !== undefined) extras |= extraBits.stateCalls;
  if (hop.error !== undefined) extras |= extraBits.error;
  return extras;
}
