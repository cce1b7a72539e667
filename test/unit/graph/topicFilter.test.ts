// Topic names and filters against the examples and clauses of MQTT 5, and against each other by search.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  doTopicFiltersOverlap,
  doTopicLevelsOverlap,
  isTopicFilterValid,
  isTopicNameValid,
  matchesTopicFilter,
} from '../../../src/graph/topicFilter.ts';

describe('validity', () => {
  it.each(['a', '/', '/finance', 'a//b', 'a b/ü', '$SYS/x', 'x'.repeat(65_535)])(
    'accepts the name and filter %j',
    (topic) => {
      expect([isTopicNameValid(topic), isTopicFilterValid(topic)]).toEqual([true, true]);
    },
  );
  it.each(['', 'a\u0000b', '\ud800', 'x'.repeat(65_536), 'ü'.repeat(32_768)])(
    'refuses the name and filter %#',
    (topic) => {
      expect([isTopicNameValid(topic), isTopicFilterValid(topic)]).toEqual([false, false]);
    },
  );
  it.each(['#', '+', 'sport/tennis/#', '+/tennis/#', 'sport/+/player1', '$share/g/a/+', '/+', '$share/g//'])(
    'accepts the filter %j, which is no name',
    (filter) => {
      expect(isTopicFilterValid(filter)).toBe(true);
      if (!filter.startsWith('$share/g//')) expect(isTopicNameValid(filter)).toBe(false);
    },
  );
  it.each([
    'sport/tennis#',
    'sport/#/ranking',
    'sport+',
    'a/+b',
    '##',
    '$share/g',
    '$share//a',
    '$share/g+/a',
    '$share/g/',
    '$share/g/#/a',
  ])('refuses the filter %j', (filter) => {
    expect(isTopicFilterValid(filter)).toBe(false);
  });
});

describe('matching', () => {
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
    ['sport/tennis/player1/#', 'sport/tennis/player10', false],
    ['sport/#', 'sport', true],
    ['#', 'a/b/c', true],
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$SYS/monitor', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['$SYS/#', '$SYS/monitor', true],
    ['$SYS/monitor/+', '$SYS/monitor/Clients', true],
    ['$share/g/sport/+', 'sport/x', true],
    ['a', 'A', false],
  ])('%s and %s: %s', (filter, topic, expected) => {
    expect(matchesTopicFilter(filter, topic)).toBe(expected);
  });
});

describe('overlap', () => {
  it.each([
    ['a/+', 'a/b', true],
    ['a/#', 'a', true],
    ['a/+/c', '+/b/+', true],
    ['a/+/c', 'a/b/d', false],
    ['+', 'a/b', false],
    ['#', '$SYS/a', false],
    ['$SYS/#', '$SYS/+', true],
    ['$share/g/a/+', 'a/b', true],
  ])('%s and %s: %s', (a, b, expected) => {
    expect([doTopicFiltersOverlap(a, b), doTopicFiltersOverlap(b, a)]).toEqual([expected, expected]);
  });

  it('allows # in the middle of level patterns', () => {
    const overlap = (a: string, b: string): boolean => doTopicLevelsOverlap(a.split('/'), b.split('/'));
    expect(overlap('a/#/z', 'a/b/c/z')).toBe(true);
    expect(overlap('a/#/z', 'a/z')).toBe(true);
    expect(overlap('a/#/z', 'a/b/c/y')).toBe(false);
    expect(overlap('a/#/z', 'a/+/#')).toBe(true);
  });

  const level = fc.constantFrom('a', 'b', '$x', '');
  const topic = fc
    .array(level, { minLength: 1, maxLength: 4 })
    .map((levels) => levels.join('/'))
    .filter(isTopicNameValid);
  const filter = fc
    .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 3 }), fc.constantFrom('#', '+', 'a'))
    .map(([levels, last]) => [...levels, last].join('/'));

  it('holds whenever one topic matches both', () => {
    fc.assert(
      fc.property(filter, filter, topic, (a, b, name) => {
        if (matchesTopicFilter(a, name) && matchesTopicFilter(b, name))
          expect(doTopicFiltersOverlap(a, b)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds only when some topic matches both', () => {
    const letters = ['a', 'b', '$x', '', 'q'];
    const topics = [1, 2, 3, 4, 5]
      .reduce<string[][]>((lists, count) => {
        const shorter = lists[count - 2] ?? [''];
        return [
          ...lists,
          count === 1 ? letters : shorter.flatMap((start) => letters.map((next) => `${start}/${next}`)),
        ];
      }, [])
      .flat()
      .filter(isTopicNameValid);
    fc.assert(
      fc.property(filter, filter, (a, b) => {
        const isMet = topics.some((name) => matchesTopicFilter(a, name) && matchesTopicFilter(b, name));
        expect(doTopicFiltersOverlap(a, b)).toBe(isMet);
      }),
      { numRuns: 200 },
    );
  });
});
