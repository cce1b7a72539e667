// Which nodes a search finds. Knows no component.
import type { SearchState } from './canvasView.ts';
import type { FlowContent } from './flowContent.ts';

export interface SearchHits {
  /** Ids in the order of the text. */
  readonly found: readonly string[];
  /** Undefined while nothing is searched for: nothing is dimmed. */
  readonly lit: ReadonlySet<string> | undefined;
}

const nothing: SearchHits = { found: [], lit: undefined };
let last: { content: FlowContent; search: SearchState; hits: SearchHits } | undefined;

/** The same object for the same search, whatever place it is at. */
export function searchHits(content: FlowContent, search: SearchState | undefined): SearchHits {
  if (!search || (!search.text && !search.type && !search.hasProblems)) return nothing;
  const isSame =
    last?.content === content &&
    last.search.text === search.text &&
    last.search.type === search.type &&
    last.search.hasProblems === search.hasProblems;
  if (!isSame) last = { content, search, hits: find(content, search) };
  return last?.hits ?? nothing;
}

function find({ operations }: FlowContent, { text, type, hasProblems }: SearchState): SearchHits {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...operations].flatMap(([id, data]) => {
    const all = `${data.name} ${data.type} ${data.module ?? ''}`.toLowerCase();
    const isFound =
      words.every((word) => all.includes(word)) &&
      (!type || data.type === type) &&
      (!hasProblems || data.problemCount > 0);
    return isFound ? [id] : [];
  });
  return { found, lit: new Set(found) };
}
