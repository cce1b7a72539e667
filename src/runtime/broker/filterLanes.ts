// Spreads topic filters over connections so that no connection has two that overlap: brokers differ in what they do when
// several subscriptions of one client match a message (MQTT 5 §3.3.4: one copy or several). Knows filters only.
import { doTopicFiltersOverlap, matchesTopicFilter } from '../../graph/topicFilter.ts';

/** The filters without those that another one makes superfluous, so `sensors/#` alone for `sensors` and `sensors/#`. */
export function dropCoveredFilters(filters: readonly string[]): string[] {
  const kept: string[] = [];
  for (const filter of filters) {
    if (kept.some((other) => isCovered(filter, other))) continue;
    const remaining = kept.filter((other) => !isCovered(other, filter));
    kept.splice(0, kept.length, ...remaining, filter);
  }
  return kept;
}

/** Whether `wide` matches every topic that `narrow` matches. */
function isCovered(narrow: string, wide: string): boolean {
  if (narrow === wide) return true;
  // A shared subscription takes messages away from others, so it is never the same as a plain one.
  if (narrow.startsWith('$share/') || wide.startsWith('$share/')) return false;
  if (narrow.endsWith('#') && !(wide.endsWith('#') && countLevels(wide) <= countLevels(narrow))) return false;
  // Wildcards of the narrow one stand for any level, which only a wildcard of the wide one accepts.
  return matchesTopicFilter(wide, narrow);
}

function countLevels(filter: string): number {
  return filter.split('/').length;
}

/**
 * For each filter the number of the first lane where it overlaps nothing, given what is in the lanes; numbers from
 * `lanes.length` on are new lanes.
 */
export function assignLanes(filters: readonly string[], lanes: readonly (readonly string[])[]): number[] {
  const taken = lanes.map((inLane) => [...inLane]);
  return filters.map((filter) => {
    const found = taken.findIndex((inLane) => !inLane.some((other) => doTopicFiltersOverlap(other, filter)));
    if (found < 0) return taken.push([filter]) - 1;
    taken[found]?.push(filter);
    return found;
  });
}
