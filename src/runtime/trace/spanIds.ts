// Ids of OpenTelemetry for the hops and messages of one run, computed from their numbers: whoever knows a number knows the id, in any
// thread, and nobody has to remember any. Knows nothing about what is exported.
import type { SpanSeed } from '../../protocol/telemetry.ts';

const TWO_TO_32 = 0x1_0000_0000;

export class SpanIds {
  readonly #seed: readonly [number, number, number, number, number, number];

  constructor([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: SpanSeed) {
    this.#seed = [a, b, c, d, e, f];
  }

  /** Of the trace of message number `message`: 32 hexadecimal digits, of which the last 16 look random (W3C Trace Context level 2). */
  traceOf(message: number): string {
    const [a, b, c, d] = this.#seed;
    return hex(a) + hex(b) + this.#digits(message, c, d);
  }

  /** Of the span of hop number `hop`: 16 hexadecimal digits. */
  spanOf(hop: number): string {
    const [, , , , e, f] = this.#seed;
    return this.#digits(hop, e, f);
  }

  // The first half alone is different for every number below 2^32, since mixing can be undone.
  #digits(number: number, first: number, second: number): string {
    const low = mix((number % TWO_TO_32) ^ first);
    const high = mix(low ^ second ^ Math.floor(number / TWO_TO_32));
    // All zeros would mean "none".
    return hex(low) + hex(high === 0 ? 1 : high);
  }
}

// The finalizer of MurmurHash3.
function mix(number: number): number {
  let mixed = number;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(number: number): string {
  return (number >>> 0).toString(16).padStart(8, '0');
}
