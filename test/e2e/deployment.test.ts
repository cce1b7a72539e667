// From a graph definition to a cluster that is played on loopback, through the machine's own kubectl, as a person does it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type FakeCluster,
  kubeconfigFor,
  startFakeCluster,
} from '../integration/build/deploy/fakeCluster.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { waitForTerminal } from './harness/terminal.ts';

const samples = resolve('samples/thermostats');
const graphs = '/apis/connectivity.iotoperations.azure.com/v1/namespaces/azure-iot-operations/dataflowgraphs';
let cluster: FakeCluster;
let folder: string;

beforeAll(async () => {
  cluster = await startFakeCluster();
  folder = mkdtempSync(join(tmpdir(), 'kube-'));
  writeFileSync(join(folder, 'config'), kubeconfigFor(cluster.url, ['plant', 'factory'], 'plant'));
  // VS Code is started with what this process has.
  process.env['KUBECONFIG'] = join(folder, 'config');
});
afterAll(async () => {
  delete process.env['KUBECONFIG'];
  rmSync(folder, { recursive: true });
  await cluster.close();
});

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
newestVscode('a graph definition', (vscode) => {
  it.skipIf(!hasKubectl)(
    'gets a resource, which is compared, applied, shown and deleted',
    { timeout: 120_000 },
    async () => {
      const workbench = await vscode.open({ copyOf: samples, isSettled: true });
      const { editor, page, palette } = workbench;
      const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
      const title = page.locator('.quick-input-widget:visible .quick-input-title');
      await editor.open('graph-simple.dataflow.yaml');

      await palette.run('Data Flow Graphs: Deploy to Cluster…');
      await title.getByText('Create Resource').waitFor();
      // A destination that the source reads would go round for ever: it is said before it is written.
      await palette.answer('sensors/#');
      await page.locator('.quick-input-widget:visible input').fill('sensors/out');
      await page.locator('.quick-input-message', { hasText: 'sensors/#' }).waitFor();
      await palette.answer('out/celsius');
      await palette.choose('default');
      await rows.filter({ hasText: 'decimals' }).click();
      await page.keyboard.press('Enter');
      await palette.answer('2');

      await rows.filter({ hasText: 'DataflowGraph graph-simple' }).filter({ hasText: 'new' }).waitFor();
      expect(await title.innerText()).toContain('to plant, namespace azure-iot-operations');
      expect(workbench.readFile('graph-simple.deployment.yaml')).toContain('artifact: "graph-simple:1.0.0"');
      expect(cluster.objects.size).toBe(0);
      await palette.choose('Choose Another Cluster…');
      await palette.choose('factory');
      await title.getByText('to factory, namespace').waitFor();
      await rows.filter({ hasText: 'Show Differences' }).click();
      await page.locator('.tabs-container .tab', { hasText: 'graph-simple in factory.diff' }).waitFor();
      await rows.filter({ hasText: 'Apply' }).click();
      await waitForTerminal(page, 'created');
      expect([...cluster.objects.keys()]).toEqual([`${graphs}/graph-simple`]);

      await editor.open('graph-simple.deployment.yaml');
      await palette.run('Data Flow Graphs: Show Deployment Status');
      await waitForTerminal(page, 'provisioningState: Succeeded');

      await palette.run('Data Flow Graphs: Delete Deployment…');
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.getByText('from the context "factory"').waitFor();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await waitForTerminal(page, 'deleted');
      expect(cluster.objects.size).toBe(0);
    },
  );
});
