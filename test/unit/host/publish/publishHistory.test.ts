// The history of what was published: order, pins, bounds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDraft, type MessageDraft } from '../../../../src/base/messageDraft.ts';
import {
  addToHistory,
  type HistoryEntry,
  historyLines,
  MAX_ENTRIES,
  MAX_HISTORY_SIZE,
  pinInHistory,
} from '../../../../src/host/publish/publishHistory.ts';

const plan = { count: 1, perSecond: 0 };
const draft = (topic: string, payload = '{}'): MessageDraft => ({ ...emptyDraft, topic, payload });
const topics = (history: readonly HistoryEntry[]): string[] => history.map((entry) => entry.draft.topic);

describe('the history', () => {
  it('has the newest first, and the same message once', () => {
    let history: HistoryEntry[] = [];
    for (const topic of ['a', 'b', 'a']) history = addToHistory(history, draft(topic), plan, 5);
    expect(topics(history)).toEqual(['a', 'b']);
    expect(new Set(history.map(({ id }) => id)).size).toBe(2);
  });

  it('keeps what is pinned when others go, and shows it first', () => {
    let history = addToHistory([], draft('pinned'), plan, 0);
    history = pinInHistory(history, history[0]?.id ?? 0, true);
    for (let index = 0; index < 80; index += 1)
      history = addToHistory(history, draft(`t/${String(index)}`), plan, index);
    expect(history).toHaveLength(MAX_ENTRIES);
    expect(topics(history)).toContain('pinned');
    expect(historyLines(history)[0]).toMatchObject({ topic: 'pinned', isPinned: true });
    expect(historyLines(history)[1]).toMatchObject({ topic: 't/79' });
  });

  it('does not take what is very large', () => {
    const history = addToHistory([], draft('a'), plan, 0);
    expect(addToHistory(history, draft('b', 'x'.repeat(MAX_HISTORY_SIZE / 2)), plan, 1)).toEqual(history);
  });

  it('stays within its bounds whatever is published and pinned, and always has the last message', () => {
    const step = fc.record({
      topic: fc.integer({ min: 0, max: 70 }),
      size: fc.constantFrom(0, 1000, 200_000),
      isPinned: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 90 }), (steps) => {
        let history: HistoryEntry[] = [];
        for (const { topic, size, isPinned } of steps) {
          history = addToHistory(history, draft(String(topic), 'x'.repeat(size)), plan, 0);
          expect(history[0]?.draft.topic).toBe(String(topic));
          history = pinInHistory(history, history[0]?.id ?? 0, isPinned);
          const total = history.reduce((sum, entry) => sum + JSON.stringify(entry.draft).length, 0);
          expect(total).toBeLessThanOrEqual(MAX_HISTORY_SIZE);
          expect(history.length).toBeLessThanOrEqual(MAX_ENTRIES);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is told in short lines', () => {
    const [line] = historyLines(addToHistory([], draft('a', `{\n  "a": "${'x'.repeat(500)}"\n}`), plan, 7));
    expect(line?.preview).toHaveLength(120);
    expect(line?.preview).not.toContain('\n');
  });
});
