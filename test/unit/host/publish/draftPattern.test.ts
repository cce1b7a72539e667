// Drafts as patterns for a run, their first message, and what the page may say about them.
import { describe, expect, it } from 'vitest';
import { emptyDraft, type MessageDraft } from '../../../../src/base/messageDraft.ts';
import { previewPattern, refuseDraft, toPattern } from '../../../../src/host/publish/draftPattern.ts';
import { isDraft, isPlan, publishShapes } from '../../../../src/host/publish/publishMessages.ts';

const draft = (changes: Partial<MessageDraft>): MessageDraft => ({ ...emptyDraft, topic: 'a', ...changes });
const source = { nowMs: () => 0, random: () => 0.25 };

describe('the pattern of a draft', () => {
  it('leaves out what is empty', () => {
    expect(toPattern(draft({ contentType: '', payload: '1' }), undefined)).toEqual({
      topic: 'a',
      qos: 1,
      retain: false,
      userProperties: [],
      payload: '1',
    });
  });

  it('has bytes for hex and files, in which there are no placeholders', () => {
    expect(toPattern(draft({ payloadForm: 'hex', payload: '7b 7b' }), undefined).payload).toEqual(
      Uint8Array.of(0x7b, 0x7b),
    );
    const file = new TextEncoder().encode('{{seq}}');
    expect(toPattern(draft({ payloadForm: 'file', payload: '/f' }), file).payload).toBe(file);
    expect(toPattern(draft({ correlationData: 'hex:00 ff' }), undefined).correlationData).toEqual(
      Uint8Array.of(0, 255),
    );
  });

  it('gives the first message to look at', () => {
    const pattern = toPattern(draft({ topic: 'a/{{seq 3}}', payload: '{{random 0 100}}' }), undefined);
    expect(previewPattern(pattern, source)).toEqual({
      topic: 'a/3',
      userProperties: [],
      payload: '25',
      size: 2,
    });
    const bytes = toPattern(draft({ payloadForm: 'hex', payload: 'ff00' }), undefined);
    expect(previewPattern(bytes, source)).toMatchObject({ payload: 'ff 00', size: 2 });
  });

  it('is refused for errors, not for JSON that is none', () => {
    expect(refuseDraft(draft({ topic: 'a/#' }))).toContain('wildcard');
    expect(refuseDraft(draft({ payload: '{' }))).toBeUndefined();
  });
});

describe('messages of the page', () => {
  it.each([
    { ...emptyDraft, qos: 2 },
    { ...emptyDraft, payloadForm: 'xml' },
    { ...emptyDraft, userProperties: [['a']] },
    { ...emptyDraft, payload: 'x'.repeat(1_000_001) },
    { ...emptyDraft, more: 1 },
    {},
  ])('with a draft of another form are not let through', (value) => {
    expect(isDraft(value)).toBe(false);
  });

  it.each([
    { count: 0, perSecond: 1 },
    { count: 1, perSecond: -1 },
    { count: 1, perSecond: 10_001 },
    { count: 1.5, perSecond: 0 },
    { count: 1, perSecond: NaN },
  ])('with a plan beyond its limits are not let through: %o', (plan) => {
    expect(isPlan(plan)).toBe(false);
  });

  it('of the right form are let through', () => {
    expect(isDraft(emptyDraft)).toBe(true);
    expect(publishShapes.methods.publish({ draft: emptyDraft, plan: { count: 5, perSecond: 0.5 } })).toBe(
      true,
    );
    expect(publishShapes.events.openSaved({ uri: 'file:///a' })).toBe(true);
  });
});
