// Modules that are compared in a debug session, with the real run process and real components: what came of it is told at the end of the
// run, however it ends; one that is wanted takes over while the run stands.
import { resolve } from 'node:path';
import { it } from 'vitest';
import { lines, lineGraph, sampleModules } from '../../helpers/debugTranscript.ts';
import { begin, compare, endSessionsAfterEachTest } from './transcripts.ts';

const warm = '{"temperature":{"value":72.0,"unit":"F"},"site":"hall"}';
const faulty = resolve('test/fixtures/components/faulty.wasm');
const temperature = sampleModules['temperature:1.0.0'] ?? '';

endSessionsAfterEachTest();

it('are summed up when the session is stopped while a message stands at a breakpoint', async () => {
  const dap = begin();
  await dap.launch({ compare: { convert: faulty, bounds: temperature } }, async () => {
    await dap.ask('setBreakpoints', {
      source: { path: lineGraph },
      breakpoints: [{ line: lines.enrich }],
    });
  });
  await dap.publish(warm);
  await dap.until('stopped');
  await dap.ask('disconnect');
  await dap.until('output');
  await compare(dap, 'comparison-disconnected');
});

it('are summed up before the counts when the run is finished', async () => {
  const dap = begin();
  await dap.launch({ compare: { convert: faulty } });
  await dap.publish(warm);
  await dap.ask('terminate');
  await dap.until('terminated');
  await compare(dap, 'comparison-finished');
});

it('take over when they are told to, with the message that stands before the operation', async () => {
  const dap = begin();
  await dap.launch({ compare: { convert: faulty, bounds: faulty } }, async () => {
    await dap.ask('setBreakpoints', { source: { path: lineGraph }, breakpoints: [{ line: lines.convert }] });
  });
  await dap.publish(warm);
  await dap.until('stopped');
  await dap.ask('dataflowGraph/takeOver', { operations: ['converd'] });
  await dap.ask('dataflowGraph/takeOver', { operations: ['convert'] });
  await dap.until('module');
  await dap.ask('dataflowGraph/readComparison');
  await dap.ask('continue', { threadId: dap.thread });
  await dap.ask('terminate');
  await dap.until('terminated');
  await compare(dap, 'comparison-takenOver');
});
