// Where nodes are put by hand in a real window: it stays, through closing, reopening and reloading, and is not in the file.
// And files that settings lock stay as they are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Canvas } from './harness/canvas.ts';
import { canvasOf, isDirty, openCanvas, returnToCanvas, waitUntilKept } from './harness/canvasEditor.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-simple.dataflow.yaml';
const simple = readFileSync(join(samples, name), 'utf8');

/** Where a node lies on the canvas, whatever part of it is in sight. */
function placeOf(canvas: Canvas, node: string): Promise<string> {
  return canvas
    .node(node)
    .evaluate((element: unknown) => (element as { style: { transform: string } }).style.transform);
}

/** Drags a node and resolves to where it lies then. */
async function move(canvas: Canvas, node: string): Promise<string> {
  const before = await placeOf(canvas, node);
  await canvas.drag(canvas.node(node), await canvas.spot(0.4, 0.85));
  return waitUntil(
    `another place of ${node}`,
    () => placeOf(canvas, node),
    (place) => place !== before,
  );
}

/** As people do it, so that VS Code keeps what it keeps; resolves when the window is there again. */
async function reload(workbench: Workbench): Promise<void> {
  const begun = workbench.page.waitForEvent('domcontentloaded');
  await workbench.palette.run('Developer: Reload Window');
  await begun;
  await workbench.waitUntilReady(false);
}

newestVscode('what is kept outside the file', (vscode) => {
  it('keeps a moved node where it is when the editor is closed and the window reloaded', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    let canvas = await openCanvas(workbench, name);
    await canvas.waitForCount(4, 3);
    await canvas.makeRoom('Properties');
    const place = await move(canvas, 'sink');
    expect(await isDirty(workbench)).toBe(false);

    await workbench.palette.run('View: Close Editor');
    await workbench.editor.waitUntilOpen(name);
    await workbench.palette.run('Data Flow Graphs: Open Visual Editor');
    canvas = await canvasOf(workbench);
    await canvas.waitForCount(4, 3);
    expect(await placeOf(canvas, 'sink')).toBe(place);

    await waitUntilKept(workbench, `nodePositions`, 'dataflowGraph.visualEditor');
    await reload(workbench);
    canvas = await canvasOf(workbench);
    await canvas.waitForCount(4, 3);
    expect(await placeOf(canvas, 'sink')).toBe(place);
    expect(await isDirty(workbench)).toBe(false);
    expect(workbench.readFile(name)).toBe(simple);
  });

  it('undoes arranging by Ctrl+Z, before what was done to the text, and looks the same when it comes back', async () => {
    const workbench = await vscode.open({ copyOf: samples });
    let canvas = await openCanvas(workbench, name);
    await canvas.waitForCount(4, 3);
    await canvas.makeRoom('Properties');
    await canvas.node('module-temperature/filter').click();
    await canvas.press('Delete');
    await canvas.waitForCount(3, 1);
    const place = await move(canvas, 'sink');
    const hasPlace = (wanted: boolean): Promise<boolean> =>
      waitUntil(
        `the sink ${wanted ? '' : 'not '}where it was`,
        async () => (await placeOf(canvas, 'sink')) === place,
        (isThere) => isThere === wanted,
      );

    await canvas.button('Arrange').click();
    await canvas.document.getByText('Everything was arranged.').waitFor();
    await hasPlace(false);
    const arranged = await placeOf(canvas, 'sink');
    await canvas.press('Control+z');
    await hasPlace(true);
    await canvas.waitForCount(3, 1);
    expect(await isDirty(workbench)).toBe(true);

    await canvas.button('Arrange').click();
    await hasPlace(false);
    await canvas.button('Close').click();
    await waitUntil('the page to keep how it looks', () => canvas.waitUntilStill().then(() => true), Boolean);
    await workbench.page.locator(`.tab[data-resource-name="${name}"]`).first().click();
    await workbench.editor.waitUntilOpen(name);
    canvas = await returnToCanvas(workbench, name);
    await canvas.waitForCount(3, 1);
    expect(await placeOf(canvas, 'sink')).toBe(arranged);
    await canvas.node('sink').click();
    await canvas.press('Control+z');
    await canvas.waitForCount(4, 3);
  });

  it('changes nothing in a file that cannot be written', async () => {
    const workbench = await vscode.open({
      copyOf: samples,
      settings: { 'files.readonlyInclude': { '**/graph-simple*': true } },
    });
    const canvas = await openCanvas(workbench, name);
    await canvas.waitForCount(4, 3);
    await canvas.makeRoom('Properties');
    await canvas.node('sink').click();
    await canvas.press('Delete', 'Control+d', 'F2');
    await canvas.drag(canvas.entry('map'), await canvas.spot(0.5, 0.85));
    await canvas.waitForSelected('sink');
    await canvas.waitForCount(4, 3);
    expect(await isDirty(workbench)).toBe(false);
    expect(workbench.readFile(name)).toBe(simple);
  });
});
