// Publishing in a real window: what is written in the view goes through the graph, and its topics show in the side bar.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newestVscode } from './harness/eachVscode.ts';
import { showPublish, showTopics, topicRow } from './harness/publishing.ts';

const samples = join(process.cwd(), 'samples/thermostats');

newestVscode('the publish view', (vscode) => {
  it('publishes to the run, whose topics show the message and what came of it', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    const { editor, palette, page } = workbench;
    await editor.open('graph-simple.dataflow.yaml');
    await editor.waitForLanguage('Data Flow Graph');
    await palette.run('View: Show Run and Debug');
    await palette.run('Debug: Start Debugging');
    await page.locator('.debug-toolbar').waitFor();
    await showTopics(workbench);
    const publish = await showPublish(workbench);
    await publish.getByLabel('Topic', { exact: true }).fill('sensors/line{{seq 1}}');
    const payload = publish.getByRole('textbox', { name: 'Payload', exact: true });
    await payload.fill('{"temperature":{"value":104,"unit":"F"}}');
    await publish.getByRole('spinbutton', { name: 'Messages' }).fill('3');
    await payload.press('Control+Enter');
    await publish.getByText('Published 3 of 3').waitFor();
    await topicRow(workbench, 'line3').waitFor();
    await topicRow(workbench, '"value":40').waitFor();
    await topicRow(workbench, 'line3').click();
    await page.locator('.editor-instance .view-lines', { hasText: '"temperature": {' }).waitFor();
    await publish.getByText('sensors/line{{seq 1}}').first().waitFor();
    expect(workbench.breaches()).toEqual([]);
  });
});
