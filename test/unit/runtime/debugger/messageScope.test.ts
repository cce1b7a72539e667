// What conditions can say about the schema of a message.
import { expect, it } from 'vitest';
import { messageScope } from '../../../../src/runtime/debugger/messageScope.ts';
import type { HopRecord, TracedMessage } from '../../../../src/protocol/trace.ts';

const plain: TracedMessage = { topic: 'a', userProperties: [], timestamp: '1:0:n', payloadSize: 0 };
const reference = 'aio-sr://plant/reading:1';
const referring: TracedMessage = { ...plain, schema: { kind: 'reference', reference } };
const carrying: TracedMessage = { ...plain, schema: { kind: 'inline', name: 'raw', content: '{}' } };

it.each([
  [plain, ''],
  [referring, reference],
  [carrying, 'raw'],
])('is its reference, else its name, else empty (%#)', (input, schema) => {
  expect(messageScope({ node: 'n', message: 1, input })['schema']).toBe(schema);
});

it('is told of what leaves, too', () => {
  const hop = { verdict: 'passed', durationUs: 1, output: referring } as unknown as HopRecord;
  const scope = messageScope({ node: 'n', message: 1, input: carrying, hop });
  expect(scope['schema']).toBe('raw');
  expect(scope['output']).toMatchObject({ schema: reference });
});
