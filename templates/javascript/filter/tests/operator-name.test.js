// Runs the operator on the host of host.js: `npm test`.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { configurationOf, counters, lines, messageOf, reset } from './host.js';

const { filter } = await import('../operator-name.js');

beforeEach(() => {
  reset();
  assert.equal(filter.init(configurationOf({ lower_bound: '0', upper_bound: '100' })), true);
});

const admits = (value) => filter.process(messageOf(JSON.stringify({ temperature: { value } })));

test('passes both bounds and what is between', () => {
  for (const value of [0, 100, 21.5]) assert.equal(admits(value), true, String(value));
});

test('drops and counts what is outside', () => {
  for (const value of [-0.1, 100.1, 1e300]) assert.equal(admits(value), false, String(value));
  assert.equal(counters.get('dropped_readings'), 3);
});

test('reports bad payloads', () => {
  for (const payload of [
    '',
    'not JSON',
    '[]',
    '7',
    'null',
    '{}',
    '{"temperature":7}',
    '{"temperature":{"value":"warm"}}',
  ])
    assert.throws(
      () => filter.process(messageOf(payload)),
      ({ message }) => typeof message === 'string',
      payload,
    );
});

test('refuses a bad parameter', () => {
  for (const text of ['', 'low', 'NaN']) {
    assert.equal(filter.init(configurationOf({ lower_bound: text })), false);
    assert.deepEqual(lines.at(-1), ['error', `lower_bound must be a number, but is \`${text}\``]);
  }
});
