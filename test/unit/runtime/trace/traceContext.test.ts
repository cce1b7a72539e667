// W3C Trace Context in user properties, and the ids of spans: as OpenTelemetry's own reader sees them, for whatever comes in.
import { context, defaultTextMapGetter, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserProperty } from '../../../../src/protocol/message.ts';
import { SpanIds } from '../../../../src/runtime/trace/spanIds.ts';
import { readTraceContext, writeTraceContext } from '../../../../src/runtime/trace/traceContext.ts';

const propagator = new W3CTraceContextPropagator();

function readByOthers(properties: readonly UserProperty[]): ReturnType<typeof trace.getSpanContext> {
  const carrier = Object.fromEntries(properties);
  return trace.getSpanContext(propagator.extract(context.active(), carrier, defaultTextMapGetter));
}

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16)),
    minLength: length,
    maxLength: length,
  });
const parts = fc.tuple(
  fc.constantFrom('00', '01', 'fe', 'ff', 'zz', ''),
  fc.oneof(digits(32), fc.constant('0'.repeat(32)), digits(31)),
  fc.oneof(digits(16), fc.constant('0'.repeat(16)), fc.string()),
  fc.oneof(digits(2), fc.constant('1')),
);
const traceparents = fc.oneof(
  parts.map((each) => each.join('-')),
  parts.map((each) => `${each.join('-')}-more`),
  fc.string(),
);

describe('what comes in', () => {
  it('is read as the reader of OpenTelemetry reads it', () => {
    fc.assert(
      fc.property(traceparents, (traceparent) => {
        const properties: UserProperty[] = [['traceparent', traceparent]];
        const read = readTraceContext(properties);
        const theirs = readByOthers(properties);
        expect(read && [read.traceId, read.spanId, read.isSampled]).toEqual(
          theirs && [theirs.traceId, theirs.spanId, (theirs.traceFlags & 1) === 1],
        );
      }),
    );
  });

  it('is none when there are two, and its state is joined and bounded', () => {
    const one: UserProperty = ['traceparent', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`];
    expect(readTraceContext([one, one])).toBeUndefined();
    expect(readTraceContext([['tracestate', 'a=1'], one, ['tracestate', 'b=2']])?.state).toBe('a=1,b=2');
    expect(readTraceContext([one, ['tracestate', `a=${'x'.repeat(511)}`]])).not.toHaveProperty('state');
  });
});

describe('what goes out', () => {
  it('is in place of what was there, and is read by others', () => {
    const ids = new SpanIds([1, 2, 3, 4, 5, 6]);
    const written = writeTraceContext(
      [
        ['a', '1'],
        ['traceparent', 'old'],
        ['tracestate', 'old=1'],
      ],
      { traceId: ids.traceOf(1), spanId: ids.spanOf(1), isSampled: true },
    );
    expect(written.map(([key]) => key)).toEqual(['a', 'traceparent']);
    expect(readByOthers(written)).toMatchObject({
      traceId: ids.traceOf(1),
      spanId: ids.spanOf(1),
      traceFlags: 1,
    });
  });
});

describe('ids', () => {
  it('are valid and different for different numbers, beyond 32 bits too', () => {
    const seeds = fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 6, maxLength: 6 });
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
    fc.assert(
      fc.property(seeds, numbers, (seed, all) => {
        const ids = new SpanIds(seed);
        const [spans, traces] = [all.map((each) => ids.spanOf(each)), all.map((each) => ids.traceOf(each))];
        expect(new Set(spans).size).toBe(all.length);
        expect(new Set(traces).size).toBe(all.length);
        for (const span of spans) expect(span).toMatch(/^(?!0{16})[\da-f]{16}$/);
        for (const each of traces) expect(each).toMatch(/^(?!0{32})[\da-f]{32}$/);
      }),
    );
  });

  it('of a million hops in a row are different', () => {
    const ids = new SpanIds([7, 8, 9, 10, 11, 12]);
    const seen = new Set<string>();
    for (let hop = 1; hop <= 1_000_000; hop += 1) seen.add(ids.spanOf(hop));
    expect(seen.size).toBe(1_000_000);
  });
});
