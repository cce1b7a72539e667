// Moments and spans of a run for people. Knows nothing of messages.
import { formatMicroseconds } from '../../src/base/formatNumbers.ts';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** 14:03:22.123, of milliseconds since the Unix epoch. */
export function formatClock(ms: number): string {
  return clock.format(ms);
}

/** 26 Nov 2026, 14:03:22. */
export function formatDay(ms: number): string {
  return day.format(ms);
}

/** How long from `startMs` to `endMs`, at least the time in operators. Never "0 ms" for what was merely quick. */
export function formatSpan(startMs: number, endMs: number, workUs: number): string {
  return formatMicroseconds(Math.max((endMs - startMs) * 1000, workUs));
}
