// The forms of TK_CONFIGURATION_PARAMETERS.
import { expect, it } from 'vitest';
import { parseParameterOverrides } from '../../../../src/runtime/services/parameterOverrides.ts';

it.each([
  ['nothing', '  ', []],
  [
    'an object',
    '{"a": "x", "b": 2.5, "c": true}',
    [
      { key: 'a', value: 'x' },
      { key: 'b', value: '2.5' },
      { key: 'c', value: 'true' },
    ],
  ],
  [
    'an object by operation',
    '{"m/map": {"a": "x"}, "b": "y"}',
    [
      { node: 'm/map', key: 'a', value: 'x' },
      { key: 'b', value: 'y' },
    ],
  ],
  [
    'a list',
    '[{"key": "a", "value": "1"}, {"key": "a", "value": 2, "node": "m/map"}]',
    [
      { key: 'a', value: '1' },
      { node: 'm/map', key: 'a', value: '2' },
    ],
  ],
  [
    'pairs',
    'enrichKeys=factoryId,machineId; limit = a=b ;',
    [
      { key: 'enrichKeys', value: 'factoryId,machineId' },
      { key: 'limit', value: 'a=b' },
    ],
  ],
])('reads %s', (_, text, expected) => {
  expect(parseParameterOverrides(text, 'env', 3)).toEqual(expected);
});

it.each([
  ['broken JSON', '{"a": }', 'this is not valid JSON'],
  ['null', '{"a": null}', '"a" has a value that is neither text nor number nor boolean'],
  ['a list as value', '{"m": {"a": []}}', '"a" has a value that is neither'],
  ['an item without key', '[{"value": "1"}]', 'item 1 has no "key"'],
  ['an item that is none', '["a"]', 'item 1 has no "key"'],
  ['an item without value', '[{"key": "a"}]', '"a" has a value that is neither'],
  [
    'a node that is no name',
    '[{"key": "a", "value": "1", "node": 7}]',
    'item 1 has a "node" that is not text',
  ],
  ['an empty key', '{"": "x"}', 'a name is empty'],
  ['a word', 'threshold', '"threshold" is no key=value'],
  ['a pair without key', 'a=1;=2', '"=2" is no key=value'],
])('refuses %s and names the line', (_, text, message) => {
  const parse = (): unknown => parseParameterOverrides(text, 'hostapp.env.list', 3);
  expect(parse).toThrow(`hostapp.env.list:3: TK_CONFIGURATION_PARAMETERS: ${message}`);
  expect(parse).toThrow(expect.objectContaining({ code: 'FILE_INVALID' }));
});
