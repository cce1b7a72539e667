// The likeliest word meant by a misspelled one. Knows nothing about what the words stand for.

/** The candidate nearest to `word`; undefined when none is near enough to be sure. Upper and lower case do not count. */
export function findNearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.min(3, Math.max(1, Math.floor(word.length / 3)));
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = measureDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Words that are looked up in one list; where more are unknown, something else is wrong than spelling. */
const MAX_GUESSES = 100;

/** {@link findNearest} for many words and one list of candidates: each word once, and none after the first hundred. */
export function makeGuesser(candidates: Iterable<string>): (word: string) => string | undefined {
  const list = [...new Set(candidates)];
  const known = new Map<string, string | undefined>();
  return (word) => {
    if (known.size < MAX_GUESSES && !known.has(word)) known.set(word, findNearest(word, list));
    return known.get(word);
  };
}

/** Edits (insert, delete, replace, swap neighbours) from `a` to `b`; may stop at `limit` and return that. */
function measureDistance(a: string, b: string, limit: number): number {
  // Names of one file often have long parts in common, which change nothing.
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end))
    end += 1;
  return measureRest(a.slice(start, a.length - end), b.slice(start, b.length - end), limit);
}

function measureRest(a: string, b: string, limit: number): number {
  if (a === '' || b === '') return Math.max(a.length, b.length);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_item, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
