// A recording that is replayed in a debug session: it stops, and its end says whether it went as recorded. Real run process and
// components; `npx vitest run --project integration test/golden/debug -u` writes the transcripts anew.
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
