// Issues the versions of state store values. Knows nothing about keys and values.
import type { Clock } from '../../base/clock.ts';
import { ClockIssuer, clockFromMs, type HybridLogicalClock } from '../../base/hybridLogicalClock.ts';

const NODE_ID = 'StateStore';
const NANOS_PER_MS = 1_000_000;
const MAX_COUNTER = 0xffff_ffff_ffff_ffffn;

/** Versions of whole milliseconds from node `StateStore`, each later than all before and than every time observed. */
export class VersionIssuer {
  readonly #issuer: ClockIssuer;

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#issuer = new ClockIssuer(NODE_ID, () => clock.nowMs());
  }

  issue(): HybridLogicalClock {
    return this.#issuer.issue();
  }

  /** Makes later versions come after `time`. */
  observe(time: HybridLogicalClock): void {
    this.#issuer.observe(roundUpToMs(time));
  }
}

// Exact, unlike a sum in floating point, and safe for a counter that cannot grow.
function roundUpToMs(time: HybridLogicalClock): HybridLogicalClock {
  if (time.nanos % NANOS_PER_MS === 0 && time.counter < MAX_COUNTER) return time;
  const nextMs = Number(time.secs) * 1000 + Math.floor(time.nanos / NANOS_PER_MS) + 1;
  return clockFromMs(nextMs, 0n, time.nodeId);
}
