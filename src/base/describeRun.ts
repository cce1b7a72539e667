// What a run does as sentences, for editors, tooltips and screen readers. Knows nothing about who shows them.
import { formatElapsed, formatMicroseconds, formatRate } from './formatNumbers.ts';

/** What has happened at one operation since the run began. */
export interface NodeNumbers {
  /** Hops, and those of them that ended in an error and in a drop. */
  readonly count: number;
  readonly errors: number;
  readonly dropped: number;
  /** Hops per second over the last seconds. */
  readonly rate: number;
  /** Median duration of the last hops, in microseconds. */
  readonly p50Us?: number;
  /** Items that wait or are held. */
  readonly queued: number;
  /** The run stopped here. */
  readonly isStopped?: boolean;
  /** Said after several failures in a row. */
  readonly isFailing?: boolean;
  /** Faults that are in force here, joined with "; "; absent while there are none. */
  readonly disturbedBy?: string;
}

/** What has happened on one connection. */
export interface EdgeNumbers {
  readonly count: number;
  /** Begin of the last payload as text, at most 120 characters. */
  readonly lastValue?: string;
}

/** `isPast`: the run has ended. */
interface OfRun {
  readonly isPast?: boolean;
}

/** The run as a whole. */
export interface RunState {
  /** `none`: nothing has run yet. */
  readonly phase: 'none' | 'running' | 'paused' | 'past';
  readonly elapsedMs: number;
  readonly isReplay: boolean;
  /** Faults that disturb it on purpose; absent while there are none. */
  readonly faults?: number;
}

const exact = new Intl.NumberFormat('en');

/** "1,204 messages, 12/s, median 45 µs, 3 dropped". */
export function describeNodeRun(run: NodeNumbers & OfRun): string {
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
export function describeEdgeRun({ count, lastValue, isPast }: EdgeNumbers & OfRun): string {
  const last = lastValue === undefined ? '' : `, last: ${lastValue}`;
  return `${isPast ? 'past run, ' : ''}${countOf(count, 'message')}${last}`;
}

/** "replay, 12.3 s". Empty when nothing has run. */
export function describeRunState({ phase, elapsedMs, isReplay, faults = 0 }: RunState): string {
  if (phase === 'none') return '';
  const words = { running: '', paused: ', paused', past: ', past' }[phase];
  const disturbed = faults > 0 ? `, ${describeFaultCount(faults)}` : '';
  return `${isReplay ? 'Replay' : 'Run'}${words}${disturbed}, ${formatElapsed(elapsedMs)}`;
}

/** "2 faults in force". */
export function describeFaultCount(count: number): string {
  return `${countOf(count, 'fault')} in force`;
}

function countOf(count: number, word: string): string {
  return `${exact.format(count)} ${word}${count === 1 ? '' : 's'}`;
}
