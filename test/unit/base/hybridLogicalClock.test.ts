// The order, text and steps of hybrid logical clocks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockFromMs,
  ClockIssuer,
  clockToMs,
  compareClocks,
  formatClock,
  type HybridLogicalClock,
  nextClock,
  parseClock,
} from '../../../src/base/hybridLogicalClock.ts';

const MAX_U64 = 2n ** 64n - 1n;
const bigInt64 = fc.oneof(
  fc.bigInt({ min: 0n, max: MAX_U64 }),
  fc.bigInt({ min: 0n, max: 3n }),
  fc.constant(MAX_U64),
);
const anyClock: fc.Arbitrary<HybridLogicalClock> = fc.record({
  secs: bigInt64,
  nanos: fc.oneof(
    fc.nat({ max: 999_999_999 }),
    fc.nat({ max: 999 }).map((ms) => ms * 1_000_000),
  ),
  counter: bigInt64,
  nodeId: fc.string({ unit: 'grapheme', minLength: 1 }),
});
const at = (secs: bigint, nanos: number, counter: bigint, nodeId: string): HybridLogicalClock => ({
  secs,
  nanos,
  counter,
  nodeId,
});

describe('compareClocks', () => {
  it('orders by seconds, then nanoseconds, then counter, then node id', () => {
    const ordered = [
      at(1n, 9, 9n, 'z'),
      at(2n, 1, 9n, 'z'),
      at(2n, 2, 1n, 'z'),
      at(2n, 2, 2n, 'a'),
      at(2n, 2, 2n, 'b'),
      at(2n ** 63n, 0, 0n, 'a'),
    ];
    for (const [index, clock] of ordered.entries())
      for (const [other, another] of ordered.entries())
        expect(Math.sign(compareClocks(clock, another))).toBe(Math.sign(index - other));
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(anyClock, anyClock, anyClock, (a, b, c) => {
        expect(Math.sign(compareClocks(a, b))).toBe(-Math.sign(compareClocks(b, a)));
        const [first, second, third] = [a, b, c].sort(compareClocks) as [typeof a, typeof b, typeof c];
        expect(compareClocks(first, second)).toBeLessThanOrEqual(0);
        expect(compareClocks(second, third)).toBeLessThanOrEqual(0);
        expect(compareClocks(first, third)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('the __ts form', () => {
  it('pads milliseconds to 15 and the counter to 5 digits', () => {
    expect(formatClock(at(1_700_000_000n, 123_456_789, 7n, 'device:1'))).toBe(
      '001700000000123:00007:device:1',
    );
  });

  it('reads back what it wrote, cut off to milliseconds', () => {
    // 64 bits of milliseconds are fewer than 64 bits of seconds.
    const clock = anyClock.map((each) => ({ ...each, secs: each.secs / 1001n }));
    fc.assert(
      fc.property(clock, (each) => {
        const cut = { ...each, nanos: Math.floor(each.nanos / 1_000_000) * 1_000_000 };
        expect(parseClock(formatClock(each))).toEqual(cut);
      }),
    );
  });

  it.each(['1:2:n', '000000000000001:00002:n', '01:02:n'])('reads %s with any padding', (text) => {
    expect(parseClock(text)).toEqual(at(0n, 1_000_000, 2n, 'n'));
  });

  it.each([
    '',
    'n',
    '1:2',
    '1:2:',
    ':2:n',
    '1::n',
    '-1:2:n',
    '1.5:2:n',
    '0x1:2:n',
    ' 1:2:n',
    '1:2 :n',
    '１:2:n',
    '18446744073709551616:0:n',
    '1:18446744073709551616:n',
    '000000000000000000001:0:n',
  ])('refuses "%s"', (text) => {
    expect(parseClock(text)).toBeUndefined();
  });

  it('takes numbers of 64 bits and node ids with colons and line ends', () => {
    const text = '18446744073709551615:18446744073709551615:a:b\nc';
    expect(parseClock(text)).toEqual(at(18446744073709551n, 615_000_000, MAX_U64, 'a:b\nc'));
  });

  it('never throws on any text', () => {
    const almost = fc.tuple(fc.string(), fc.string(), fc.string()).map((parts) => parts.join(':'));
    fc.assert(fc.property(fc.oneof(fc.string(), almost), (text) => void parseClock(text)));
  });
});

describe('milliseconds', () => {
  it('go to a clock and back', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (ms) => {
        expect(clockToMs(clockFromMs(ms, 0n, 'n'))).toBe(ms);
      }),
    );
  });

  it('give valid nanoseconds even beyond what a number holds exactly', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** 53, max: 2 ** 64, noNaN: true }), (ms) => {
        const { nanos } = clockFromMs(ms, 0n, 'n');
        expect(nanos >= 0 && nanos < 1_000_000_000).toBe(true);
      }),
    );
  });
});

describe('nextClock', () => {
  it('is later than every clock, by the least step that keeps the node id', () => {
    fc.assert(fc.property(anyClock, (clock) => compareClocks(nextClock(clock), clock) > 0));
    expect(nextClock(at(1n, 5, 6n, 'n'))).toEqual(at(1n, 5, 7n, 'n'));
  });

  it('carries a full counter into nanoseconds and those into seconds', () => {
    expect(nextClock(at(1n, 5, MAX_U64, 'n'))).toEqual(at(1n, 6, 0n, 'n'));
    expect(nextClock(at(1n, 999_999_999, MAX_U64, 'n'))).toEqual(at(2n, 0, 0n, 'n'));
  });
});

describe('ClockIssuer', () => {
  it('issues strictly increasing clocks of 64-bit counters, whatever time does and whatever it sees', () => {
    const event = fc.oneof(fc.nat({ max: 5 }), anyClock);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let now = 3;
        let last = at(0n, 0, 0n, '');
        const issuer = new ClockIssuer('n', () => now);
        for (const each of events) {
          if (typeof each === 'number') now = each;
          else issuer.observe(each);
          if (typeof each !== 'number' && compareClocks(each, last) > 0) last = each;
          const issued = issuer.issue();
          expect(compareClocks(issued, last)).toBeGreaterThan(0);
          expect(issued.counter <= MAX_U64 && issued.nodeId === 'n').toBe(true);
          expect(issued.nanos % 1_000_000).toBe(0);
          last = issued;
        }
      }),
    );
  });

  it('starts at its wall clock and counts within one millisecond', () => {
    let now = 1500;
    const issuer = new ClockIssuer('n', () => now);
    expect([issuer.issue(), issuer.issue()]).toEqual([at(1n, 5e8, 0n, 'n'), at(1n, 5e8, 1n, 'n')]);
    now = 1501;
    expect(issuer.issue()).toEqual(at(1n, 501e6, 0n, 'n'));
    now = 1400;
    expect(issuer.issue()).toEqual(at(1n, 501e6, 1n, 'n'));
  });

  it('comes after a clock that it has seen within a millisecond', () => {
    const issuer = new ClockIssuer('n', () => 1000);
    issuer.observe(at(5n, 1, 9n, 'z'));
    expect(issuer.issue()).toEqual(at(5n, 1_000_000, 1n, 'n'));
  });

  it('goes on in the next millisecond when the counter is full', () => {
    const issuer = new ClockIssuer('n', () => 1000);
    issuer.observe(at(5n, 999_000_000, MAX_U64, 'z'));
    expect(issuer.issue()).toEqual(at(6n, 0, 0n, 'n'));
  });

  it('is not set back by clocks of the past', () => {
    const issuer = new ClockIssuer('n', () => 1000);
    issuer.issue();
    issuer.observe(at(0n, 0, 100n, 'z'));
    expect(issuer.issue()).toEqual(at(1n, 0, 1n, 'n'));
  });
});
