// MQTT 5 properties there and back.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toBusMessage, toPacketProperties } from '../../../../src/runtime/broker/mqttProperties.ts';
import { messageOf } from './busMessages.ts';

// Keys that look like numbers are left out: a JavaScript object, which the library uses, sorts those first.
const key = fc.string({ maxLength: 5 }).filter((text) => !/^\d+$/.test(text));

it('brings everything back but the order among different keys', () => {
  const anyMessage = fc.record(
    {
      userProperties: fc.array(
        fc.tuple(fc.oneof(key, fc.constantFrom('__proto__', 'constructor')), fc.string({ maxLength: 5 })),
        { maxLength: 6 },
      ),
      contentType: fc.string({ maxLength: 5 }),
      responseTopic: fc.string({ minLength: 1, maxLength: 5 }),
      correlationData: fc.uint8Array({ maxLength: 5 }),
    },
    { requiredKeys: ['userProperties'] },
  );
  fc.assert(
    fc.property(anyMessage, (more) => {
      const message = messageOf('a', 'x', more);
      const properties = toPacketProperties(message);
      const { topic, payload, qos, retain } = message;
      const back = toBusMessage({ topic, payload, qos, retain, properties });
      const firstUse = [...new Set(message.userProperties.map(([name]) => name))];
      const grouped = firstUse.flatMap((name) => message.userProperties.filter(([each]) => each === name));
      expect({
        ...back,
        correlationData: back.correlationData && new Uint8Array(back.correlationData),
      }).toEqual({
        ...message,
        userProperties: grouped,
        correlationData: message.correlationData,
      });
    }),
  );
});

it('has nothing to say about a message without properties', () => {
  expect(toPacketProperties(messageOf('a'))).toBeUndefined();
});

it.each([
  ['content type', { contentType: 'x'.repeat(65_536) }],
  ['response topic', { responseTopic: 'é'.repeat(32_768) }],
  ['correlation data', { correlationData: new Uint8Array(65_536) }],
  ['user property name', { userProperties: [['x'.repeat(65_536), ''] as const] }],
])('refuses a %s that does not fit', (what, more) => {
  expect(() => toPacketProperties(messageOf('a', 'x', more))).toThrow(what);
});

it('takes fields that just fit', () => {
  expect(toPacketProperties(messageOf('a', 'x', { contentType: 'x'.repeat(65_535) }))).toBeDefined();
});
