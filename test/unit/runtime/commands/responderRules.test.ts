// Which requests a rule takes, and what it reads from their topics.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prepareResponders } from '../../../../src/runtime/commands/responderRules.ts';

async function ruleFor(topic: string): ReturnType<typeof prepareResponders> {
  return prepareResponders(JSON.stringify({ responders: [{ topic, reply: {} }] }), 'responders.yaml');
}

it.each([
  ['a/{x}/c', 'a/b/c', { x: 'b' }],
  ['{x}/{y}', 'a/b', { x: 'a', y: 'b' }],
  ['a/+/c', 'a/b/c', {}],
  ['a/#', 'a/b/c', {}],
  ['a/{x}/#', 'a/b', { x: 'b' }],
  ['a/{x}', 'a/b/c', undefined],
  ['a/{x}', 'b/b', undefined],
])('%s, asked about %s', async (topic, name, tokens) => {
  const [rule] = await ruleFor(topic);
  expect(rule?.match(name)).toEqual(tokens);
});

const level = fc.stringMatching(/^[a-z0-9 ü.:$-]{1,6}$/);

it('reads back the values with which a topic was made', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ value: level, isToken: fc.boolean() }), { minLength: 1, maxLength: 6 }),
      async (levels) => {
        const pattern = [
          't',
          ...levels.map(({ value, isToken }, index) => (isToken ? `{t${String(index)}}` : value)),
        ];
        const topic = ['t', ...levels.map(({ value }) => value)].join('/');
        const [rule] = await ruleFor(pattern.join('/'));
        const expected = levels.flatMap(({ value, isToken }, index) =>
          isToken ? [[`t${String(index)}`, value]] : [],
        );
        expect(rule?.match(topic)).toEqual(Object.fromEntries(expected));
        expect(rule?.match(`${topic}/more`)).toBeUndefined();
      },
    ),
  );
});
