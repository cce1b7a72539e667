// What is being typed into a field while the text changes beneath.
import { expect, test } from 'vitest';
import {
  answerDraft,
  hasArrived,
  isOvertaken,
  sendDraft,
  typeDraft,
} from '../../../../webview/controls/draft.ts';

const typed = typeDraft(undefined, 'old', 'new');
const sent = sendDraft(typed, 'old');

test('is overtaken when the value becomes something else than what is written', () => {
  expect(isOvertaken(typed, 'old')).toBe(false);
  expect(isOvertaken(typed, 'new')).toBe(false);
  expect(isOvertaken(typed, 'other')).toBe(true);
});

test('stays overtaken while more is written', () => {
  expect(isOvertaken(typeDraft(typed, 'other', 'newer'), 'other')).toBe(true);
});

test('has arrived when the value moves on after it was sent', () => {
  expect(hasArrived(typed, 'new')).toBe(false);
  expect(hasArrived(sent, 'old')).toBe(false);
  expect(hasArrived(sent, 'new')).toBe(true);
  expect(hasArrived(sent, 'other')).toBe(true);
});

test('is not overtaken by what was sent, when more is written before it arrives', () => {
  const more = typeDraft(sent, 'old', 'newer');
  expect(isOvertaken(more, 'old')).toBe(false);
  expect(isOvertaken(more, 'new')).toBe(false);
  expect(isOvertaken(more, 'other')).toBe(true);
});

test('is gone when it was taken, and stays with the reason when it was not', () => {
  expect(answerDraft(sent, sent, undefined)).toBeUndefined();
  expect(answerDraft(sent, sent, 'It cannot be.')).toEqual({
    text: 'new',
    known: ['old', 'new'],
    phase: 'editing',
    refusal: 'It cannot be.',
  });
});

test('is not touched by the answer to an earlier one', () => {
  const more = typeDraft(sent, 'old', 'newer');
  expect(answerDraft(more, sent, 'It cannot be.')).toBe(more);
  expect(answerDraft(more, sent, undefined)).toBe(more);
});
