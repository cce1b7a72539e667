// What a run does as sentences, for tooltips and screen readers. Knows no component.
import { formatElapsed, formatMicroseconds, formatRate } from './formatNumbers.ts';
import type { EdgeRun, NodeRun, RunState } from './runOverlay.ts';

const exact = new Intl.NumberFormat('en');

/** "1,204 messages, 12/s, median 45 µs, 3 dropped". */
export function describeNodeRun(run: NodeRun): string {
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
export function describeEdgeRun({ count, lastValue, isPast }: EdgeRun): string {
  const last = lastValue === undefined ? '' : `, last: ${lastValue}`;
  return `${isPast ? 'past run, ' : ''}${countOf(count, 'message')}${last}`;
}

/** "replay, 12.3 s". Empty when nothing has run. */
export function describeRunState({ phase, elapsedMs, isReplay }: RunState): string {
  if (phase === 'none') return '';
  const words = { running: '', paused: ', paused', past: ', past' }[phase];
  return `${isReplay ? 'Replay' : 'Run'}${words}, ${formatElapsed(elapsedMs)}`;
}

function countOf(count: number, word: string): string {
  return `${exact.format(count)} ${word}${count === 1 ? '' : 's'}`;
}
