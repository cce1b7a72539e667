// Turns the bytes of one chunk back into hops. Nothing is formatted or copied before a hop is asked for, so that a
// search skims quickly. Bytes may be damaged: reading then ends early, it never fails. Layout: traceFormat.ts.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { UserProperty } from '../../protocol/message.ts';
import type {
  ReplayOrigin,
  RunChange,
  TracedCommandCall,
  TracedError,
  TracedLog,
  TracedMetric,
  TracedSchemaCall,
  TracedStateCall,
  Verdict,
} from '../../protocol/trace.ts';
import { ByteReader, TornBytes } from './byteReader.ts';
import { readChanges } from './changeCodec.ts';
import { ClockReader } from './clockCodec.ts';
import { readExchanges } from './exchangeCodec.ts';
import {
  type ExtrasReader,
  readCommandCall,
  readError,
  readList,
  readLog,
  readMetric,
  readParents,
  readProperty,
  readSchemaCall,
  readStateCall,
} from './extrasDecoder.ts';
import { type MessageForm, readForm } from './messageForm.ts';
import { StringReader } from './stringTable.ts';
import {
  extraBits,
  hopBits,
  messageBits,
  payloadKinds,
  verdictAt,
  wideBits,
  wideHop,
} from './traceFormat.ts';

/** A payload as a chunk tells it. */
export interface DecodedPayload {
  readonly size: number;
  /** A view into the chunk; absent when it was not recorded or is a blob. */
  readonly bytes?: Uint8Array;
  /** Where else to find the bytes. */
  readonly blobId?: number;
}

/** A message as a chunk defines it; the same object for every hop that refers to it. */
export interface DecodedMessage {
  readonly topic: string;
  readonly contentType: string | undefined;
  readonly userProperties: readonly UserProperty[];
  readonly timestamp: HybridLogicalClock;
  readonly payload: DecodedPayload;
  /** Absent of a plain message that came in with its topic. */
  readonly form?: MessageForm;
}

/** One hop as bytes tell it; fields as in `HopRecord`. */
export interface DecodedHop {
  readonly hop: number;
  readonly message: number;
  readonly cause: number;
  readonly node: number;
  readonly connection: number;
  readonly verdict: Verdict;
  readonly arm: 'False' | 'True' | undefined;
  readonly wallMs: number;
  readonly durationUs: number;
  readonly time: HybridLogicalClock;
  readonly input: DecodedMessage | undefined;
  readonly output: DecodedMessage | undefined;
  readonly extras: DecodedExtras;
}

/** The parts that only some hops have. */
export interface DecodedExtras {
  replayOf?: ReplayOrigin;
  reason?: string;
  parents?: readonly number[];
  newTime?: HybridLogicalClock;
  logs?: readonly TracedLog[];
  metrics?: readonly TracedMetric[];
  stateCalls?: readonly TracedStateCall[];
  commandCalls?: readonly TracedCommandCall[];
  schemaCalls?: readonly TracedSchemaCall[];
  changes?: readonly RunChange[];
  error?: TracedError;
}

const noExtras: DecodedExtras = {};
const noProperties: readonly UserProperty[] = [];

/**
 * Reads a chunk from its first byte and calls `visit` for every hop in order, until it returns false. Returns the
 * offset behind the last whole hop, which is `bytes.length` when nothing is torn or damaged and nobody stopped it.
 */
export function decodeChunk(bytes: Uint8Array, visit: (hop: DecodedHop) => boolean): number {
  const decoder = new ChunkDecoder(bytes);
  let end = 0;
  try {
    while (!decoder.isAtEnd) {
      const hop = decoder.next();
      end = decoder.pos;
      if (!visit(hop)) return end;
    }
  } catch (error) {
    if (!(error instanceof TornBytes)) throw error;
  }
  return end;
}

class ChunkDecoder implements ExtrasReader {
  readonly names = new StringReader();
  readonly values = new StringReader();
  readonly clocks = new ClockReader(this.names);
  readonly #reader: ByteReader;
  readonly #messages: DecodedMessage[] = [];
  readonly #payloads: DecodedPayload[] = [];
  #lastHop = 0;
  #lastMessage = 0;
  #lastWallMs = 0;
  #lastProperties = noProperties;

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes);
  }

  get isAtEnd(): boolean {
    return this.#reader.isAtEnd;
  }

  get pos(): number {
    return this.#reader.pos;
  }

  next(): DecodedHop {
    const reader = this.#reader;
    const flags = reader.byte();
    const wide = (flags & 7) === wideHop ? reader.byte() : undefined;
    const extraFlags = (flags & hopBits.extras) !== 0 ? reader.byte() : 0;
    this.#lastHop += (extraFlags & extraBits.gap) !== 0 ? reader.signed() : 1;
    const hop = this.#lastHop;
    const node = reader.varint();
    const connection = reader.varint() - 1;
    this.#lastMessage += reader.signed();
    const distance = reader.signed();
    const verdict = verdictAt((wide ?? flags) & 7);
    if (verdict === undefined) throw new TornBytes('an unknown verdict');
    // What follows is read in the order in which it stands here.
    const decoded = {
      hop,
      message: this.#lastMessage,
      cause: distance === 0 ? 0 : hop - distance,
      node,
      connection,
      verdict,
      arm: (flags & hopBits.arm) === 0 ? undefined : (flags & hopBits.armTrue) !== 0 ? 'True' : 'False',
      wallMs: this.#readWall(),
      durationUs: reader.varint() / 1000,
      time: this.clocks.read(reader),
    } as const;
    const replayOf = ((wide ?? 0) & wideBits.replay) === 0 ? undefined : this.#readOrigin();
    const input = (flags & hopBits.input) !== 0 ? this.#readMessage() : undefined;
    const output = (flags & hopBits.output) !== 0 ? this.#readMessage() : undefined;
    const extras = (extraFlags & ~extraBits.gap) === 0 ? noExtras : this.#readExtras(extraFlags);
    if (wide === undefined) return { ...decoded, input, output, extras };
    const more = { ...extras, ...(replayOf && { replayOf }) };
    return { ...decoded, input, output, extras: this.#readWide(wide, more) };
  }

  // What stands behind everything else, added to `extras`.
  #readWide(wide: number, extras: DecodedExtras): DecodedExtras {
    const reader = this.#reader;
    if ((wide & wideBits.commands) !== 0) extras.commandCalls = readList(this, reader, readCommandCall);
    if ((wide & wideBits.schemas) !== 0) extras.schemaCalls = readList(this, reader, readSchemaCall);
    if ((wide & wideBits.exchanges) !== 0)
      extras.commandCalls = readExchanges(this, reader, extras.commandCalls ?? []);
    if ((wide & wideBits.changes) !== 0) extras.changes = readChanges(reader);
    return extras;
  }

  #readOrigin(): ReplayOrigin {
    return { hop: this.#reader.varint(), message: this.#reader.varint() };
  }

  #readWall(): number {
    const head = this.#reader.varint();
    this.#lastWallMs = head === 0 ? this.#reader.double() : this.#lastWallMs + (head - 1);
    return this.#lastWallMs;
  }

  #readMessage(): DecodedMessage {
    const reader = this.#reader;
    const distance = reader.varint();
    if (distance !== 0) return earlier(this.#messages, distance);
    const flags = reader.byte();
    const topic = this.names.read(reader);
    const timestamp = this.clocks.read(reader);
    const contentType = (flags & messageBits.contentType) !== 0 ? this.names.read(reader) : undefined;
    let userProperties = noProperties;
    if ((flags & messageBits.sameProperties) !== 0) userProperties = this.#lastProperties;
    else if ((flags & messageBits.properties) !== 0) {
      userProperties = readList(this, reader, readProperty);
      this.#lastProperties = userProperties;
    }
    const form = (flags & messageBits.form) !== 0 ? readForm(this.names, reader) : undefined;
    const payload = this.#readPayload(flags >> 4);
    const message = { topic, contentType, userProperties, timestamp, payload, ...(form && { form }) };
    this.#messages.push(message);
    return message;
  }

  #readPayload(kind: number): DecodedPayload {
    const reader = this.#reader;
    if (kind === payloadKinds.again) return earlier(this.#payloads, reader.varint());
    const size = reader.varint();
    if (kind === payloadKinds.none) return { size };
    if (kind === payloadKinds.blob) return { size, blobId: reader.varint() };
    if (kind !== payloadKinds.inline) throw new TornBytes('an unknown kind of payload');
    const payload = { size, bytes: reader.view(size) };
    this.#payloads.push(payload);
    return payload;
  }

  #readExtras(flags: number): DecodedExtras {
    const reader = this.#reader;
    const extras: DecodedExtras = {};
    if ((flags & extraBits.reason) !== 0) extras.reason = this.names.read(reader);
    if ((flags & extraBits.parents) !== 0) extras.parents = readParents(reader);
    if ((flags & extraBits.newTime) !== 0) extras.newTime = this.clocks.read(reader);
    if ((flags & extraBits.logs) !== 0) extras.logs = readList(this, reader, readLog);
    if ((flags & extraBits.metrics) !== 0) extras.metrics = readList(this, reader, readMetric);
    if ((flags & extraBits.stateCalls) !== 0) extras.stateCalls = readList(this, reader, readStateCall);
    if ((flags & extraBits.error) !== 0) extras.error = readError(this, reader);
    return extras;
  }
}

function earlier<T>(items: readonly T[], distance: number): T {
  const item = items[items.length - distance];
  if (item === undefined) throw new TornBytes('something that was never written');
  return item;
}
