// What is wrong with a message before it is published.
import { describe, expect, it } from 'vitest';
import { checkDraft, emptyDraft, type MessageDraft, readHex } from '../../../src/base/messageDraft.ts';

const draft = (changes: Partial<MessageDraft>): MessageDraft => ({ ...emptyDraft, topic: 'a', ...changes });
const problems = (changes: Partial<MessageDraft>): string[] =>
  checkDraft(draft(changes)).map(({ severity, field, message }) => `${severity} ${field}: ${message}`);

describe('a draft', () => {
  it('is fine as a new one with a topic', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    ['', 'published to a topic'],
    ['a/+/b', '"+" is a wildcard'],
    ['a/#', '"#" is a wildcard'],
    ['$SYS/x', 'belong to the broker'],
    ['a\0b', 'null character'],
    ['ä'.repeat(40_000), '65,535 bytes'],
    ['a/{{oops}}', 'Column 3: {{oops}} is not known'],
  ])('with the topic "%s" is refused', (topic, reason) => {
    expect(problems({ topic }).join()).toContain(reason);
  });

  it('may have placeholders in its topic', () => {
    expect(problems({ topic: 'sensors/{{seq}}/{{pick a b}}' })).toEqual([]);
  });

  it('tells where its JSON is wrong, and may be published nevertheless', () => {
    const [problem] = checkDraft(draft({ payload: '{\n  "a": {{seq}},\n  "b": oh\n}' }));
    expect(problem).toMatchObject({ severity: 'warning', field: 'payload', offset: 25 });
    expect(problem?.message).toContain('Line 3, column 8');
  });

  it('tells that a time outside of quotes makes no JSON', () => {
    expect(problems({ payload: '{"a": {{now}}}' }).join()).toContain('column 7');
    expect(problems({ payload: '{"a": "{{now}}"}' })).toEqual([]);
  });

  it('has bytes as pairs of digits', () => {
    expect(problems({ payloadForm: 'hex', payload: '00 fF\n10' })).toEqual([]);
    expect(problems({ payloadForm: 'hex', payload: '00 f' }).join()).toContain('one is missing');
    expect(problems({ payloadForm: 'hex', payload: '00\nxy' }).join()).toContain('Line 2, column 1');
    expect(readHex('00 fF')).toEqual(new Uint8Array([0, 255]));
    expect(problems({ correlationData: 'hex:0' }).join()).toContain('correlationData');
  });

  it('names the user property that is wrong', () => {
    const userProperties = [
      ['a', 'b'],
      ['c', '{{oops}}'],
    ] as const;
    expect(checkDraft(draft({ userProperties }))).toMatchObject([{ field: 'userProperties', index: 1 }]);
  });

  it('needs a file when its payload is one', () => {
    expect(problems({ payloadForm: 'file', payload: '' }).join()).toContain('Choose the file');
  });
});
