// Asking again, on a clock that moves only when the test moves it.
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/base/clock.ts';
import { AnswerFailure } from '../../../src/registry/answerFailure.ts';
import { withRetries } from '../../../src/registry/retry.ts';
import { ManualTime } from '../../helpers/manualTime.ts';

const START_MS = Date.UTC(2026, 0, 1);

function fakeClock(): { time: ManualTime; clock: Clock } {
  const time = new ManualTime(START_MS);
  return { time, clock: { nowMs: time.epochMs, monotonicMs: time.monotonicMs, startTimer: time.startTimer } };
}

const busy = (status: number, retryAfter?: string): AnswerFailure =>
  new AnswerFailure(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }, []);
const broken = (code: string): Error => Object.assign(new Error(code), { code });

/** Fails with each error in turn, then succeeds; tells the waits between the attempts. */
async function play(errors: readonly Error[]): Promise<{ waits: number[]; outcome: unknown }> {
  const { time, clock } = fakeClock();
  const waits: number[] = [];
  const left = [...errors];
  const result = withRetries(
    () => {
      const error = left.shift();
      return error ? Promise.reject(error) : Promise.resolve('done');
    },
    { clock },
  ).catch((error: unknown) => error);
  let outcome: unknown;
  void result.then((value) => (outcome = value));
  while (outcome === undefined) {
    await new Promise((resolve) => setImmediate(resolve));
    const [wait] = time.waits;
    if (wait === undefined) continue;
    waits.push(wait);
    time.advance(wait);
  }
  return { waits, outcome };
}

describe('withRetries', () => {
  it('waits twice as long each time, and gives up after five more attempts', async () => {
    const errors = Array.from({ length: 6 }, () => busy(503));
    expect(await play(errors)).toEqual({ waits: [250, 500, 1000, 2000, 4000], outcome: errors[5] });
  });

  it('goes on when an attempt succeeds', async () => {
    expect(await play([busy(500), broken('ECONNRESET')])).toEqual({ waits: [250, 500], outcome: 'done' });
  });

  it.each([408, 429, 500, 502, 503, 504])('asks again after %d', async (status) => {
    expect((await play([busy(status)])).outcome).toBe('done');
  });

  it.each([400, 401, 403, 404, 413, 501, 505])('does not ask again after %d', async (status) => {
    expect((await play([busy(status)])).waits).toEqual([]);
  });

  it.each(['ENOTFOUND', 'ECONNREFUSED', 'CERT_HAS_EXPIRED'])('does not ask again after %s', async (code) => {
    expect((await play([broken(code)])).waits).toEqual([]);
  });

  it('waits as long as the registry asks for, in seconds or until a date', async () => {
    const date = new Date(START_MS + 10_000).toUTCString();
    expect((await play([busy(429, '3'), busy(429, date)])).waits).toEqual([3000, 7000]);
  });

  it('waits its own time when the registry asks for less, or says nonsense', async () => {
    expect((await play([busy(429, '0'), busy(429, 'soon')])).waits).toEqual([250, 500]);
  });

  it('does not wait for a registry that wants more than two minutes', async () => {
    expect((await play([busy(429, '3600')])).waits).toEqual([]);
  });

  it('stops waiting when it is cancelled', async () => {
    const { time, clock } = fakeClock();
    const controller = new AbortController();
    const result = withRetries(() => Promise.reject(busy(503)), { clock, signal: controller.signal });
    await new Promise((resolve) => setImmediate(resolve));
    expect(time.waits).toEqual([250]);
    controller.abort();
    await expect(result).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(time.waits).toEqual([]);
  });
});
