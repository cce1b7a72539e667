// The bytes of a message while a run holds them, shared by every hop and branch. Knows nothing about how a trace
// stores them.

/** Payload bytes that never change once wrapped; an edited payload is a new `Payload`. */
export class Payload {
  readonly bytes: Uint8Array;
  /** 0 until a recorder has stored the bytes; belongs to that one recorder, nobody else sets or reads it. */
  traceId = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}
