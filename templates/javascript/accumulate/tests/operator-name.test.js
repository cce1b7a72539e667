// Runs the operator on the host of host.js: `npm test`.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { configurationOf, counters, lines, messageOf, reset, textOf } from './host.js';

const { accumulate } = await import('../operator-name.js');

beforeEach(() => {
  reset();
  assert.equal(accumulate.init(configurationOf({ decimals: '1' })), true);
});

function average(staged, ...payloads) {
  return JSON.parse(textOf(accumulate.process(messageOf(staged), payloads.map(messageOf)))).temperature;
}

test('averages readings', () => {
  const averaged = average('', '{"temperature":{"value":72}}', '{"temperature":{"value":71}}');
  assert.deepEqual(averaged, { count: 2, sum: 143, value: 71.5 });
  assert.equal(counters.get('averaged_readings'), 2);
});

test('goes on from what it made before', () => {
  const staged = '{"temperature":{"count":3,"sum":30,"value":10}}';
  assert.deepEqual(average(staged, '{"temperature":{"value":30}}'), { count: 4, sum: 60, value: 15 });
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
      () => accumulate.process(messageOf(''), [messageOf(payload)]),
      ({ message }) => typeof message === 'string',
      payload,
    );
});

test('refuses a bad parameter', () => {
  for (const text of ['', '-1', '10', 'many']) {
    assert.equal(accumulate.init(configurationOf({ decimals: text })), false);
    assert.deepEqual(lines.at(-1), [
      'error',
      `decimals must be a whole number from 0 to 9, but is \`${text}\``,
    ]);
  }
});
