// Values of topics as texts: JSON laid out, text as it is, bytes as a dump.
import { describe, expect, it } from 'vitest';
import { exportLine, readableValue } from '../../../../src/host/topics/topicText.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the value of a topic', () => {
  it('is JSON over lines with its numbers as they were sent', () => {
    expect(readableValue(encode('{"a":1.0}'))).toEqual({ text: '{\n  "a": 1.0\n}', extension: '.json' });
  });

  it('is text as it stands', () => {
    expect(readableValue(encode('on {'))).toEqual({ text: 'on {', extension: '.txt' });
  });

  it('is a dump of bytes that are no text', () => {
    const { text, extension } = readableValue(Uint8Array.of(0xff, 0x41, ...new Uint8Array(15)));
    expect(extension).toBe('.hex');
    expect(text.split('\n')).toEqual([
      '00000000  ff 41 00 00 00 00 00 00 00 00 00 00 00 00 00 00  .A..............',
      '00000010  00                                               .',
    ]);
  });

  it('tells how much of it was not kept', () => {
    expect(readableValue(encode('{"a"'), 10)).toEqual({
      text: '{"a"\n… 6 more bytes were not kept',
      extension: '.txt',
    });
  });
});

describe('an exported topic', () => {
  it('is one line with all that is known, payloads that are no text as base64', () => {
    const value = {
      qos: 1 as const,
      isRetained: true,
      size: 2,
      timeMs: 0,
      userProperties: [['k', 'v']] as const,
      payload: { base64: '' },
    };
    const record = { ...value, topic: 'a', count: 3, perSecond: 1, preview: '' };
    expect(JSON.parse(exportLine(record, value, encode('{}')))).toEqual({
      topic: 'a',
      count: 3,
      time: '1970-01-01T00:00:00.000Z',
      qos: 1,
      retained: true,
      size: 2,
      userProperties: [['k', 'v']],
      payload: '{}',
    });
    expect(JSON.parse(exportLine(record, value, Uint8Array.of(255)))).toMatchObject({
      payloadBase64: '/w==',
    });
  });
});
