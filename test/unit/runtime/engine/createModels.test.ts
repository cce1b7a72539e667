// The limits of calls that use models: what counts as time of the call, and what ends it.
import { expect, it } from 'vitest';
import type { ModelOutcome, ModelRequest } from '../../../../src/protocol/inference.ts';
import { CallGuard, CallTimeout, HEARTBEAT_LENGTH } from '../../../../src/runtime/component/callGuard.ts';
import { createModels } from '../../../../src/runtime/engine/createModels.ts';
import type { SleepOptions } from '../../../../src/runtime/engine/engineSleep.ts';
import type { Models } from '../../../../src/runtime/services/models.ts';

const done: ModelOutcome = { kind: 'done', outputs: [] };

/** A thread that takes so many milliseconds for each kind of request; its sleeper looks up every 10. */
class SlowThread {
  nowMs = 0;
  readonly generation = 0;
  readonly heartbeat: Int32Array = new Int32Array(HEARTBEAT_LENGTH);
  readonly guard: CallGuard = new CallGuard(() => this.nowMs, this.heartbeat);
  readonly asked: string[] = [];
  takesMs: Record<ModelRequest['kind'], number> = { load: 0, compute: 0, free: 0 };
  /** At what time somebody ends the call. */
  endsAtMs = Number.POSITIVE_INFINITY;

  get models(): Models {
    return createModels(this, {
      guard: this.guard,
      clock: { monotonicMs: () => this.nowMs },
      named: [],
      loadLimitMs: 1000,
    });
  }

  call = ({ kind }: ModelRequest, { check, remainingMs, isExcused }: SleepOptions): ModelOutcome => {
    this.asked.push(`${kind} ${isExcused ? 'excused' : 'counted'}`);
    const endMs = this.nowMs + this.takesMs[kind];
    for (; this.nowMs < endMs; this.nowMs += 10) {
      if (this.nowMs >= this.endsAtMs) this.heartbeat[2] = this.heartbeat[0] ?? 0;
      check();
      expect(remainingMs?.()).toBeGreaterThan(0);
    }
    return done;
  };

  free = (): void => undefined;
}

const bytes = Uint8Array.of(1);

it('loading does not count as time of the call, running does', () => {
  const thread = new SlowThread();
  thread.takesMs = { load: 900, compute: 60, free: 0 };
  const { models } = thread;
  thread.guard.arm(100, 0);
  const model = models.load(bytes);
  expect(thread.guard.remainingMs).toBe(100);
  models.compute(model, []);
  expect(thread.guard.remainingMs).toBe(40);
  expect(() => models.compute(model, [])).toThrow(CallTimeout);
  expect(thread.asked).toEqual(['load excused', 'compute counted', 'compute counted']);
});

it('loading that takes too long is told to the operator as a timeout', () => {
  const thread = new SlowThread();
  thread.takesMs.load = 5000;
  thread.guard.arm(100, 0);
  expect(() => thread.models.load(bytes)).toThrow(
    expect.objectContaining({ code: 'timeout', message: 'loading took longer than 1000 ms' }),
  );
  expect(thread.guard.remainingMs).toBe(100);
});

it.each(['load', 'compute'] as const)('a call in the middle of %s can be ended by hand', (kind) => {
  const thread = new SlowThread();
  const { models } = thread;
  thread.guard.arm(Number.POSITIVE_INFINITY, 0);
  const model = models.load(Uint8Array.of(2));
  thread.takesMs[kind] = 500;
  thread.endsAtMs = 200;
  const act = (): unknown => (kind === 'load' ? models.load(bytes) : models.compute(model, []));
  expect(act).toThrow('the call was ended by hand');
  expect(thread.nowMs).toBe(200);
});
