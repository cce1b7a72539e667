// What an outside broker takes, against the packet library's own encoder.
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countPacketBytes, fitToLimits } from '../../../../src/runtime/broker/brokerLimits.ts';
import { toPacketProperties } from '../../../../src/runtime/broker/mqttProperties.ts';
import { messageOf } from './busMessages.ts';

const require = createRequire(createRequire(import.meta.url).resolve('mqtt'));
const { generate } = require('mqtt-packet') as {
  generate: (packet: object, options: { protocolVersion: 5 }) => Uint8Array;
};

it('counts the bytes of a PUBLISH packet exactly', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });
  const anyMessage = fc.record(
    {
      userProperties: fc.array(fc.tuple(text, text), { maxLength: 3 }),
      contentType: text,
      responseTopic: fc.constantFrom('answer', 'ä'.repeat(100)),
      correlationData: fc.uint8Array({ maxLength: 20 }),
      qos: fc.constantFrom(0, 1, 2),
      payload: fc.integer({ min: 0, max: 20_000 }).map((length) => new Uint8Array(length)),
    },
    { requiredKeys: ['userProperties', 'qos', 'payload'] },
  );
  fc.assert(
    fc.property(anyMessage, (more) => {
      const message = messageOf('töpic', '', more);
      const { topic, qos, payload } = message;
      const properties = toPacketProperties(message);
      const packet = { cmd: 'publish', topic, qos, payload: Buffer.from(payload), messageId: 1, properties };
      expect(countPacketBytes(message)).toBe(generate(packet, { protocolVersion: 5 }).length);
    }),
  );
});

it('knows lengths of three and four bytes', () => {
  for (const length of [20_000, 3_000_000]) {
    const message = { ...messageOf('a'), payload: Buffer.alloc(length) };
    const packet = { ...message, cmd: 'publish', messageId: 1 };
    expect(countPacketBytes(message)).toBe(
      generate({ ...packet, userProperties: undefined }, { protocolVersion: 5 }).length,
    );
  }
});

it('takes a message that just fits, and no larger one', () => {
  const message = messageOf('a', 'x'.repeat(100));
  const maximumPacketSize = countPacketBytes(message);
  expect(fitToLimits(message, { maximumPacketSize })).toBe(message);
  expect(() => fitToLimits(message, { maximumPacketSize: maximumPacketSize - 1 })).toThrow(
    expect.objectContaining({
      code: 'BROKER_REFUSED',
      message: expect.stringContaining('"a"') as string,
    }) as Error,
  );
});

it('lowers the QoS to what the broker takes', () => {
  expect(fitToLimits(messageOf('a', 'x', { qos: 2 }), { maximumQoS: 1 }).qos).toBe(1);
  expect(fitToLimits(messageOf('a', 'x', { qos: 0 }), { maximumQoS: 1 }).qos).toBe(0);
  expect(fitToLimits(messageOf('a', 'x', { qos: 2 }), {}).qos).toBe(2);
});

it('refuses to retain where the broker does not', () => {
  const message = messageOf('a', 'x', { retain: true });
  expect(() => fitToLimits(message, { retainAvailable: false })).toThrow(
    expect.objectContaining({ code: 'BROKER_REFUSED' }) as Error,
  );
  expect(fitToLimits(message, { retainAvailable: true })).toBe(message);
});
