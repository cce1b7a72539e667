// Messages that people write as files: what is saved is what a run reads and what can be opened again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDraft, type MessageDraft } from '../../../src/base/messageDraft.ts';
import { messageFileName, payloadToDraft, readDraft, writeDraft } from '../../../src/testing/draftFile.ts';
import { fillInput } from '../../../src/testing/fillInput.ts';
import { type InputMessage, readInputMessages } from '../../../src/testing/inputMessages.ts';
import { toPattern } from '../../../src/testing/inputPattern.ts';
import { fillTemplate, parseTemplate } from '../../../src/base/messageTemplate.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const reopen = (draft: MessageDraft): MessageDraft | string =>
  readDraft('/m/a.message.json', encode(writeDraft(draft)));

async function readByRun(draft: MessageDraft): Promise<InputMessage | undefined> {
  const files = new Map([['/m/a.message.json', encode(writeDraft(draft))]]);
  const start = { line: 0, character: 0 };
  const { messages, problems } = await readInputMessages(
    '/m',
    {
      listFolder: () => Promise.resolve(['a.message.json']),
      readFile: (path) => {
        const bytes = files.get(path);
        return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`no ${path}`));
      },
    },
    { file: '/m', range: { start, end: start } },
  );
  expect(problems).toEqual([]);
  return messages[0];
}

const word = fc.string({ unit: 'grapheme', maxLength: 12 });
const topic = word.map((text) => `t/${text.replace(/[+#\0]/g, '')}`);
const properties = fc.array(fc.tuple(fc.oneof(word, fc.constantFrom('1', '0', 'a', '__proto__')), word), {
  maxLength: 5,
});
const head = fc.record({
  topic,
  qos: fc.constantFrom<0 | 1>(0, 1),
  retain: fc.boolean(),
  contentType: fc.constantFrom('', 'text/plain', 'application/json'),
  responseTopic: fc.oneof(fc.constant(''), topic),
  correlationData: fc.oneof(
    fc.constantFrom('', 'hex:00ff'),
    word.map((text) => `c${text}`),
  ),
  userProperties: properties,
});

describe('a saved message', () => {
  it('is read by a run with all that was written, in order', async () => {
    await fc.assert(
      fc.asyncProperty(head, fc.string({ unit: 'grapheme' }), async (fields, payload) => {
        const message = await readByRun({ ...fields, payloadForm: 'text', payload });
        expect(message).toMatchObject({ topic: fields.topic, userProperties: fields.userProperties });
        expect(decode(message?.payload ?? encode('?'))).toBe(payload);
        expect(message?.retain ?? false).toBe(fields.retain);
        expect(message?.qos ?? 1).toBe(fields.qos);
        expect(message?.responseTopic ?? '').toBe(fields.responseTopic);
      }),
    );
  });

  it('is opened as it was saved', () => {
    const payload = fc.oneof(
      fc.jsonValue().map((value) => {
        const text = JSON.stringify({ value }, undefined, 2);
        return { payloadForm: 'json' as const, payload: text };
      }),
      fc.uint8Array({ minLength: 1 }).map((bytes) => payloadToDraft(new Uint8Array([0xff, ...bytes]))),
      fc.constant({ payloadForm: 'file' as const, payload: '../data/a.bin' }),
      fc.constant({ payloadForm: 'json' as const, payload: '{\n  "a": {{seq}}\n}' }),
    );
    fc.assert(
      fc.property(head, payload, (fields, written) => {
        const draft = { ...fields, ...written };
        expect(reopen(draft)).toEqual(draft);
      }),
    );
  });

  it('keeps JSON readable and its numbers as they are written', () => {
    const text = writeDraft({ ...emptyDraft, topic: 'a', payload: '{"n":1.0,"big":12345678901234567890}' });
    expect(text).toContain('  "payload": {\n    "n": 1.0,\n    "big": 12345678901234567890\n  }');
  });

  it('with placeholders says so, and a run fills them in', async () => {
    const draft: MessageDraft = { ...emptyDraft, topic: 's/{{seq}}', payload: '{"n": {{seq 5}}}' };
    expect(writeDraft(draft)).toContain('"template": true');
    const message = await readByRun(draft);
    expect(message?.isTemplate).toBe(true);
    const filled = message && fillInput(message, 2, { nowMs: () => 0, random: () => 0 });
    expect(filled?.topic).toBe('s/2');
    expect(decode(filled?.payload ?? encode(''))).toBe('{"n": 7}');
  });

  it('of a payload that is a JSON text keeps its quotes', async () => {
    const message = await readByRun({ ...emptyDraft, topic: 'a', payload: '"text"' });
    expect(decode(message?.payload ?? encode(''))).toBe('"text"');
  });

  it('without the template mark is published as it stands, whatever braces it has', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{{', '{', '}}', 'seq', 'a'), { minLength: 1 }), (parts) => {
        const text = parts.join('');
        const pattern = toPattern({ file: 'f', topic: text, payload: encode(text), userProperties: [] });
        expect(fillTemplate(parseTemplate(pattern.topic), 1, { nowMs: () => 0, random: () => 0 })).toBe(text);
        expect(pattern.payload).toEqual(encode(text));
      }),
    );
  });

  it('that is not in its form is refused with its place', () => {
    expect(readDraft('a.message.json', encode('{"topic": "a", "payload": 1, "qos": 2}'))).toContain('"qos"');
    expect(readDraft('a.message.json', encode('{'))).toContain('a.message.json');
  });

  it('is named after its topic', () => {
    expect(messageFileName('sensors/line 1/{{seq}}')).toBe('sensors-line-1-seq.message.json');
    expect(messageFileName('..')).toBe('message.message.json');
  });
});
