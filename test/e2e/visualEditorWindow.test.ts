// What a window does to a canvas in it: it is reloaded, split, shown without trust, and on files that are read-only.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Canvas } from './harness/canvas.ts';
import {
  canvasOf,
  isDirty,
  openCanvas,
  readText,
  waitUntilDirty,
  waitUntilKept,
} from './harness/canvasEditor.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-simple.dataflow.yaml';
const simple = readFileSync(join(samples, name), 'utf8');
const filter = 'module-temperature/filter';
const map = 'module-temperature/map';

newestVscode('a canvas that is reloaded', (vscode) => {
  it('shows what was not saved, still unsaved, and goes on from there', async () => {
    const workbench = await vscode.open({
      copyOf: samples,
      settings: { 'files.hotExit': 'onExitAndWindowClose' },
    });
    let canvas = await openCanvas(workbench, name);
    await canvas.waitForCount(4, 3);
    await canvas.node(filter).click();
    await canvas.rename('bounds');
    await waitUntilDirty(workbench, true);
    await waitUntilKept(workbench, 'dataflowGraph.visualEditor');
    await waitUntil('a backup of the unsaved text', vscode.backups, (texts) =>
      texts.some((text) => text.includes('name: bounds')),
    );

    const begun = workbench.page.waitForEvent('domcontentloaded');
    await workbench.palette.run('Developer: Reload Window');
    await begun;
    await workbench.waitUntilReady(false);
    canvas = await canvasOf(workbench);
    await canvas.waitForNames(['source', map, 'bounds', 'sink']);
    await canvas.waitForCount(4, 3);
    await waitUntilDirty(workbench, true);
    expect(workbench.readFile(name)).toBe(simple);

    // VS Code forgets older steps with the window; new ones are undone as ever.
    await canvas.node('bounds').click();
    await canvas.press('Delete');
    await canvas.waitForCount(3, 1);
    await canvas.press('Control+z');
    await canvas.waitForCount(4, 3);
    await waitUntilDirty(workbench, true);
    const unsaved = await readText(workbench, name);
    expect(unsaved).toBe(simple.replaceAll(filter, 'bounds'));
  });
});

newestVscode('a canvas of a file that is read-only', (vscode) => {
  /** Tries what would change the text, and resolves when the canvas has said that it does not. */
  async function expectRefusal(workbench: Workbench, canvas: Canvas): Promise<void> {
    await canvas.waitForCount(4, 3);
    await canvas.properties.getByText('This file cannot be written').waitFor();
    await canvas.makeRoom('Properties');
    await canvas.node('sink').click();
    await canvas.press('Delete');
    await canvas.document.locator('.notice', { hasText: 'This file cannot be written.' }).waitFor();
    await canvas.press('F2', 'Space');
    expect(await canvas.document.locator('.pick-list, .rename-box').count()).toBe(0);
    await workbench.palette.run('Data Flow Graphs: Toggle YAML Pane');
    const line = canvas.document.locator('.yaml .view-line', { hasText: 'operationType: filter' });
    await line.first().click();
    await canvas.type('x');
    await canvas.document.getByText('Cannot edit in read-only editor').first().waitFor();
    await canvas.waitForCount(4, 3);
    expect(await isDirty(workbench)).toBe(false);
    expect(workbench.readFile(name)).toBe(simple);
  }

  /** Tries the same when the text may be changed after all. */
  async function expectEdit(workbench: Workbench, canvas: Canvas): Promise<void> {
    const isOffered = (): Promise<string | null> => canvas.entry('map').getAttribute('aria-disabled');
    await waitUntil('the palette to offer operations', isOffered, (value) => value === 'false');
    await canvas.node('sink').click();
    await canvas.press('Delete');
    await canvas.waitForCount(3, 2);
    await canvas.press('Control+z');
    await canvas.waitForCount(4, 3);
    await waitUntilDirty(workbench, false);
  }

  it('says so and changes nothing, whether settings lock it or its permissions do, until they do not', async () => {
    const other = 'graph-complex.dataflow.yaml';
    const workbench = await vscode.open({
      copyOf: samples,
      files: { [other]: simple },
      settings: { 'files.readonlyInclude': { [name]: true }, 'files.readonlyFromPermissions': true },
    });
    const canvas = await openCanvas(workbench, name);
    await expectRefusal(workbench, canvas);
    const settings = join(workbench.folder, '.vscode');
    mkdirSync(settings, { recursive: true });
    writeFileSync(join(settings, 'settings.json'), `{ "files.readonlyInclude": { "${name}": false } }`);
    await expectEdit(workbench, canvas);
    await workbench.palette.run('View: Close All Editors');
    await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
    chmodSync(join(workbench.folder, other), 0o444);
    await expectRefusal(workbench, await openCanvas(workbench, other));
    expect(workbench.readFile(other)).toBe(simple);
  });
});

newestVscode(
  'a canvas in a workspace that is not trusted',
  (vscode) => {
    it('is edited like any other, and offers a run as soon as it is trusted', async () => {
      const workbench = await vscode.open({
        copyOf: samples,
        settings: { 'security.workspace.trust.startupPrompt': 'never' },
      });
      const { page, palette } = workbench;
      await workbench.statusItem('status.workspaceTrust').waitFor();
      const canvas = await openCanvas(workbench, name);
      await canvas.waitForCount(4, 3);
      await canvas.button('Open as Text').waitFor();
      expect(await canvas.button('Run').count()).toBe(0);
      expect(await canvas.button('Debug').count()).toBe(0);

      await canvas.node(filter).click();
      await canvas.press('Shift+Delete');
      await canvas.waitForCount(3, 2);
      await canvas.press('Control+z');
      await canvas.waitForCount(4, 3);
      await waitUntilDirty(workbench, false);

      await palette.run('Workspaces: Manage Workspace Trust');
      await page
        .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
        .first()
        .click();
      await workbench.statusItem('status.workspaceTrust').waitFor({ state: 'detached' });
      await canvas.button('Run').waitFor();
      await canvas.button('Debug').waitFor();
    });
  },
  { asksForTrust: true },
);

newestVscode('two canvases of one graph', (vscode) => {
  it('show the same, and either takes back what was done on the other', async () => {
    const workbench = await vscode.open({ copyOf: samples, size: { width: 2000, height: 1000 } });
    const left = await openCanvas(workbench, name);
    await left.waitForCount(4, 3);
    await workbench.palette.run('View: Split Editor Right');
    const right = await canvasOf(workbench, 1);
    await right.waitForCount(4, 3);
    // Off the tab, which explains itself over the buttons below.
    await workbench.page.mouse.move(5, 500);
    for (const canvas of [left, right]) await canvas.makeRoom('Palette', 'Properties');

    await left.node(filter).click();
    await left.rename('bounds');
    await right.node('bounds').waitFor();
    await right.node(map).click();
    await right.press('Shift+Delete');
    await left.waitForNames(['source', 'bounds', 'sink']);
    await right.waitForNames(['source', 'bounds', 'sink']);

    // The second takes back its own step, then the other's.
    await right.press('Control+z');
    await left.waitForNames(['source', map, 'bounds', 'sink']);
    await right.press('Control+z');
    await right.node(filter).waitFor();
    await left.node(filter).waitFor();
    await left.waitForCount(4, 3);
    await waitUntilDirty(workbench, false);
    await left.node('source').click();
    await left.press('Control+y');
    await right.node('bounds').waitFor();

    // What is dragged on one lies there on the other.
    const placeOf = (canvas: Canvas): Promise<string> =>
      canvas
        .node('sink')
        .evaluate((element: unknown) => (element as { style: { transform: string } }).style.transform);
    const before = await placeOf(right);
    await left.drag(left.node('sink'), await left.spot(0.4, 0.85));
    await waitUntil(
      'the sink elsewhere on the right',
      () => placeOf(right),
      (place) => place !== before,
    );
    expect(await placeOf(right)).toBe(await placeOf(left));
    await left.press('Control+z');
    await waitUntilDirty(workbench, false);
    expect(workbench.readFile(name)).toBe(simple);
    expect(workbench.breaches()).toEqual([]);
  });
});
