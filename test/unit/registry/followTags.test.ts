// When a registry is asked for tags, what is said of it, and that a registry that is away only makes it wait longer.
import { expect, it } from 'vitest';
import { TagFollower } from '../../../src/registry/followTags.ts';
import type { PulledModule } from '../../../src/registry/pull.ts';

function follow(answers: readonly (readonly PulledModule['outcome'][] | Error)[]) {
  const waits: number[] = [];
  const lines: string[] = [];
  let next: (() => void) | undefined;
  let asked = 0;
  const follower = new TagFollower({
    refresh: () => {
      const answer = answers[asked] ?? [];
      asked += 1;
      if (answer instanceof Error) return Promise.reject(answer);
      const modules = answer.map((outcome) => ({ reference: 'r/m:1', path: 'p', outcome }));
      return Promise.resolve(modules);
    },
    startTimer: (callback, delayMs) => {
      waits.push(delayMs);
      next = callback;
      return { dispose: () => (next = undefined) };
    },
    intervalMs: 30_000,
    logger: { log: (level, message) => void lines.push(`${level} ${message}`) },
  });
  const pass = async (): Promise<void> => {
    const count = waits.length;
    next?.();
    await expect.poll(() => waits.length).toBe(count + 1);
  };
  return { follower, waits, lines, pass, timer: () => next };
}

it('says only what was pulled', async () => {
  const { follower, waits, lines, pass } = follow([['unchanged'], ['pulled', 'unchanged']]);
  follower.begin();
  await pass();
  await pass();
  expect(waits).toEqual([30_000, 30_000, 30_000]);
  expect(lines).toEqual([expect.stringMatching(/^info r\/m:1 has another content now/)]);
});

it('tells once that the registry is away, waits longer each time, and tells when it is back', async () => {
  const away = new Error('connection refused.');
  const { follower, waits, lines, pass } = follow([away, away, away, away, away, away, ['unchanged']]);
  follower.begin();
  for (let count = 0; count < 7; count += 1) await pass();
  expect(waits.map((ms) => ms / 1000)).toEqual([30, 60, 120, 240, 480, 600, 600, 30]);
  expect(lines).toEqual([
    expect.stringMatching(/^warn Tags cannot be followed: connection refused\. The run goes on/),
    'info the registry answers again; its tags are followed',
  ]);
});

it('asks no more once it is disposed', () => {
  const { follower, timer } = follow([]);
  follower.begin();
  follower.dispose();
  expect(timer()).toBeUndefined();
});
