// The way of a message as a view gets it: long values that were changed from outside are cut.
import { expect, it } from 'vitest';
import type { HopRecord, RunChange } from '../../../../src/protocol/trace.ts';
import { readPath } from '../../../../src/host/trace/messagePath.ts';
import type { TraceSource } from '../../../../src/host/trace/traceSource.ts';

it('has the begin of long values alone', async () => {
  const change = (value: string): RunChange => ({
    kind: 'state',
    key: 'k',
    entry: { value, version: '1:0:x' },
  });
  const gone: RunChange = { kind: 'state', key: 'k' };
  const faults: RunChange = { kind: 'faults', faults: [] };
  const whole = [change('v'.repeat(10_000)), change('short'), gone, faults];
  const hop = { hop: 1, message: 1, changes: whole } as unknown as HopRecord;
  const source = {
    readHops: () => Promise.resolve({ hops: [hop], gone: 0 }),
    ask: () => Promise.resolve({ summary: { firstHop: 1, lastHop: 1 } }),
  } as unknown as TraceSource;
  const path = await readPath(source, 1);
  expect(path?.hops[0]?.changes).toEqual([change('v'.repeat(4096)), change('short'), gone, faults]);
});
