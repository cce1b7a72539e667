// What a run does as sentences, for editors, tooltips and screen readers. Knows nothing about who shows them.
import { formatElapsed, formatMicroseconds, formatRate } from './formatNumbers.ts';

/** What has happened at one operation. */
export interface NodeNumbers {
  /** Hops, and those of them that ended in an error and in a drop. */
  readonly count: number;
  readonly errors: number;
  readonly dropped: number;
  /** Hops per second. */
  readonly rate: number;
  /** Median duration, in microseconds. */
  readonly p50Us?: number;
  /** Items that wait or are held. */
  readonly queued: number;
  readonly isStopped?: boolean;
  readonly isFailing?: boolean;
  /** The run has ended. */
  readonly isPast?: boolean;
}

/** What has happened on one connection. */
export interface EdgeNumbers {
  readonly count: number;
  readonly lastValue?: string;
  readonly isPast?: boolean;
}

/** The run as a whole. */
export interface RunPhase {
  readonly phase: 'none' | 'running' | 'paused' | 'past';
  readonly elapsedMs: number;
  readonly isReplay: boolean;
}

const exact = new Intl.NumberFormat('en');

/** "1,204 messages, 12/s, median 45 µs, 3 dropped". */
export function describeNodeRun(run: NodeNumbers): string {
  const { count, rate, p50Us, errors, dropped, queued } = run;
  return [
    ...(run.isPast ? ['past run'] : []),
    ...(run.isStopped ? ['stopped here'] : []),
    ...(run.isFailing ? ['keeps failing'] : []),
    countOf(count, 'message'),
    ...(rate > 0 && !run.isPast ? [formatRate(rate)] : []),
    ...(p50Us === undefined || p50Us <= 0 ? [] : [`median ${formatMicroseconds(p50Us)}`]),
    ...(errors > 0 ? [countOf(errors, 'error')] : []),
    ...(dropped > 0 ? [`${exact.format(dropped)} dropped`] : []),
    ...(queued > 0 ? [`${exact.format(queued)} waiting`] : []),
  ].join(', ');
}

/** "1,204 messages, last: …". */
export function describeEdgeRun({ count, lastValue, isPast }: EdgeNumbers): string {
  const last = lastValue === undefined ? '' : `, last: ${lastValue}`;
  return `${isPast ? 'past run, ' : ''}${countOf(count, 'message')}${last}`;
}

/** "replay, 12.3 s". Empty when nothing has run. */
export function describeRunState({ phase, elapsedMs, isReplay }: RunPhase): string {
  if (phase === 'none') return '';
  const words = { running: '', paused: ', paused', past: ', past' }[phase];
  return `${isReplay ? 'Replay' : 'Run'}${words}, ${formatElapsed(elapsedMs)}`;
}

function countOf(count: number, word: string): string {
  return `${exact.format(count)} ${word}${count === 1 ? '' : 's'}`;
}
