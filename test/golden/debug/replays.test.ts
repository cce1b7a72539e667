// A recording that is replayed in a debug session: it stops, what was changed on the way is changed again, and its end says whether it went
// as recorded. Real run process and components;
// `npx vitest run --project integration test/golden/debug -u` writes the transcripts anew.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { DebugTranscript, samplesFolder, windowGraph } from '../../helpers/debugTranscript.ts';
import { begin, compare, endSessionsAfterEachTest } from './transcripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
const trace = join(folder, 'windows.trace');
/** What the recording says itself. */
const left = { program: undefined, modules: undefined, stateStore: undefined, clock: undefined };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

endSessionsAfterEachTest();

describe('a recording', () => {
  beforeAll(async () => {
    const recording = new DebugTranscript();
    const inputs = { folder: join(samplesFolder, 'data-windows'), atEnd: 'exit' };
    await recording.launch({ program: windowGraph, trace: { path: trace }, noDebug: true, inputs });
    await recording.until('terminated');
    await recording.end();
  });

  it('is replayed with stops, also at what only its end completes, and went as recorded', async () => {
    const dap = begin();
    await dap.launch({ ...left, replay: trace }, async () => {
      await dap.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'op:sink' }] });
    });
    for (let stop = 0; stop < 4; stop += 1) {
      await dap.until('stopped');
      await dap.ask('continue', { threadId: dap.thread });
    }
    await dap.until('terminated');
    await compare(dap, 'replayStopped');
  });

  it('goes another way with another parameter, which is told with the place of the operation', async () => {
    const dap = begin();
    const parameters = { 'module-temperature/map.decimals': '4' };
    await dap.launch({ ...left, noDebug: true, replay: { trace, from: 3 }, parameters });
    await dap.until('terminated');
    await compare(dap, 'replayDiverged');
  });
});

describe('a recording of a run that was disturbed while it went on', () => {
  const disturbed = join(folder, 'disturbed.trace');
  const faults = [{ node: 'bounds', kind: 'drop' }];

  beforeAll(async () => {
    const recording = new DebugTranscript();
    await recording.launch({ trace: { path: disturbed } }, async () => {
      // At one of them each message stops, so that it is known to be done.
      await recording.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'op:sink' }] });
      await recording.ask('setExceptionBreakpoints', { filters: ['dropped'] });
    });
    for (const now of [[], faults, []]) {
      await recording.ask('dataflowGraph/setFaults', { faults: now });
      await recording.publish('{"temperature":{"value":72.0,"unit":"F"},"site":"hall"}');
      await recording.until('stopped');
      await recording.ask('continue', { threadId: recording.thread });
    }
    await recording.ask('terminate');
    await recording.until('terminated');
    await recording.end();
  });

  it('is disturbed at the same message', async () => {
    const dap = begin();
    await dap.launch({ ...left, noDebug: true, replay: disturbed });
    await dap.until('terminated');
    await compare(dap, 'replayDisturbed');
  });

  it('is not, where the launch says otherwise', async () => {
    const dap = begin();
    await dap.launch({ ...left, noDebug: true, replay: disturbed, faults: [] });
    await dap.until('terminated');
    await compare(dap, 'replayUndisturbed');
  });
});
