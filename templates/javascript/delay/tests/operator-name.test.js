// Runs the operator on the host of host.js: `npm test`.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { configurationOf, counters, lines, messageOf, reset } from './host.js';

const { delay } = await import('../operator-name.js');

beforeEach(() => {
  reset();
  assert.equal(delay.init(configurationOf({ window_seconds: '10' })), true);
});

// As SpiderMonkey gives 64 bits; QuickJS gives a number.
const clock = (secs, nanos = 0) => ({
  timestamp: { secs: BigInt(secs), nanos },
  counter: 3n,
  nodeId: 'node',
});

test('goes to the end of the window', () => {
  for (const [secs, nanos, end] of [
    [100, 1, 110],
    [109, 999_999_999, 110],
    [110, 0, 110],
    [0, 0, 0],
  ]) {
    const expected = { timestamp: { secs: end, nanos: 0 }, counter: 0, nodeId: 'node' };
    assert.deepEqual(delay.process(messageOf(''), clock(secs, nanos)), expected);
  }
  assert.equal(counters.get('delayed_messages'), 4);
});

test('reports times that have no end', () => {
  assert.throws(
    () => delay.process(messageOf(''), clock(2n ** 64n - 1n, 1)),
    ({ message }) => /range of time/.test(message),
  );
});

test('refuses a bad parameter', () => {
  for (const text of ['', '0', '86401', 'long']) {
    assert.equal(delay.init(configurationOf({ window_seconds: text })), false);
    assert.deepEqual(lines.at(-1), [
      'error',
      `window_seconds must be a whole number from 1 to 86400, but is \`${text}\``,
    ]);
  }
});
