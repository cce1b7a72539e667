// Messages over the border of a real component and back, and what cannot be taken over.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HybridLogicalClock } from '../../../../src/base/hybridLogicalClock.ts';
import {
  BadResult,
  fromWitClock,
  fromWitData,
  toWitData,
} from '../../../../src/runtime/component/dataModel.ts';
import { BufferLedger } from '../../../../src/runtime/component/hostBuffer.ts';
import type { Operator } from '../../../../src/runtime/component/operator.ts';
import type { WitMessage } from '../../../../src/runtime/component/witTypes.ts';
import { FlowMessage } from '../../../../src/runtime/message/flowMessage.ts';
import type { MessageSchema } from '../../../../src/graph/messageSchema.ts';
import { Payload } from '../../../../src/runtime/trace/payload.ts';
import { makeOperator, messageOf, textOf } from '../../../helpers/testOperator.ts';

let identity: Operator;
let delay: Operator;
beforeAll(async () => {
  identity = (await makeOperator('faulty', 'map', { properties: [['mode', 'unchanged']] })).operator;
  delay = (await makeOperator('faulty', 'delay', { properties: [['mode', 'unchanged']] })).operator;
});

const U64 = 2n ** 64n - 1n;
const u64 = fc.oneof(fc.bigInt({ min: 0n, max: U64 }), fc.constantFrom(0n, 2n ** 63n, U64));
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '\ufeffbom', '\0', '温度🌡'));
const clock: fc.Arbitrary<HybridLogicalClock> = fc.record({
  secs: u64,
  nanos: fc.nat({ max: 999_999_999 }),
  counter: u64,
  nodeId: text,
});
const schema: fc.Arbitrary<MessageSchema | undefined> = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('reference' as const), reference: text }),
    fc.record({ kind: fc.constant('inline' as const), name: text, content: text }),
  ),
  { nil: undefined },
);
const properties = fc.array(fc.tuple(fc.oneof(fc.constant('same'), text), text), { maxLength: 5 });
const payload = fc.uint8Array({ maxLength: 2000 }).map((bytes) => new Payload(bytes));
const message = fc
  .tuple(clock, text, fc.option(text, { nil: undefined }), properties, payload, schema)
  .map((parts) => new FlowMessage('message', ...parts, undefined, parts[1]));

describe('a component that changes nothing gives back', () => {
  it('every message as it was', () => {
    fc.assert(
      fc.property(message, (each) => {
        const result = identity.map(each);
        expect(result).toEqual(each);
        expect(result).not.toBe(each);
        expect(result.payload).toBe(each.payload);
      }),
      { numRuns: 200 },
    );
  });

  it('snapshots, with what they cannot carry taken from the message they were made from', () => {
    const size = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const image = fc.record({ format: text, width: size, height: size });
    fc.assert(
      fc.property(message, image, (origin, { format, width, height }) => {
        const { timestamp, topic, contentType, userProperties, payload: frame } = origin;
        const snapshot = new FlowMessage(
          'snapshot',
          timestamp,
          topic,
          contentType,
          userProperties,
          frame,
          origin.schema,
          { format, width, height },
          'input/topic',
        );
        expect(identity.map(snapshot)).toEqual(snapshot);
      }),
    );
  });

  it('plain bytes, with everything else taken from the message they were made from', () => {
    fc.assert(
      fc.property(message, (origin) => {
        const { timestamp, topic, contentType, userProperties, payload: bytes } = origin;
        const plain = new FlowMessage(
          'bytes',
          timestamp,
          topic,
          contentType,
          userProperties,
          bytes,
          origin.schema,
          undefined,
          'input/topic',
        );
        expect(identity.map(plain)).toEqual(plain);
      }),
    );
  });

  it('logical times', () => {
    fc.assert(
      fc.property(
        // The component counts nanoseconds in 63 bits.
        clock.map((each) => ({ ...each, secs: each.secs % 9_000_000_000n })),
        (time) => {
          expect(delay.delay(messageOf('x'), time)).toEqual(time);
        },
      ),
    );
  });
});

describe('a component that makes a payload of its own', () => {
  it('gives bytes that later calls do not change', async () => {
    const { operator } = await makeOperator('faulty', 'map', { properties: [['mode', 'read']] });
    const first = operator.map(messageOf('first'));
    const second = operator.map(messageOf('other'));
    expect([textOf(first), textOf(second)]).toEqual(['first', 'other']);
  });

  it('gives plain bytes that keep topic and properties of the message', async () => {
    const { operator } = await makeOperator('faulty', 'map');
    const origin = messageOf('raw', { topic: 'a/b', contentType: 'x', userProperties: [['k', 'v']] });
    const { kind, topic, contentType, userProperties, timestamp, payload: bytes } = operator.map(origin);
    expect({ kind, topic, contentType, userProperties, timestamp }).toEqual({
      kind: 'bytes',
      topic: 'a/b',
      contentType: 'x',
      userProperties: [['k', 'v']],
      timestamp: origin.timestamp,
    });
    expect(Buffer.from(bytes.bytes).toString()).toBe('raw');
  });

  it('gives a topic of its own and keeps the topic the message came in on', async () => {
    const { operator } = await makeOperator('faulty', 'map');
    const result = operator.map(messageOf('topic:c/d', { topic: 'a/b' }));
    expect([result.topic, result.inputTopic]).toEqual(['c/d', 'a/b']);
    expect(operator.map(result)).toMatchObject({ topic: 'c/d', inputTopic: 'a/b' });
    // The topic of the message before must not come back by way of a cache.
    expect(operator.map(messageOf('x', { topic: 'a/b' })).topic).toBe('a/b');
  });
});

describe('a topic of its own', () => {
  it.each(['a', 'a/', 'a/bc', 'a/c', '', '\ufeffa/b'])('may be "%s" instead of "a/b"', async (topic) => {
    const { operator } = await makeOperator('faulty', 'map');
    expect(operator.map(messageOf(`topic:${topic}`, { topic: 'a/b' })).topic).toBe(topic);
  });
});

describe('what a component returns is refused when it', () => {
  const ledger = new BufferLedger();
  const bad = { tag: 'buffer', val: ledger.wrap(new Payload(Uint8Array.of(0x61, 0xff))) } as const;
  const good = { tag: 'string', val: 'x' } as const;

  const refused = (change: Partial<WitMessage>, what: string): void => {
    const origin = messageOf('x');
    const data = toWitData(origin, ledger);
    if (data.tag !== 'message') throw new Error('a message was expected');
    const changed = { tag: 'message' as const, val: { ...data.val, ...change } };
    expect(() => fromWitData(changed, origin)).toThrow(BadResult);
    expect(() => fromWitData(changed, origin)).toThrow(`the ${what} it returned is not valid UTF-8`);
  };

  it.each([
    ['topic', { topic: { tag: 'bytes', val: Uint8Array.of(0xc3, 0x28) } }, 'topic'],
    ['topic in a buffer', { topic: bad }, 'topic'],
    ['content type', { contentType: bad }, 'content type'],
    ['property key', { properties: { userProperties: [[bad, good]] } }, 'user property key'],
    ['property value', { properties: { userProperties: [[good, bad]] } }, 'user property value'],
    ['schema reference', { schema: { tag: 'registry-reference', val: bad } }, 'schema reference'],
    ['schema name', { schema: { tag: 'inline', val: { name: bad, content: good } } }, 'schema name'],
    ['schema content', { schema: { tag: 'inline', val: { name: good, content: bad } } }, 'schema content'],
  ] as [string, Partial<WitMessage>, string][])('has a %s that is not UTF-8', (_, change, what) => {
    refused(change, what);
  });

  it('has a node id that is not UTF-8', () => {
    const timestamp = { timestamp: { secs: 1n, nanos: 0 }, counter: 0n, nodeId: bad };
    refused({ timestamp }, 'node id of the timestamp');
    const snapshot = { timestamp, format: good, width: 1, height: 1, frame: bad };
    expect(() => fromWitData({ tag: 'snapshot', val: snapshot }, messageOf('x'))).toThrow(BadResult);
  });
});

describe('times of a component', () => {
  it('carry nanoseconds of a second and more over', () => {
    const time = { timestamp: { secs: 5n, nanos: 3_500_000_001 }, counter: 2n, nodeId: 'n' };
    expect(fromWitClock(time)).toEqual({ secs: 8n, nanos: 500_000_001, counter: 2n, nodeId: 'n' });
  });
});
