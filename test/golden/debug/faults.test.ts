// Faults in a debug session, with the real run process and the samples' components: declared by the launch, stopped at as real failures
// are, changed while the run goes on, refused with what was meant.
import { it } from 'vitest';
import { begin, compare, endSessionsAfterEachTest } from './transcripts.ts';

const warm = '{"temperature":{"value":72.0,"unit":"F"},"site":"hall"}';

endSessionsAfterEachTest();

it('come with the launch, stop as real failures do, and are changed while the run goes on', async () => {
  const dap = begin();
  await dap.launch({ faults: [{ node: 'convert', kind: 'trap', message: 1 }] }, async () => {
    await dap.ask('setExceptionBreakpoints', { filters: ['trap', 'dropped'] });
  });
  await dap.publish(warm);
  await dap.until('stopped');
  await dap.ask('exceptionInfo', { threadId: dap.thread });
  await dap.ask('continue', { threadId: dap.thread });
  dap.title('others in their place');
  await dap.ask('dataflowGraph/setFaults', { faults: [{ node: 'bounds', kind: 'drop' }] });
  await dap.publish(warm);
  await dap.until('stopped');
  await dap.ask('dataflowGraph/readFaults');
  await dap.ask('dataflowGraph/readHops', { nodes: ['bounds'], text: 'fault:' });
  dap.title('one that cannot be, and none');
  await dap.ask('dataflowGraph/setFaults', { faults: [{ node: 'bound', kind: 'drop' }] });
  await dap.ask('dataflowGraph/setFaults', { faults: [] });
  await compare(dap, 'faults');
});

it('are refused when the graph has no such operation', async () => {
  const dap = begin();
  await dap.launch({ faults: [{ node: 'converd', kind: 'trap' }] });
  await compare(dap, 'launchError-faults');
});
