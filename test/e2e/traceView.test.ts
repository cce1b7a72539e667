// The trace view of a real window: a run under F5 lists its messages with their ways, and keeps them after its end.
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { newestVscode } from './harness/eachVscode.ts';
import { debugSimpleWithData, debugWithData } from './harness/launchFiles.ts';
import { messageRows, showTrace } from './harness/traceView.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { FolderContent } from './harness/workspaceFolders.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = 'graph-simple.dataflow.yaml';

const folder: FolderContent = {
  copyOf: samples,
  files: { '.vscode/launch.json': JSON.stringify(debugSimpleWithData) },
};

newestVscode('the trace view', (vscode) => {
  const open = vscode.share(folder);

  it('says what to do while there is no run', async () => {
    const workbench = await open();
    const trace = await showTrace(workbench);
    await trace.getByRole('heading', { name: 'No run yet' }).waitFor();
    await trace.getByText('Debug the Graph in Front').waitFor();
  });

  it('lists the messages of a run with where they ended, and keeps them after its end', async () => {
    const workbench = await open();
    const { editor, palette, page } = workbench;
    await editor.open(simple);
    await editor.waitForLanguage('Data Flow Graph');
    const trace = await showTrace(workbench);
    await editor.open(simple);
    await palette.run('Debug: Start Debugging');
    await page.locator('.debug-toolbar').waitFor();
    await waitUntil(
      'rows for all messages of the folder',
      () => messageRows(trace).count(),
      (count) => count >= 12,
    );
    const dropped = messageRows(trace).filter({ hasText: 'dropped · module-temperature/filter' }).first();
    await dropped.click();
    await trace.locator('.answer', { hasText: 'Dropped by filter' }).waitFor();
    await trace.locator('.hops [role="option"]').first().click();
    await trace.locator('.compared', { hasText: '"value"' }).waitFor();
    // The last message of the folder makes an operator fail, where the run stands.
    const goOn = page.locator('.debug-toolbar .codicon-debug-continue');
    await goOn.waitFor();
    await trace.locator('.hops [role="option"]').nth(1).click();
    await trace.getByRole('button', { name: 'Replay from Here' }).click();
    await trace.getByText('It waits there until the run goes on.').waitFor({ state: 'attached' });
    // The view is narrow beside others: the message is in place of the list.
    await trace.getByRole('button', { name: 'Back to the list' }).click();
    await goOn.click();
    // One more row, and the newest.
    await messageRows(trace).first().filter({ hasText: '↻' }).waitFor();
    expect(await messageRows(trace).filter({ hasText: '↻' }).count()).toBe(1);
    await palette.run('Debug: Stop');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await trace.getByRole('button', { name: /^Pause/ }).waitFor({ state: 'detached' });
    await waitUntil(
      'the same messages after the end',
      () => messageRows(trace).count(),
      (count) => count >= 12,
    );
    await messageRows(trace).filter({ hasText: 'emitted · sink' }).first().click();
    await trace.locator('.answer', { hasText: 'Went out at sink' }).waitFor();
    expect(workbench.breaches()).toEqual([]);
  });

  it('tells of commands that rules of the workspace answer or refuse', async () => {
    const workbench = await vscode.open({
      copyOf: join(process.cwd(), 'samples/commands'),
      files: { '.vscode/launch.json': JSON.stringify(debugWithData('graph-calibrated')) },
    });
    const { editor, palette, page } = workbench;
    await editor.open('graph-calibrated.dataflow.yaml');
    await editor.waitForLanguage('Data Flow Graph');
    const trace = await showTrace(workbench);
    await editor.open('graph-calibrated.dataflow.yaml');
    await palette.run('Debug: Start Debugging');
    const findCommand = async (topic: string): Promise<Locator> => {
      await messageRows(trace).filter({ hasText: topic }).first().click();
      await trace.locator('.hops [role="option"]').nth(1).click();
      return trace.getByRole('table', { name: 'Commands' }).locator('tbody tr');
    };
    const answered = await findCommand('sensors/oven-b');
    await answered.getByText('devices/oven-b/command/readCalibration').waitFor();
    await answered.getByText('"device":"oven-b"').waitFor();
    await trace.getByRole('button', { name: 'Back to the list' }).click();
    const refused = await findCommand('sensors/kiln');
    await refused.getByText('the kiln has no sensor').waitFor();
    await palette.run('Debug: Stop');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });
});
