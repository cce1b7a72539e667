// Topics with tokens: what is refused, and what comes of the others.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTopicNameValid, matchesTopicFilter } from '../../../../src/graph/topicFilter.ts';
import { isReplacement, TopicPattern } from '../../../../src/runtime/services/topicPattern.ts';

const none = new Map<string, string>();

describe('a topic pattern', () => {
  it('takes the values that are known from the start, and the others later', () => {
    const pattern = new TopicPattern('a/{x}/{y}', 'ns', new Map([['x', 'one']]));
    expect(pattern.filter).toBe('ns/a/one/+');
    expect(pattern.fill(new Map([['y', 'two/three']]))).toBe('ns/a/one/two/three');
  });

  it.each([
    ['', 'is empty'],
    [' ', 'is empty'],
    ['$SYS/a', 'begins with "$"'],
    ['a//b', 'empty level'],
    ['/a', 'empty level'],
    ['a/', 'empty level'],
    ['{x}{y}', 'without anything between them'],
    ['a/{}', 'which is no name'],
    ['a/{x/y}', 'which is no name'],
    ['a/{x y}', 'which is no name'],
    ['a/{x', 'not allowed'],
    ['a/x}', 'not allowed'],
    ['a/+', 'not allowed'],
    ['a b', 'not allowed'],
    ['größe', 'not allowed'],
    ['a/b{x}', 'only part of a level'],
  ])('"%s" is refused', (text, why) => {
    expect(() => new TopicPattern(text, undefined, none)).toThrow(why);
  });

  it.each(['', '/a', 'a/', 'a//b', 'a+', '{x}', 'a b'])('refuses the namespace "%s"', (namespace) => {
    expect(() => new TopicPattern('a', namespace, none)).toThrow('cannot stand in a topic');
  });

  it('refuses values that would change the topic, early and late', () => {
    expect(() => new TopicPattern('a/{x}', undefined, new Map([['x', '#']]))).toThrow('the token {x}');
    expect(() => new TopicPattern('a/{x}', undefined, none).fill(new Map([['x', '']]))).toThrow(
      'the token {x}',
    );
    expect(() => new TopicPattern('a/{x}', undefined, none).fill(none)).toThrow('has no value');
  });
});

const level = fc.stringMatching(/^[!-"%-*,-.0-z|~]{1,8}$/);
const name = fc.stringMatching(/^[A-Za-z:]{1,6}$/);
const parts = fc.array(
  fc.oneof(
    level.map((text) => ({ text })),
    name.map((token) => ({ token })),
  ),
  { minLength: 1, maxLength: 6 },
);

describe('any pattern of levels and tokens', () => {
  it('gives a topic that its own filter matches, whichever values come when', () => {
    fc.assert(
      fc.property(parts, fc.option(level), level, fc.boolean(), (levels, namespace, value, isEarly) => {
        const text = levels.map((each) => ('text' in each ? each.text : `{${each.token}}`)).join('/');
        const values = new Map(
          levels.flatMap((each) => ('token' in each ? [[each.token, value] as const] : [])),
        );
        const pattern = new TopicPattern(text, namespace ?? undefined, isEarly ? values : none);
        const topic = pattern.fill(isEarly ? none : values);
        expect(isTopicNameValid(topic)).toBe(true);
        if (!topic.startsWith('$')) expect(matchesTopicFilter(pattern.filter, topic)).toBe(true);
        const expected = levels.map((each) => ('text' in each ? each.text : value));
        expect(topic).toBe([...(namespace === null ? [] : [namespace]), ...expected].join('/'));
      }),
    );
  });

  it('of any text is either refused or gives valid topics only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, value) => {
        let topic: string;
        try {
          topic = new TopicPattern(text, undefined, none).fill(new Map([['x', value]]));
        } catch (error) {
          expect(error).toMatchObject({ name: 'TopicPatternFault' });
          return;
        }
        expect(isTopicNameValid(topic)).toBe(true);
        expect(isReplacement(topic)).toBe(true);
      }),
    );
  });
});
