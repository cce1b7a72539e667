// What was typed for a part of a message, and the change it means.
import { describe, expect, it } from 'vitest';
import { editMessage, payloadText, readPath } from '../../../src/debug/messageEdits.ts';
import type { TracedMessage } from '../../../src/protocol/trace.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const message: TracedMessage = {
  topic: 'a',
  userProperties: [
    ['k', '1'],
    ['k', '2'],
  ],
  timestamp: '000000000000001:00000:n',
  payloadSize: 0,
  payload: bytes('{ "t": {"v": 68.0, "u": "F"},\n  "n": null }'),
};
const edited = (path: string, text: string): string | undefined => {
  const { payload } = editMessage(message, readPath(path) ?? [], text);
  return payload && payloadText({ ...message, payload });
};

describe('a path', () => {
  it.each([
    ['payload', ['payload']],
    ['payload.t.v', ['payload', 't', 'v']],
    ['payload["a b"][3]', ['payload', 'a b', '3']],
    [' payload . t ', ['payload', 't']],
  ])('is read from %j', (text, path) => {
    expect(readPath(text)).toEqual(path);
  });

  it.each(['', '1 + 1', 'payload.t > 3', '.a', 'payload.', 'size(payload)', 'a b'])('is not %j', (text) => {
    expect(readPath(text)).toBeUndefined();
  });
});

describe('a change of a message', () => {
  it('leaves all other bytes of the payload as they are', () => {
    expect(edited('payload.t.v', '21.50')).toBe('{ "t": {"v": 21.50, "u": "F"},\n  "n": null }');
  });

  it('takes a text without quotes where a text stood', () => {
    expect(edited('payload.t.u', 'C')).toBe('{ "t": {"v": 68.0, "u": "C"},\n  "n": null }');
    expect(() => edited('payload.t.v', 'warm')).toThrow('warm is not JSON');
  });

  it('may replace all of the payload, by text or by bytes', () => {
    expect(edited('payload', 'plain')).toBe('plain');
    expect(editMessage(message, ['payload'], 'hex:00 ff').payload).toEqual(new Uint8Array([0, 255]));
    expect(() => editMessage(message, ['payload'], 'hex:0')).toThrow('pairs of the digits');
  });

  it('is about one part', () => {
    expect(editMessage(message, ['topic'], '"b"')).toEqual({ topic: 'b' });
    expect(editMessage(message, ['contentType'], '')).toEqual({ contentType: '' });
    expect(editMessage(message, ['properties', 'k'], '3').userProperties).toEqual([
      ['k', '1'],
      ['k', '3'],
    ]);
    expect(editMessage(message, ['properties', 'new'], 'x').userProperties?.at(-1)).toEqual(['new', 'x']);
  });

  it.each([
    [['payload', 'x'], 'The payload has no "x"'],
    [['topics'], 'Did you mean "topic"?'],
    [['topic', 'x'], 'There are topic, payload'],
    [['properties'], 'There are topic, payload'],
  ])('is refused at %j', (path, text) => {
    expect(() => editMessage(message, path, '1')).toThrow(text);
  });

  it('needs JSON to change a part of a payload', () => {
    const plain = { ...message, payload: bytes('plain') };
    expect(() => editMessage(plain, ['payload', 'a'], '1')).toThrow('not JSON, so it has no parts');
  });
});
