// What reaches the Debug Console, and what of a flood does not.
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/base/clock.ts';
import { OutputQueue } from '../../../src/debug/outputQueue.ts';

interface Timer {
  readonly callback: () => void;
  readonly delayMs: number;
}

/** A queue, what it has sent, and a way to let its timers fire. */
function makeQueue(): { queue: OutputQueue; sent: string[]; fire: (delayMs: number) => void } {
  let timers: Timer[] = [];
  const sent: string[] = [];
  const clock: Pick<Clock, 'startTimer'> = {
    startTimer: (callback, delayMs) => {
      const timer = { callback, delayMs };
      timers.push(timer);
      return { dispose: () => void (timers = timers.filter((each) => each !== timer)) };
    },
  };
  const fire = (delayMs: number): void => {
    const due = timers.filter((timer) => timer.delayMs === delayMs);
    timers = timers.filter((timer) => timer.delayMs !== delayMs);
    for (const { callback } of due) callback();
  };
  const queue = new OutputQueue({
    clock,
    send: ({ category = '', output, line }) =>
      sent.push(`${category}${line === undefined ? '' : `@${String(line)}`}: ${output}`),
  });
  return { queue, sent, fire };
}

const place = (line: number) => ({ source: { path: 'graph.yaml' }, line, column: 1 });

describe('output', () => {
  it('goes together when it is of one kind and from one place', () => {
    const { queue, sent, fire } = makeQueue();
    queue.add({ text: 'a', category: 'stdout', place: place(3) });
    queue.add({ text: 'b', category: 'stdout', place: place(3) });
    queue.add({ text: 'c', category: 'stderr', place: place(3) });
    queue.add({ text: 'd', category: 'stderr', place: place(4) });
    expect(sent).toEqual([]);
    fire(20);
    expect(sent).toEqual(['stdout@3: a\nb\n', 'stderr@3: c\n', 'stderr@4: d\n']);
  });

  it('is counted instead of shown when it is a flood', () => {
    const { queue, sent, fire } = makeQueue();
    for (let line = 0; line < 1000; line += 1) queue.add({ text: 'x', category: 'stdout' });
    queue.tell({ text: 'something else', category: 'important' });
    fire(250);
    expect(sent.join('').match(/x\n/g)).toHaveLength(200);
    expect(sent.slice(1)).toEqual([
      'important: something else\n',
      'console: 800 further lines are in the trace\n',
    ]);
    queue.add({ text: 'later', category: 'stdout' });
    queue.dispose();
    expect(sent.at(-1)).toBe('stdout: later\n');
  });
});
