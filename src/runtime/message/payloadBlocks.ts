// Keeps payloads that are held for long from holding the batch in which they arrived, thousands of messages perhaps.
// Knows nothing about who holds them or why.
import type { Payload } from '../trace/payload.ts';

/** As large as Node's own pool for small buffers: copies share blocks, since a buffer for each takes longer than copying. */
const BLOCK_BYTES = 8192;

/** Copies what is held into small blocks; one for each place that holds payloads. */
export class PayloadBlocks {
  #block: Uint8Array = new Uint8Array();
  #used = 0;

  /**
   * To be called when `payload` begins to be held for longer than a call. Afterwards its buffer has at most twice the bytes
   * of the payload, or 8 KiB if that is more. Copies at most once, and only from a larger buffer than that.
   */
  keep(payload: Payload): void {
    if (!payload.isPart) return;
    const { bytes } = payload;
    const { byteLength } = bytes.buffer;
    const isWasteful = byteLength > BLOCK_BYTES && byteLength > 2 * bytes.length;
    payload.moveTo(isWasteful ? this.#copy(bytes) : bytes);
  }

  #copy(bytes: Uint8Array): Uint8Array {
    // Large ones would leave most of a block unused.
    if (bytes.length > BLOCK_BYTES / 4) return new Uint8Array(bytes);
    if (this.#used + bytes.length > this.#block.length) {
      this.#block = new Uint8Array(BLOCK_BYTES);
      this.#used = 0;
    }
    const copy = this.#block.subarray(this.#used, this.#used + bytes.length);
    copy.set(bytes);
    this.#used += bytes.length;
    return copy;
  }
}
