// Filters over connections: nothing lost, nothing twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doTopicFiltersOverlap, matchesTopicFilter } from '../../../../src/graph/topicFilter.ts';
import { assignLanes, dropCoveredFilters } from '../../../../src/runtime/broker/filterLanes.ts';

const level = fc.constantFrom('a', 'b', '$c', '');
const topics = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter((topic) => topic !== '');
const filters = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, isOpen]) => [...levels, ...(isOpen ? ['#'] : [])].join('/'))
  .filter((filter) => filter !== '');

describe('dropCoveredFilters', () => {
  it.each([
    [['sensors', 'sensors/#'], ['sensors/#']],
    [['sensors/#', 'sensors'], ['sensors/#']],
    [['a', 'a'], ['a']],
    [['s/#', 's/+/#'], ['s/#']],
    [['s/+/#', 's/#'], ['s/#']],
    [['s/#', 's/+'], ['s/#']],
    [
      ['a/+', '+/b'],
      ['a/+', '+/b'],
    ],
    [
      ['#', '$SYS/#'],
      ['#', '$SYS/#'],
    ],
    [
      ['$share/g/a', 'a'],
      ['$share/g/a', 'a'],
    ],
  ])('makes %j to %j', (given, expected) => {
    expect(dropCoveredFilters(given)).toEqual(expected);
  });

  it('never changes which topics match', () => {
    fc.assert(
      fc.property(fc.array(filters, { maxLength: 5 }), topics, (given, topic) => {
        const matches = (list: readonly string[]): boolean =>
          list.some((each) => matchesTopicFilter(each, topic));
        expect(matches(dropCoveredFilters(given))).toBe(matches(given));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('assignLanes', () => {
  it('uses what is there and opens a lane only for what overlaps', () => {
    expect(assignLanes(['a/+', '+/b', 'c'], [[]])).toEqual([0, 1, 0]);
    expect(assignLanes(['a', 'b'], [['a'], ['#']])).toEqual([2, 0]);
  });

  it('never puts overlapping filters into one lane', () => {
    fc.assert(
      fc.property(fc.array(filters, { maxLength: 6 }), (given) => {
        const lanes = assignLanes(given, []);
        given.forEach((a, i) =>
          given.forEach((b, j) => {
            if (i < j && lanes[i] === lanes[j]) expect(doTopicFiltersOverlap(a, b)).toBe(false);
          }),
        );
      }),
    );
  });
});
