// Makes the public HopRecord from a decoded hop: names instead of indexes, clocks as text, payload bytes where the
// trace still holds them. Knows nothing about bytes and files.
import { formatClock } from '../../base/hybridLogicalClock.ts';
import type { HopRecord, TracedMessage } from '../../protocol/trace.ts';
import { withoutLargeExchanges } from './exchangeCodec.ts';
import type { DecodedHop, DecodedMessage } from './traceDecoder.ts';

/** Where names and blobs come from while records are made. */
export interface RecordContext {
  readonly nodes: readonly string[];
  /** Payloads above this many bytes are left out. */
  readonly maxPayloadBytes: number;
  /** The bytes of a blob; undefined when it is no longer held. */
  readBlob(id: number): Uint8Array | undefined;
}

/** Makes records of one chunk; hops that share a message share the record's object, payload bytes included. */
export class RecordMaker {
  readonly #context: RecordContext;
  readonly #messages = new Map<DecodedMessage, TracedMessage>();

  constructor(context: RecordContext) {
    this.#context = context;
  }

  make(hop: DecodedHop): HopRecord {
    const { extras } = hop;
    return {
      hop: hop.hop,
      message: hop.message,
      cause: hop.cause,
      ...(extras.replayOf && { replayOf: extras.replayOf }),
      ...(extras.parents && { parents: extras.parents }),
      node: this.#context.nodes[hop.node] ?? `#${String(hop.node)}`,
      connection: hop.connection,
      verdict: hop.verdict,
      ...(extras.reason !== undefined && { reason: extras.reason }),
      ...(hop.arm && { arm: hop.arm }),
      wallMs: hop.wallMs,
      time: formatClock(hop.time),
      ...(extras.newTime && { newTime: formatClock(extras.newTime) }),
      durationUs: hop.durationUs,
      ...(hop.input && { input: this.#message(hop.input) }),
      ...(hop.output && { output: this.#message(hop.output) }),
      ...(extras.logs && { logs: extras.logs }),
      ...(extras.metrics && { metrics: extras.metrics }),
      ...(extras.stateCalls && { stateCalls: extras.stateCalls }),
      ...(extras.commandCalls && {
        commandCalls: withoutLargeExchanges(extras.commandCalls, this.#context.maxPayloadBytes),
      }),
      ...(extras.schemaCalls && { schemaCalls: extras.schemaCalls }),
      ...(extras.changes && { changes: extras.changes }),
      ...(extras.error && { error: extras.error }),
    };
  }

  #message(decoded: DecodedMessage): TracedMessage {
    const known = this.#messages.get(decoded);
    if (known) return known;
    const payload = this.#payload(decoded);
    const message: TracedMessage = {
      topic: decoded.topic,
      ...(decoded.contentType !== undefined && { contentType: decoded.contentType }),
      userProperties: decoded.userProperties,
      timestamp: formatClock(decoded.timestamp),
      ...(decoded.form?.schema && { schema: decoded.form.schema }),
      payloadSize: decoded.payload.size,
      ...(payload && { payload }),
    };
    this.#messages.set(decoded, message);
    return message;
  }

  #payload(decoded: DecodedMessage): Uint8Array | undefined {
    const { size, bytes, blobId } = decoded.payload;
    if (size > this.#context.maxPayloadBytes) return undefined;
    // A copy: the chunk's memory is used again once its hops have been evicted.
    if (bytes) return new Uint8Array(bytes);
    const blob = blobId === undefined ? undefined : this.#context.readBlob(blobId);
    // Never a Buffer, which compares and prints differently.
    return blob && new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength);
  }
}
