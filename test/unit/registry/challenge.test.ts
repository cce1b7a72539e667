// What registries ask for in `WWW-Authenticate`.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseChallenges } from '../../../src/registry/challenge.ts';

const plain = (header: string): [string, Record<string, string>][] =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

it.each<[string, [string, Record<string, string>][]]>([
  ['Basic realm="Registry Realm"', [['basic', { realm: 'Registry Realm' }]]],
  [
    'Bearer realm="https://a.example/token",service="r",scope="repository:a/b:pull,push"',
    [['bearer', { realm: 'https://a.example/token', service: 'r', scope: 'repository:a/b:pull,push' }]],
  ],
  ['BEARER Realm = "a\\"b" , service=r', [['bearer', { realm: 'a"b', service: 'r' }]]],
  [
    'Basic realm="a", Bearer realm="b"',
    [
      ['basic', { realm: 'a' }],
      ['bearer', { realm: 'b' }],
    ],
  ],
  [
    'Negotiate, Basic realm="a"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'a' }],
    ],
  ],
  ['', []],
])('reads %j', (header, expected) => {
  expect(plain(header)).toEqual(expected);
});

it('comes to an end with any text', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseChallenges(text)));
});
