// What becomes of a trace in a real window: a message sent again, a message saved as a test case, all of it exported and opened again,
// replayed, and saved as a test case whole.
import type { FrameLocator } from 'playwright-core';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DebugBar } from './harness/debugBar.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { debugWithData } from './harness/launchFiles.ts';
import { pageWith } from './harness/showView.ts';
import { messageRows, showTrace } from './harness/traceView.ts';
import { waitUntil } from './harness/waitUntil.ts';

const samples = join(process.cwd(), 'samples/thermostats');

/** Messages of the folder `data`. */
const inFolder = 14;

/** Other than in the graph: a test case has to say so. */
const parameters = { 'module-temperature/map.decimals': '3' };
const asYaml = 'parameters:\n  "module-temperature/map.decimals": "3"\n';

const waitForCount = (trace: FrameLocator, count: number): Promise<void> =>
  trace.getByText(`${String(count)} messages`, { exact: true }).waitFor();

newestVscode('a trace', (vscode) => {
  it('gives a message to send again, a test case, and a file that opens as it was', async () => {
    const workbench = await vscode.open({
      copyOf: samples,
      files: { '.vscode/launch.json': JSON.stringify(debugWithData('graph-simple', { parameters })) },
      // Room for list and message side by side.
      size: { width: 1600, height: 1000 },
    });
    const { editor, palette, page } = workbench;
    const debug = new DebugBar(workbench);
    await editor.open('graph-simple.dataflow.yaml');
    await editor.waitForLanguage('Data Flow Graph');
    // The folder holds messages at which an operator fails: debugged, the run would stand there.
    await debug.start('Control+F5');
    const trace = await showTrace(workbench);
    await waitForCount(trace, inFolder);
    await messageRows(trace).filter({ hasText: 'emitted · sink' }).first().click();
    await trace.getByRole('button', { name: 'Send Again' }).click();
    await waitForCount(trace, inFolder + 1);
    await trace.getByRole('button', { name: 'Save as Test Case' }).click();
    await palette.answer('as it came');
    await editor.waitUntilOpen('as-it-came.test.yaml');
    const ofMessage = workbench.readFile('tests/as-it-came/as-it-came.test.yaml');
    expect(ofMessage).toContain('name: "as it came"');
    expect(ofMessage).toContain(asYaml);
    await trace.getByRole('button', { name: 'Export all as NDJSON' }).click();
    await palette.answer(join(workbench.folder, 'simple.trace.ndjson'));
    await workbench.waitForNotification('hops were written');
    await page.locator('.notifications-center').getByRole('button', { name: 'Open', exact: true }).click();
    await debug.stop();
    await palette.run('View: Toggle Panel Visibility');
    const file = await pageWith(workbench, 'main.trace');
    await waitForCount(file, inFolder + 1);
    await messageRows(file).filter({ hasText: 'emitted · sink' }).first().click();
    await file.locator('.answer', { hasText: 'Went out at sink' }).waitFor();

    // The same file as a recording: what went on is tried again, and kept as a test.
    await palette.run('View: Keep Editor');
    await palette.run('Data Flow Graphs: Replay Recording…');
    // A run like any other: it stands at what fails.
    await debug.waitForFrame('error module-temperature/map');
    await debug.continue();
    await debug.waitForOutput('the replay went as recorded');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    const tab = page.locator('.tab[data-resource-name$=".trace.ndjson"]').first();
    // What ends with the run may still bring its graph to the front.
    const bring = async (): Promise<string | null> => {
      await tab.click();
      return tab.getAttribute('aria-selected');
    };
    await waitUntil('the trace in front', bring, (isSelected) => isSelected === 'true');
    await palette.run('Data Flow Graphs: Save Recording as Test Case…');
    await palette.answer('all of it');
    await editor.waitUntilOpen('all-of-it.test.yaml');
    const ofAll = workbench.readFile('tests/all-of-it/all-of-it.test.yaml');
    expect(ofAll).toContain('name: "all of it"');
    expect(ofAll).toContain(asYaml);
    expect(workbench.breaches()).toEqual([]);
  });
});
