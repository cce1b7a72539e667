// Comments that speak to these tools, found by the tokens, so that a "#" inside a text is none. Knows nothing of what they say.
import type { CST } from 'yaml';

/** A comment from its "#" to the end of its line; `offset` in UTF-16 code units from the start of the text. */
export interface Comment {
  readonly offset: number;
  readonly text: string;
}

/** The comments among `tokens`, and below them, that contain `word`; in the order of the text. */
export function findComments(tokens: readonly CST.Token[], text: string, word: string): Comment[] {
  // Nearly every text has none, and looking through the tokens takes time.
  if (!text.includes(word)) return [];
  const comments: Comment[] = [];
  const open: unknown[] = [...tokens];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) {
      for (const part of next as unknown[]) open.push(part);
    } else if (isObject(next)) {
      if (isComment(next) && next.source.includes(word))
        comments.push({ offset: next.offset, text: next.source });
      for (const part of Object.values(next)) if (isObject(part)) open.push(part);
    }
  }
  return comments.sort((a, b) => a.offset - b.offset);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isComment(
  token: Record<string, unknown>,
): token is { type: 'comment'; offset: number; source: string } {
  return (
    token['type'] === 'comment' && typeof token['source'] === 'string' && typeof token['offset'] === 'number'
  );
}
