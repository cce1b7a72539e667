// What VS Code and the canvas of a real window do together: keys that both know, the clipboard, problems and their fixes, files
// that cannot be written; and that nothing in it breaks the policy of its page or a rule of accessibility.
import axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultsOf, openCanvas, readText, saveAs, waitUntilDirty } from './harness/canvasEditor.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-complex.dataflow.yaml';
const complex = readFileSync(join(samples, name), 'utf8');
const delay = 'module-window/delay';

/** What axe objects to in the page of the visual editor. */
async function objectionsOf({ page }: Workbench): Promise<string[]> {
  const outer = page.locator('iframe.webview.ready').contentFrame();
  const frame = await (await outer.locator('iframe#active-frame').elementHandle()).contentFrame();
  if (!frame) throw new Error('There is no visual editor.');
  // Not through the page itself, whose policy allows no foreign program.
  await frame.evaluate(axe.source);
  const options = {
    resultTypes: ['violations'],
    // Of whole pages, which a view in VS Code is not.
    rules: { 'page-has-heading-one': { enabled: false } },
  };
  // The numbers of lines are as faint as in VS Code's own editors: its themes say so.
  const { violations } = await frame.evaluate<axe.AxeResults>(
    `axe.run({ exclude: ['.yaml .line-numbers'] }, ${JSON.stringify(options)})`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

newestVscode('keys, problems and rules of the canvas', (vscode) => {
  const open = vscode.share({ copyOf: samples, size: { width: 1800, height: 1000 } });

  it('finds, copies, pastes, selects all and removes by the keys of VS Code', async () => {
    const workbench = await open({ [name]: complex });
    const canvas = await openCanvas(workbench, name);
    await canvas.waitForCount(12, 12);
    await canvas.press('Control+f');
    await canvas.document.locator('.search input:focus').waitFor();
    await canvas.type('window');
    await canvas.waitForSelected(delay);
    await canvas.press('Escape');
    await canvas.waitForFocus(delay);

    await canvas.press('Control+c');
    const copied = await waitUntil(
      'the operation on the clipboard',
      () => workbench.page.evaluate<string>('navigator.clipboard.readText()'),
      (text) => text.includes('window:1.0.0'),
    );
    expect(copied).toContain('window_seconds');
    await canvas.press('Control+v');
    await canvas.waitForCount(13, 12);
    const [pasted = ''] = await canvas.selected();
    expect(pasted).not.toBe(delay);
    await canvas.press('Control+x');
    await canvas.waitForCount(12, 12);
    await canvas.press('Control+z', 'Control+z');
    await waitUntilDirty(workbench, false);

    await canvas.node('source').click();
    await canvas.press('Control+a');
    await canvas.waitForSelected(...(await canvas.names()));
    await canvas.press('Delete');
    await canvas.waitForCount(0, 0);
    await canvas.press('Control+z');
    await canvas.waitForCount(12, 12);
    await waitUntilDirty(workbench, false);
    expect(await readText(workbench, name)).toBe(complex);
  });

  it('shows a problem on the node, and mends the text by its fix', async () => {
    const broken = complex.replace('    module: window:1.0.0\n', '');
    const workbench = await open({ 'broken.dataflow.yaml': broken });
    const canvas = await openCanvas(workbench, 'broken.dataflow.yaml');
    const badge = canvas.document.getByRole('button', { name: `1 problem of ${delay}` });
    await badge.click();
    await canvas.waitForSelected(delay);
    await canvas.properties.getByText('MODULE_REFERENCE_MISSING').waitFor();
    await canvas.properties.getByRole('button', { name: 'Add "module: window:1.0.0"' }).click();
    await badge.waitFor({ state: 'detached' });
    await saveAs(workbench, 'broken.dataflow.yaml', complex);
  });

  it('breaks no rule of accessibility, nor of the policy of its page', async () => {
    const workbench = await open({ 'checked.dataflow.yaml': complex });
    const canvas = await openCanvas(workbench, 'checked.dataflow.yaml');
    await canvas.waitForCount(12, 12);
    await canvas.makeRoom();
    await canvas.node('module-temperature/filter').click();
    await canvas.field('Default of lower_bound').waitFor();
    await workbench.palette.run('Data Flow Graphs: Toggle YAML Pane');
    await canvas.document.locator('.yaml .monaco-editor .view-line').first().waitFor();
    await canvas.document.locator('.yaml .view-line', { hasText: 'operationType: filter' }).first().waitFor();
    expect(await objectionsOf(workbench)).toEqual([]);
    await canvas.node('module-temperature/filter').click();
    await canvas.press('Space');
    await canvas.document.locator('.pick-list').waitFor();
    expect(await objectionsOf(workbench)).toEqual([]);
    expect(faultsOf(workbench)).toEqual([]);
  });
});
