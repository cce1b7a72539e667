// Outputs in the form that expected files have.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showNode } from '../../../src/testing/jsonNode.ts';
import { makeOutputRecord, recordLocalOutput, recordToNode } from '../../../src/testing/outputRecord.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an output record', () => {
  it('of a local run names the topic as the graph sends it', () => {
    const message = { payload: encode('a'), userProperties: [] };
    expect(recordLocalOutput({ ...message, topic: 'output/sensors/a' }).topic).toBe('sensors/a');
    expect(recordLocalOutput({ ...message, topic: 'my/output/a' }).topic).toBe('my/output/a');
  });

  it('has topic, payload as text, and MQTT properties', () => {
    const message = {
      topic: 'sensors',
      payload: encode('{"humidity":175}'),
      contentType: 'application/json',
      userProperties: [['otel/factoryId', 'factoryA']],
      responseTopic: 'replies',
      correlationData: Uint8Array.of(1, 2),
    } as const;
    expect(makeOutputRecord(message)).toEqual({
      topic: 'sensors',
      payload: '{"humidity":175}',
      properties: {
        'user-properties': { 'otel/factoryId': 'factoryA' },
        'content-type': 'application/json',
        'response-topic': 'replies',
        'correlation-data': 'AQI=',
      },
    });
  });

  it('leaves out properties that the message does not have', () => {
    const record = makeOutputRecord({ topic: 't', payload: encode(''), userProperties: [] });
    expect(record).toEqual({ topic: 't', payload: '', properties: { 'user-properties': {} } });
  });

  it('lists the values of a user property that came several times', () => {
    const userProperties = [
      ['a', '1'],
      ['__proto__', 'x'],
      ['a', '2'],
    ] as const;
    const { properties } = makeOutputRecord({ topic: 't', payload: encode(''), userProperties });
    expect(Object.entries(properties['user-properties'])).toEqual([
      ['a', ['1', '2']],
      ['__proto__', 'x'],
    ]);
  });

  it('marks a payload that is no text as base64', () => {
    const payload = Uint8Array.of(0xff, 0xd8, 0xff);
    const record = makeOutputRecord({ topic: 't', payload, userProperties: [] });
    expect(record).toMatchObject({ payloadBase64: '/9j/' });
    expect(record).not.toHaveProperty('payload');
    expect(showNode(recordToNode(record))).toContain('"payload":base64 "/9j/"');
  });

  it('keeps a byte order mark', () => {
    const payload = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41);
    expect(makeOutputRecord({ topic: 't', payload, userProperties: [] })).toMatchObject({
      payload: '\ufeffA',
    });
  });

  it('keeps every payload so that it can be told from every other', () => {
    const payload = fc.oneof(fc.uint8Array({ maxLength: 4 }), fc.string({ maxLength: 4 }).map(encode));
    const print = (bytes: Uint8Array): string => {
      const { properties, ...rest } = makeOutputRecord({ topic: 't', payload: bytes, userProperties: [] });
      expect(properties).toEqual({ 'user-properties': {} });
      return JSON.stringify(rest);
    };
    fc.assert(
      fc.property(payload, payload, (a, b) => {
        expect(print(a) === print(b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      }),
    );
  });

  it('holds large binary payloads', () => {
    const payload = new Uint8Array(300_000).fill(0xfe);
    const record = makeOutputRecord({ topic: 't', payload, userProperties: [] });
    expect(record).toMatchObject({ payloadBase64: Buffer.from(payload).toString('base64') });
  });
});
