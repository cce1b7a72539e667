// Where the bars of a timeline lie. Knows no component.
import type { HopRecord } from '../../../src/protocol/trace.ts';

/** Percent of the whole span. */
export interface HopBar {
  readonly from: number;
  readonly width: number;
}

/** One bar for each hop. A hop is recorded when it is over: it began its duration before. */
export function placeBars(hops: readonly Pick<HopRecord, 'wallMs' | 'durationUs'>[]): readonly HopBar[] {
  const spans = spread(hops);
  const start = Math.min(...spans.map(({ startMs }) => startMs));
  const end = Math.max(...spans.map(({ endMs }) => endMs));
  const percent = (ms: number): number => (end > start ? (100 * ms) / (end - start) : 0);
  return spans.map(({ startMs, endMs }) => ({
    from: percent(startMs - start),
    width: percent(endMs - startMs),
  }));
}

// Clocks tick more slowly than operators work: hops of one tick follow each other by what they took.
function spread(
  hops: readonly Pick<HopRecord, 'wallMs' | 'durationUs'>[],
): readonly { readonly startMs: number; readonly endMs: number }[] {
  let before = -Infinity;
  return hops.map(({ wallMs, durationUs }) => {
    const ms = durationUs / 1000;
    const startMs = Math.max(before, wallMs - ms);
    before = startMs + ms;
    return { startMs, endMs: before };
  });
}
