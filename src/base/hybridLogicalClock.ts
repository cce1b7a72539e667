// Hybrid logical clocks: the time that every message and state-store version carries. Knows nothing about who
// stamps what. Shape as in WIT `hybrid-logical-clock`; text form as in the MQTT user property `__ts`.

/**
 * A point in hybrid logical time. `secs` and `nanos` (0–999,999,999) since the Unix epoch, then a counter, then the
 * name of the node that issued it. Totally ordered by those four in that order.
 */
export interface HybridLogicalClock {
  readonly secs: bigint;
  readonly nanos: number;
  readonly counter: bigint;
  readonly nodeId: string;
}

const MILLISECONDS = 1000n;
const NANOS_PER_MS = 1_000_000;
const NANOS_PER_SECOND = 1_000_000_000;
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/** Negative when `a` is earlier than `b`, 0 when equal, positive when later. */
export function compareClocks(a: HybridLogicalClock, b: HybridLogicalClock): number {
  if (a.secs !== b.secs) return a.secs < b.secs ? -1 : 1;
  if (a.nanos !== b.nanos) return a.nanos - b.nanos;
  if (a.counter !== b.counter) return a.counter < b.counter ? -1 : 1;
  return a.nodeId < b.nodeId ? -1 : a.nodeId > b.nodeId ? 1 : 0;
}

/** The clock at `ms` whole milliseconds since the Unix epoch, which must not be negative. */
export function clockFromMs(ms: number, counter: bigint, nodeId: string): HybridLogicalClock {
  const secs = Math.floor(ms / 1000);
  // Beyond the integers that a number holds exactly the remainder means nothing.
  const restMs = ms > Number.MAX_SAFE_INTEGER ? 0 : ms - secs * 1000;
  return { secs: BigInt(secs), nanos: restMs * NANOS_PER_MS, counter, nodeId };
}

/** Milliseconds since the Unix epoch with fractions; approximate beyond the year 285,000. */
export function clockToMs(clock: HybridLogicalClock): number {
  return Number(clock.secs) * 1000 + clock.nanos / NANOS_PER_MS;
}

/** The `__ts` form `<wall clock ms, 15 digits>:<counter, 5 digits>:<node id>`; nanoseconds below 1 ms are cut off. */
export function formatClock(clock: HybridLogicalClock): string {
  const ms = clock.secs * MILLISECONDS + BigInt(Math.floor(clock.nanos / NANOS_PER_MS));
  return `${ms.toString().padStart(15, '0')}:${clock.counter.toString().padStart(5, '0')}:${clock.nodeId}`;
}

/**
 * Reads the `__ts` form, zero-padded or not. Returns undefined when `text` is malformed: not three parts, not decimal
 * digits, a number beyond 64 bits, or an empty node id. The node id may contain colons.
 */
export function parseClock(text: string): HybridLogicalClock | undefined {
  const match = /^(\d{1,20}):(\d{1,20}):(.+)$/s.exec(text);
  if (!match) return undefined;
  const ms = BigInt(match[1] ?? '');
  const counter = BigInt(match[2] ?? '');
  if (ms > MAX_U64 || counter > MAX_U64) return undefined;
  return {
    secs: ms / MILLISECONDS,
    nanos: Number(ms % MILLISECONDS) * NANOS_PER_MS,
    counter,
    nodeId: match[3] ?? '',
  };
}

/** A clock just after `clock`, from the same node. */
export function nextClock(clock: HybridLogicalClock): HybridLogicalClock {
  if (clock.counter < MAX_U64) return { ...clock, counter: clock.counter + 1n };
  const nanos = clock.nanos + 1;
  const isCarried = nanos === NANOS_PER_SECOND;
  return {
    ...clock,
    secs: isCarried ? clock.secs + 1n : clock.secs,
    nanos: isCarried ? 0 : nanos,
    counter: 0n,
  };
}

/** Issues strictly increasing clocks of whole milliseconds for one node, following its wall clock and what it has seen. */
export class ClockIssuer {
  readonly #nodeId: string;
  readonly #nowMs: () => number;
  #lastMs = -1;
  #secs = 0n;
  #nanos = 0;
  #counter = 0n;

  /** `nowMs` returns whole milliseconds since the Unix epoch. */
  constructor(nodeId: string, nowMs: () => number) {
    this.#nodeId = nodeId;
    this.#nowMs = nowMs;
  }

  /** A clock later than every clock issued or observed before. */
  issue(): HybridLogicalClock {
    const now = this.#nowMs();
    if (now > this.#lastMs) this.#moveTo(clockFromMs(now, 0n, this.#nodeId));
    else if (this.#counter < MAX_U64) this.#counter += 1n;
    else this.#moveTo(nextMs(this.#last()));
    return this.#last();
  }

  /** Makes every later `issue` come after `seen`. */
  observe(seen: HybridLogicalClock): void {
    if (this.#lastMs >= 0 && compareClocks(seen, this.#last()) <= 0) return;
    // Issued clocks are whole milliseconds: one within a millisecond is followed by the next.
    this.#moveTo(seen.nanos % NANOS_PER_MS === 0 ? seen : nextMs(seen));
  }

  #last(): HybridLogicalClock {
    return { secs: this.#secs, nanos: this.#nanos, counter: this.#counter, nodeId: this.#nodeId };
  }

  #moveTo(clock: HybridLogicalClock): void {
    this.#lastMs = clockToMs(clock);
    this.#secs = clock.secs;
    this.#nanos = clock.nanos;
    this.#counter = clock.counter;
  }
}

function nextMs({ secs, nanos, nodeId }: HybridLogicalClock): HybridLogicalClock {
  const rounded = (Math.floor(nanos / NANOS_PER_MS) + 1) * NANOS_PER_MS;
  const isCarried = rounded === NANOS_PER_SECOND;
  return { secs: isCarried ? secs + 1n : secs, nanos: isCarried ? 0 : rounded, counter: 0n, nodeId };
}
