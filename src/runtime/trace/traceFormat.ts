// The layout of recorded hops, shared by encoder and decoder. A chunk is a sequence of hops that decodes on its own:
// strings, messages and small payloads are written at first use within the chunk and referred to by number after that.
// Payloads above `maxInlinePayload` are kept outside chunks as blobs, so that no chunk repeats them.
import { type Verdict, verdicts } from '../../protocol/trace.ts';

/** Room for hops in one chunk, in bytes. A hop that needs more gets a larger chunk of its own. */
export const chunkBytes: number = 256 * 1024;

/** Payloads up to this many bytes are written into the chunk, larger ones become blobs. */
export const maxInlinePayload: number = 64 * 1024;

/** First byte of a hop: the verdict's index in bits 0–2, then these. */
export const hopBits = { arm: 8, armTrue: 16, input: 32, output: 64, extras: 128 } as const;

/**
 * In place of a verdict's index: the next byte has it, in bits 0–2, and there `replay`: the message was replayed; `commands`: the
 * operator called commands; `schemas`: it read schemas; `exchanges`: what was asked and answered by these commands; `changes`: something was
 * changed from outside before. All but the first stand behind everything else, in this order. Hops have no other bit left, and nearly all of
 * them need no more.
 */
export const wideHop = 7;
export const wideBits = { replay: 8, commands: 16, schemas: 32, exchanges: 64, changes: 128 } as const;

/** Next byte of a hop, present with `hopBits.extras`. `gap`: the hop's number does not follow the one before. */
export const extraBits = {
  gap: 1,
  reason: 2,
  parents: 4,
  newTime: 8,
  logs: 16,
  metrics: 32,
  stateCalls: 64,
  error: 128,
} as const;

/**
 * First byte of a message's definition; `sameProperties`: those of the definition before; `form`: there is more to it than that, as
 * the first byte after the properties tells. Payload in bits 4–5.
 */
export const messageBits = { contentType: 1, properties: 2, sameProperties: 4, form: 8 } as const;

/** What an operator gets to see of a message besides, and the topic with which it came in where it has another by now. */
export const formBits = { snapshot: 1, bytes: 2, reference: 4, inline: 8, inputTopic: 16 } as const;

/** How a message's definition tells its payload: size only; bytes; the number of bytes above; a blob's number. */
export const payloadKinds = { none: 0, inline: 1, again: 2, blob: 3 } as const;

/** The index in `verdicts`; a switch because it runs for every hop. */
export function verdictCode(verdict: Verdict): number {
  switch (verdict) {
    case 'passed':
      return 0;
    case 'emitted':
      return 1;
    case 'dropped':
      return 2;
    case 'absorbed':
      return 3;
    case 'late':
      return 4;
    case 'error':
      return 5;
    case 'held':
      return 6;
  }
}

/** The verdict at an index; undefined when there is none. */
export function verdictAt(code: number): Verdict | undefined {
  return verdicts[code];
}
