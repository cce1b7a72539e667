// How ends of messages are called and drawn. Knows nothing of traces.
import type { Verdict } from '../../src/protocol/trace.ts';

/** In lists and filters. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  emitted: 'emitted',
  dropped: 'dropped',
  absorbed: 'in a window',
  late: 'late',
  error: 'error',
  held: 'held',
};

/** 16 by 16; the shapes differ, not only the colours. */
export const verdictPaths: Readonly<Record<Verdict | 'underWay', string>> = {
  passed: 'M3 8h9M8.5 4.500 12 8l-3.5 3.500',
  emitted: 'M3 8.500 6.500 12 13 4.500',
  dropped: 'M8 3v7M4.500 7 8 10.500 11.500 7M4 13.500h8',
  absorbed: 'M3 4.500h10v8H3zM3 8h10',
  late: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M8 5v3.500l2 1.500',
  error: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M6 6l4 4M10 6l-4 4',
  held: 'M6 4v8M10 4v8',
  underWay: 'M3.500 8h.1M8 8h.1M12.500 8h.1',
};
