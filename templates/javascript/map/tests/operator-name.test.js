// Runs the operator on the host of host.js: `npm test`.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { configurationOf, counters, lines, messageOf, reset, textOf } from './host.js';

const { map } = await import('../operator-name.js');

beforeEach(() => {
  reset();
  assert.equal(map.init(configurationOf({ decimals: '1' })), true);
});

const convert = (reading) => JSON.parse(textOf(map.process(messageOf(JSON.stringify(reading)))));

test('converts degrees Fahrenheit', () => {
  const converted = convert({ temperature: { value: 72, unit: 'F' } });
  assert.deepEqual(converted, { temperature: { value: 22.2, unit: 'C' } });
});

test('keeps what it does not know', () => {
  assert.equal(convert({ room: 'Küche', temperature: { value: 50 } }).room, 'Küche');
});

test('counts what it converts', () => {
  convert({ temperature: { value: 72 } });
  assert.equal(counters.get('converted_readings'), 1);
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
      () => map.process(messageOf(payload)),
      ({ message }) => typeof message === 'string',
      payload,
    );
});

test('refuses a bad parameter', () => {
  for (const text of ['', '-1', '10', 'many']) {
    assert.equal(map.init(configurationOf({ decimals: text })), false);
    assert.deepEqual(lines.at(-1), [
      'error',
      `decimals must be a whole number from 0 to 9, but is \`${text}\``,
    ]);
  }
});
