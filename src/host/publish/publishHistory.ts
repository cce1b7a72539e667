// What was published lately, newest first, bounded in number and size. Plain data; knows nothing about where it is kept.
import type { MessageDraft } from '../../base/messageDraft.ts';
import type { HistoryLine, PublishPlan } from '../../protocol/publishView.ts';

export interface HistoryEntry {
  readonly id: number;
  readonly draft: MessageDraft;
  readonly plan: PublishPlan;
  readonly timeMs: number;
  readonly isPinned: boolean;
}

export const MAX_ENTRIES = 50;
/** Characters of all drafts together. */
export const MAX_HISTORY_SIZE = 1_000_000;
const MAX_PREVIEW = 120;

/**
 * `history` with one more, or with the same message moved to the front. Pinned ones stay when others have to go; a message larger than
 * a quarter of all there may be is not kept.
 */
export function addToHistory(
  history: readonly HistoryEntry[],
  draft: MessageDraft,
  plan: PublishPlan,
  timeMs: number,
): HistoryEntry[] {
  const text = JSON.stringify(draft);
  if (text.length > MAX_HISTORY_SIZE / 4) return [...history];
  const same = history.find((entry) => JSON.stringify(entry.draft) === text);
  const id = same?.id ?? 1 + history.reduce((max, entry) => Math.max(max, entry.id), 0);
  const entry = { id, draft, plan, timeMs, isPinned: same?.isPinned ?? false };
  return shorten([entry, ...history.filter((other) => other !== same)]);
}

export function pinInHistory(
  history: readonly HistoryEntry[],
  id: number,
  isPinned: boolean,
): HistoryEntry[] {
  return history.map((entry) => (entry.id === id ? { ...entry, isPinned } : entry));
}

/** As lists show them: pinned ones first, else newest first. */
export function historyLines(history: readonly HistoryEntry[]): HistoryLine[] {
  const lines = history.map(({ id, draft, plan, timeMs, isPinned }) => ({
    id,
    topic: draft.topic,
    preview: draft.payload.replace(/\s+/g, ' ').slice(0, MAX_PREVIEW),
    timeMs,
    count: plan.count,
    isPinned,
  }));
  return [...lines.filter(({ isPinned }) => isPinned), ...lines.filter(({ isPinned }) => !isPinned)];
}

/** Drops the oldest that are not pinned, then the oldest, until what is left is within bounds. */
function shorten(history: readonly HistoryEntry[]): HistoryEntry[] {
  const kept = [...history];
  const sizes = new Map(history.map((entry) => [entry, JSON.stringify(entry.draft).length]));
  let size = [...sizes.values()].reduce((sum, each) => sum + each, 0);
  while (kept.length > MAX_ENTRIES || size > MAX_HISTORY_SIZE) {
    const unpinned = kept.findLastIndex(({ isPinned }, index) => !isPinned && index > 0);
    const [dropped] = kept.splice(unpinned >= 0 ? unpinned : kept.length - 1, 1);
    size -= (dropped && sizes.get(dropped)) ?? size;
  }
  return kept;
}
