// A graph in the visual editor of a real window: it shows what is in the text, follows it, and leaves it alone.
import type { Locator } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eachVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-complex.dataflow.yaml';
const complex = readFileSync(join(samples, name), 'utf8');
const operations = [...complex.matchAll(/operationType: .*\n +name: (.+)/g)].map((match) => match[1] ?? '');

const nodesOf = (workbench: Workbench): Locator => workbench.webview().locator('.react-flow__node');

async function openVisualEditor(workbench: Workbench, file = name): Promise<void> {
  await workbench.editor.open(file);
  await workbench.editor.waitForLanguage('Data Flow Graph');
  await workbench.palette.run('Data Flow Graphs: Open Visual Editor');
  await nodesOf(workbench).first().waitFor();
}

eachVscode('the visual editor', (vscode) => {
  const open = vscode.share({ copyOf: samples });

  it('shows every operation of a graph and breaks no rule of its page', async () => {
    const workbench = await open({ [name]: complex });
    await openVisualEditor(workbench);
    await waitUntil(
      'a node for each operation',
      () => nodesOf(workbench).count(),
      (count) => count === operations.length,
    );
    // A long name is shown in two parts, so that its end is always in sight.
    const names = await nodesOf(workbench).locator('.operation-name').allTextContents();
    expect(names.toSorted()).toEqual(operations.toSorted());
    expect(workbench.consoleLines.filter((line) => /Content Security Policy|uncaught/i.test(line))).toEqual(
      [],
    );
    expect(workbench.readFile(name)).toBe(complex);
  });

  it('follows the text beside it, also when that is undone', async () => {
    const file = 'followed.dataflow.yaml';
    const workbench = await open({ [file]: complex });
    const { editor, palette } = workbench;
    await openVisualEditor(workbench, file);
    await palette.run('View: Move Editor into Right Group');
    await palette.run('View: Focus First Editor Group');
    await editor.waitUntilOpen(file);
    const [first = ''] = operations;
    await editor.placeCursor(`    name: ${first}|`, 1);
    await editor.type('-renamed');
    const renamed = nodesOf(workbench).filter({ hasText: `${first}-renamed` });
    await renamed.first().waitFor();
    await editor.press('Control+z');
    await renamed.first().waitFor({ state: 'detached' });
    await waitUntil(
      'the old name',
      () => nodesOf(workbench).filter({ hasText: first }).count(),
      (count) => count > 0,
    );
  });

  it('says why a file that is no graph is not shown, and leaves it alone', async () => {
    const workbench = await open({ 'values.yaml': 'replicas: 2\n' });
    await workbench.editor.open('values.yaml');
    await workbench.palette.run('Data Flow Graphs: Open Visual Editor');
    await workbench.webview().getByText('This file is not a graph definition.').first().waitFor();
    expect(workbench.readFile('values.yaml')).toBe('replicas: 2\n');
  });
});
