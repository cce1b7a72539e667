// The summary of a comparison: asked for only by runs that compare, told once, and given up when the run does not answer.
import { expect, it } from 'vitest';
import { ComparisonSummary } from '../../../src/debug/comparisonSummary.ts';

function summaryOf(answer: () => Promise<readonly string[]>) {
  const told: string[] = [];
  const timers: (() => void)[] = [];
  let asked = 0;
  const summary = new ComparisonSummary({
    ask: () => {
      asked += 1;
      return answer();
    },
    clock: {
      startTimer: (callback) => {
        timers.push(callback);
        return { dispose: () => undefined };
      },
    },
    output: { tell: (text) => void told.push(text) },
  });
  return { summary, told, timers, asked: () => asked };
}

it('is not asked for before the start, nor by runs that compare nothing', async () => {
  const { summary, told, asked } = summaryOf(() => Promise.resolve(['a']));
  await summary.tell();
  summary.begin({ hotReload: true, compare: {} });
  await summary.tell();
  expect([asked(), told]).toEqual([0, []]);
});

it('is told once as long as it stays the same, and anew by the run after a restart', async () => {
  const lines = ['a'];
  const { summary, told } = summaryOf(() => Promise.resolve(lines));
  summary.begin({ hotReload: 'compare' });
  for (const more of [[], ['b'], []]) {
    lines.push(...more);
    await summary.tell();
  }
  summary.reset();
  await summary.tell();
  summary.begin({ compare: { a: 'a.wasm' } });
  await summary.tell();
  expect(told).toEqual(['a', 'a\nb', 'a\nb']);
});

it('is nothing when nothing has been compared', async () => {
  const { summary, told } = summaryOf(() => Promise.resolve([]));
  summary.begin({ hotReload: 'compare' });
  await summary.tell();
  expect(told).toEqual([]);
});

it('is given up with a reason when the run does not answer or is lost', async () => {
  const hanging = summaryOf(() => new Promise(() => undefined));
  hanging.summary.begin({ hotReload: 'compare' });
  const over = hanging.summary.tell();
  hanging.timers[0]?.();
  await over;
  expect(hanging.told).toEqual([
    'What was compared cannot be summed up: an operator is at work and the run does not answer.',
  ]);
  const lost = summaryOf(() => Promise.reject(new Error('The engine is gone.')));
  lost.summary.begin({ hotReload: 'compare' });
  await lost.summary.tell();
  expect(lost.told).toEqual(['What was compared cannot be summed up: The engine is gone.']);
});
