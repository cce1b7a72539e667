// The bytes of a message while a run holds them, shared by every hop and branch. Knows nothing about how a trace
// stores them.

/** Payload bytes that never change once wrapped; an edited payload is a new `Payload`. */
export class Payload {
  /** Only {@link Payload.moveTo} exchanges them, for equal ones. */
  readonly bytes: Uint8Array;
  /** Whether the bytes share a buffer with those of other messages, which keeps all of these in memory. */
  readonly isPart: boolean;
  /** 0 until a recorder has stored the bytes; belongs to that one recorder, nobody else sets or reads it. */
  traceId = 0;

  constructor(bytes: Uint8Array, isPart = false) {
    this.bytes = bytes;
    this.isPart = isPart;
  }

  /** From now on the payload has its bytes in `copy`, which are the same, and counts as no part any more. */
  moveTo(copy: Uint8Array): void {
    assignMoved(this, copy);
  }
}

// For everybody else the fields are read only.
function assignMoved(payload: { bytes: Uint8Array; isPart: boolean }, copy: Uint8Array): void {
  payload.bytes = copy;
  payload.isPart = false;
}
