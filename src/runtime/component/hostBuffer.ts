// The WIT resource `buffer`: a handle by which operators reach bytes held by the host, and the ledger of handles that
// one instance holds. Knows nothing about messages.
import { PayloadBlocks } from '../message/payloadBlocks.ts';
import type { Payload } from '../trace/payload.ts';
import { ShortLived } from './shortLived.ts';

// The glue uses this property as the representation of a host object, instead of counting up for ever.
const representation: unique symbol = Symbol.for('cabiRep');

/** One handle's object; several handles may share one payload. */
export class HostBuffer {
  // A private field, so that a handle the guest made up (the glue gives it an empty object) cannot pass as a buffer.
  readonly #payload: Payload;

  constructor(payload: Payload, rep: number) {
    this.#payload = payload;
    // The glue's own property; a class field with a symbol for a name cannot be declared here.
    (this as unknown as Record<symbol, number>)[representation] = rep;
  }

  /** WIT `buffer.read`: the bytes; the glue copies them into the guest. */
  read(): Uint8Array {
    return HostBuffer.payloadOf(this).bytes;
  }

  static payloadOf(buffer: HostBuffer): Payload {
    if (!(#payload in buffer))
      throw new Error(
        'the operator used a buffer handle that is not valid (any more): copy the bytes of buffers that are to outlive many calls',
      );
    return buffer.#payload;
  }
}

/** Undropped handles that an instance may hold before the oldest lose their bytes. */
const MAX_HELD = 1024;
/** Slots of lost handles that stay unused for a while, so that an old handle does not lead to other bytes. */
const MAX_DEAD_SLOTS = 65_536;
/** Representations share an integer with one flag bit: jco's `T_FLAG`. */
const FLAG = 1 << 30;
const MAX_REPRESENTATION = FLAG - 1;

/** A handle object and its representation. */
interface Lent {
  readonly buffer: HostBuffer;
  readonly representation: number;
}

interface ResourceTables {
  /** Pairs of scope and representation after one sentinel pair; free slots form a list that starts at index 0. */
  readonly handles: number[];
  readonly captures: Map<number, object>;
}

/**
 * Keeps the glue's tables of one instance from growing: operators in JavaScript and Python never drop the handles they
 * are given. Handles an operator keeps on purpose stay valid until it holds more than 1,024.
 */
export class BufferLedger {
  #lastRepresentation: number;
  #deadSlots = 0;
  readonly #tables: ResourceTables[] = [];
  readonly #blocks: PayloadBlocks = new PayloadBlocks();
  /** Of the call under way: handles whose bytes would keep those of other messages in memory. */
  readonly #lent: Lent[] = [];

  /** `lastRepresentation` is for tests of the turn-over at 2^30. */
  constructor(lastRepresentation = 0) {
    this.#lastRepresentation = lastRepresentation;
  }

  /** For the glue's hook: takes note of the tables of one kind of resource. */
  adopt(handles: number[], captures: Map<number, object>): void {
    this.#tables.push({ handles, captures });
  }

  /** A new handle object for `payload`. */
  wrap(payload: Payload): HostBuffer {
    do {
      this.#lastRepresentation =
        this.#lastRepresentation >= MAX_REPRESENTATION ? 1 : this.#lastRepresentation + 1;
    } while (this.#isHeld(this.#lastRepresentation));
    const buffer = new HostBuffer(payload, this.#lastRepresentation);
    if (payload.isPart) this.#lent.push({ buffer, representation: this.#lastRepresentation });
    return buffer;
  }

  // After the turn-over a handle kept since long ago may have the number that is next.
  #isHeld(rep: number): boolean {
    for (const { captures } of this.#tables) if (captures.has(rep)) return true;
    return false;
  }

  /** To be called after every operator call. Payloads of handles that the operator keeps no longer share a buffer. */
  releaseOld(): void {
    this.#forgetOld();
    if (this.#lent.length === 0) return;
    for (const { buffer, representation } of this.#lent)
      for (const { captures } of this.#tables)
        if (captures.get(representation) === buffer) this.#blocks.keep(HostBuffer.payloadOf(buffer));
    this.#lent.length = 0;
  }

  #forgetOld(): void {
    for (const table of this.#tables) {
      if (table.captures.size <= MAX_HELD || !mayForget(firstValue(table.captures))) continue;
      this.#deadSlots += forgetOldest(table.captures, table.captures.size - MAX_HELD / 2);
      if (this.#deadSlots > MAX_DEAD_SLOTS) {
        freeDeadSlots(table);
        this.#deadSlots = 0;
      }
    }
  }

  /** How many handles and table slots there are now; for tests. */
  get sizes(): { readonly held: number; readonly slots: number } {
    const sum = (of: (table: ResourceTables) => number): number =>
      this.#tables.reduce((total, table) => total + of(table), 0);
    return { held: sum((table) => table.captures.size), slots: sum((table) => table.handles.length >> 1) };
  }
}

function mayForget(object: object | undefined): boolean {
  return object instanceof HostBuffer || object instanceof ShortLived;
}

function firstValue(captures: Map<number, object>): object | undefined {
  return captures.values().next().value;
}

// A Map iterates in order of insertion, so the first ones are the oldest.
function forgetOldest(captures: Map<number, object>, count: number): number {
  let left = count;
  for (const rep of captures.keys()) {
    if (left === 0) break;
    captures.delete(rep);
    left -= 1;
  }
  return count;
}

function freeDeadSlots({ handles, captures }: ResourceTables): void {
  for (let slot = 1; slot < handles.length >> 1; slot += 1) {
    const scope = handles[slot << 1] ?? FLAG;
    const value = handles[(slot << 1) + 1] ?? 0;
    const isLive = (scope & FLAG) === 0 && (value & FLAG) !== 0;
    if (!isLive || captures.has(value & ~FLAG)) continue;
    handles[slot << 1] = (handles[0] ?? FLAG) | FLAG;
    handles[0] = slot | FLAG;
  }
}
