// The schema of a message, and the lookups of a hop, among the variables of a stop.
import { expect, it } from 'vitest';
import { hopMembers } from '../../../src/debug/hopVariables.ts';
import { messageMembers } from '../../../src/debug/messageVariables.ts';
import type { ShownValue } from '../../../src/debug/shownValue.ts';
import type { HopRecord, TracedMessage } from '../../../src/protocol/trace.ts';

const plain: TracedMessage = { topic: 'a', userProperties: [], timestamp: '1:0:n', payloadSize: 0 };

async function shown(schema: TracedMessage['schema']): Promise<ShownValue | undefined> {
  const values = await messageMembers({ ...plain, ...(schema && { schema }) }, {}).read();
  return values.find(({ name }) => name === 'schema');
}

it('a message without one shows none', async () => {
  expect(await shown(undefined)).toBeUndefined();
});

it('a reference is shown as it is', async () => {
  const reference = 'aio-sr://plant/reading:1';
  expect(await shown({ kind: 'reference', reference })).toMatchObject({
    value: reference,
    type: 'registry reference',
  });
});

it('an inline one is its name, and within it its text', async () => {
  const value = await shown({ kind: 'inline', name: 'raw', content: '{"type":"object"}' });
  expect(value?.value).toBe('raw (inline)');
  const parts = await value?.members?.read();
  expect(parts?.map((part) => [part.name, part.value])).toEqual([
    ['name', 'raw'],
    ['content', '{"type":"object"}'],
  ]);
});

it('a hop lists what its operator looked up', async () => {
  const schemaCalls = [
    { id: 'plant/reading', version: '1', result: 'found' },
    { id: 'aio-sr://plant/alarm:2', version: '', result: 'error: not-found: there is none' },
  ];
  const hop: HopRecord = {
    hop: 1,
    message: 1,
    cause: 0,
    node: 'm',
    connection: 0,
    verdict: 'passed',
    wallMs: 0,
    time: '1:0:n',
    durationUs: 1,
    schemaCalls,
  };
  const list = (await hopMembers(hop, false).read()).find(({ name }) => name === 'schemaCalls');
  expect(list?.value).toBe('2');
  expect((await list?.members?.read())?.map(({ name, value }) => [name, value])).toEqual([
    ['0 plant/reading 1', 'found'],
    ['1 aio-sr://plant/alarm:2', 'error: not-found: there is none'],
  ]);
});
