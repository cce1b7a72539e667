// Runs the operator on the host of host.js: `npm test`.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { configurationOf, counters, lines, messageOf, reset } from './host.js';

const { branch } = await import('../operator-name.js');

beforeEach(() => {
  reset();
  assert.equal(branch.init(configurationOf({ threshold: '70' })), true);
});

const timestamp = { timestamp: { secs: 1, nanos: 0 }, counter: 0, nodeId: 'node' };
const isWarm = (value) => branch.process(timestamp, messageOf(JSON.stringify({ temperature: { value } })));

test('tells above from below', () => {
  assert.deepEqual([70.1, 70, -5].map(isWarm), [true, false, false]);
});

test('counts warm readings', () => {
  [90, 10, 80].forEach(isWarm);
  assert.equal(counters.get('warm_readings'), 2);
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
      () => branch.process(timestamp, messageOf(payload)),
      ({ message }) => typeof message === 'string',
      payload,
    );
});

test('refuses a bad parameter', () => {
  for (const text of ['', 'high', 'NaN']) {
    assert.equal(branch.init(configurationOf({ threshold: text })), false);
    assert.deepEqual(lines.at(-1), ['error', `threshold must be a number, but is \`${text}\``]);
  }
});
