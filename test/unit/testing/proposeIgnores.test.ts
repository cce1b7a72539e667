// Two runs of the same messages: the paths at which they differ, each once.
import { expect, it } from 'vitest';
import { makeOutputRecord, type OutputRecord } from '../../../src/testing/outputRecord.ts';
import { proposeIgnores } from '../../../src/testing/proposeIgnores.ts';

const output = (payload: object, userProperties: [string, string][] = []): OutputRecord =>
  makeOutputRecord({
    topic: 'out',
    payload: new TextEncoder().encode(JSON.stringify(payload)),
    userProperties,
  });
const select = ['payload', 'properties.user-properties'];

it('proposes each path once, at any position of a list, with what was there', () => {
  const run = (id: string): OutputRecord[] => [
    output({ kind: 'a', parts: [{ id: `${id}1` }, { id: `${id}2` }] }, [['at', id]]),
    output({ kind: 'b', parts: [{ id: `${id}3` }] }, [['at', id]]),
  ];
  expect(proposeIgnores(run('x'), run('y'), select)).toEqual([
    { path: 'payload.parts[*].id', first: '"x1"', second: '"y1"' },
    { path: 'properties.user-properties.at', first: '"x"', second: '"y"' },
  ]);
  expect(proposeIgnores(run('x'), run('x'), select)).toEqual([]);
});

it('proposes nothing for what is not compared, or for an output that only one run has', () => {
  const [a, b] = [output({ v: 1 }, [['at', '1']]), output({ v: 1 }, [['at', '2']])];
  expect(proposeIgnores([a], [b, b], ['payload'])).toEqual([]);
});

it('proposes a part that only one run has', () => {
  expect(proposeIgnores([output({ v: 1 })], [output({ v: 1, late: true })], select)).toEqual([
    { path: 'payload.late', second: 'true' },
  ]);
});
