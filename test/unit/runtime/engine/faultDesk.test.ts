// A call that a fault delays meets its limit and its end by hand, as one that computes for so long does; and what is said of the faults
// at an operation.
import { expect, it } from 'vitest';
import { CallGuard, CallTimeout, HEARTBEAT_LENGTH } from '../../../../src/runtime/component/callGuard.ts';
import { FaultDesk } from '../../../../src/runtime/engine/faultDesk.ts';
import { systemTime } from '../../../../src/runtime/engine/systemTime.ts';
import { WallClock } from '../../../../src/runtime/scheduler/sessionClock.ts';
import { planOf } from '../../../helpers/testPlan.ts';

function open(): { desk: FaultDesk; guard: CallGuard; heartbeat: Int32Array; clock: WallClock } {
  const clock = new WallClock(systemTime);
  const heartbeat = new Int32Array(HEARTBEAT_LENGTH);
  const guard = new CallGuard(() => clock.monotonicMs(), heartbeat);
  const desk = new FaultDesk({
    nodes: planOf('m:map').nodes,
    seed: 's',
    clock,
    guard,
    breakBroker: () => undefined,
    log: () => undefined,
    flush: () => undefined,
  });
  // So long that a test which waits for its end fails by its own limit.
  desk.set([{ node: 'm', kind: 'delay', delayMs: 600_000 }]);
  return { desk, guard, heartbeat, clock };
}

it('is stopped at its limit', () => {
  const { desk, guard, clock } = open();
  guard.arm(clock.monotonicMs() + 20, 0);
  expect(() => desk.injector.forCalls(0).beforeCall()).toThrow(CallTimeout);
  expect(desk.injector.takeMark()).toBe('fault: the call was delayed by 600000 ms');
});

it('is stopped when somebody ends it', () => {
  const { desk, guard, heartbeat, clock } = open();
  guard.arm(clock.monotonicMs() + 60_000, 0);
  // As the thread that watches asks for the end of the call with this number.
  heartbeat[2] = heartbeat[0] ?? 0;
  expect(() => desk.injector.forCalls(0).beforeCall()).toThrow('by hand');
});

it('says what disturbs an operation, until it is taken away', () => {
  const { desk } = open();
  desk.set([
    { node: 'm', kind: 'trap', message: 3 },
    { kind: 'brokerGone', durationMs: 100 },
    { node: 'm', kind: 'duplicate' },
  ]);
  expect(desk.describeAt('m')).toEqual({ disturbedBy: 'a trap at message 3; messages come twice' });
  expect(desk.describeAt('in')).toEqual({});
  desk.set([]);
  expect(desk.describeAt('m')).toEqual({});
});
