// Test cases in the Testing view, as people run them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DebugBar } from './harness/debugBar.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { debugTest, rowsOfTests, runTest, showTests, testOutput } from './harness/testingView.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const expectedPath = 'tests/window-summary/expected.json';
const conversion = 'converts temperatures to degrees Celsius';
const windows = 'makes one message of all messages in a time window';

newestVscode('the Testing view', (vscode) => {
  it('runs a case that passes, and tells how one that fails differs, in words and side by side', async () => {
    const text = readFileSync(join(samples, expectedPath), 'utf8');
    const workbench = await vscode.open({
      copyOf: samples,
      files: { [expectedPath]: text.replace('\\"sum\\":36.1', '\\"sum\\":36.2') },
    });
    await showTests(workbench);
    await runTest(workbench, conversion);
    await expect
      .poll(() => rowsOfTests(workbench), { timeout: 30_000 })
      .toContainEqual(expect.stringMatching(new RegExp(`${conversion}.*Passed`)));
    await runTest(workbench, windows);
    await expect
      .poll(() => rowsOfTests(workbench), { timeout: 30_000 })
      .toContainEqual(expect.stringMatching(new RegExp(`${windows}.*Failed`)));
    await expect.poll(() => testOutput(workbench)).toMatch(/expected:\s36\.2\s+actual:\s+36\.1/);
    // The case, and under it each difference.
    const results = workbench.page.locator('.test-output-peek-tree .monaco-list-row');
    await results.filter({ hasText: windows }).first().dblclick();
    await results.filter({ hasText: 'differs' }).first().click();
    const diff = workbench.page.locator('.part.panel .monaco-diff-editor');
    await diff.locator('.original .view-line', { hasText: '36.2' }).waitFor();
    await diff.locator('.modified .view-line', { hasText: '36.1' }).waitFor();
  });
});

newestVscode('cases in the Testing view', (vscode) => {
  it('stop at a breakpoint when they are debugged, and pass when they go on', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    const debug = new DebugBar(workbench);
    await workbench.editor.open('graph-simple.dataflow.yaml');
    await debug.toggleBreakpoint('operationType: m|ap');
    await showTests(workbench);
    await debugTest(workbench, conversion);
    await debug.waitForFrame('message 1 at module-temperature/map');
    await workbench.palette.run('Debug: Toggle Breakpoint');
    await debug.continue();
    await showTests(workbench);
    await expect
      .poll(() => rowsOfTests(workbench), { timeout: 30_000 })
      .toContainEqual(expect.stringMatching(new RegExp(`${conversion}.*Passed`)));
  });
});
