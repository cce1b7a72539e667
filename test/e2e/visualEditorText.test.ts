// Text and canvas of one file side by side in a real window: each follows the other, undo works from both, and a text that
// cannot be read is never written to.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Canvas } from './harness/canvas.ts';
import { canvasOf, openCanvas, waitUntilDirty } from './harness/canvasEditor.ts';
import { newestVscode, type VscodeUnderTest } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-complex.dataflow.yaml';
const complex = readFileSync(join(samples, name), 'utf8');
const delay = 'module-window/delay';

interface Beside {
  readonly workbench: Workbench;
  readonly canvas: Canvas;
}

/** The text on the left, with the keyboard, and the canvas on the right. */
async function openBeside(vscode: VscodeUnderTest): Promise<Beside> {
  const workbench = await vscode.open({ copyOf: samples, size: { width: 1800, height: 1000 } });
  const { editor, palette } = workbench;
  await openCanvas(workbench, name);
  await palette.run('View: Move Editor into Right Group');
  const canvas = await canvasOf(workbench);
  await canvas.waitForCount(12, 12);
  await canvas.makeRoom('Properties');
  await palette.run('View: Focus First Editor Group');
  await editor.waitUntilOpen(name);
  return { workbench, canvas };
}

newestVscode('text and canvas side by side', (vscode) => {
  it('follow each other, and undo from either side takes back what the other did', async () => {
    const { workbench, canvas } = await openBeside(vscode);
    const { editor, palette } = workbench;
    await editor.placeCursor(`    name: ${delay}|`, 1);
    await editor.type('s');
    await canvas.node(`${delay}s`).waitFor();

    await canvas.node('concatenate').click();
    await canvas.press('Delete');
    await canvas.node('concatenate').waitFor({ state: 'detached' });
    await waitForLine(workbench, /operationType: concatenate/, false);

    // The canvas has the keyboard, and takes back its own gesture, then what was typed.
    await canvas.press('Control+z');
    await canvas.node('concatenate').waitFor();
    await waitForLine(workbench, /operationType: concatenate/, true);
    await canvas.press('Control+z');
    await canvas.node(delay).waitFor();

    await canvas.press('Control+y', 'Control+y');
    await canvas.node('concatenate').waitFor({ state: 'detached' });
    await palette.run('View: Focus First Editor Group');
    await editor.waitUntilOpen(name);
    await editor.press('Control+z', 'Control+z');
    await canvas.node('concatenate').waitFor();
    await canvas.node(delay).waitFor();
    await waitUntilDirty(workbench, false);
    expect(workbench.readFile(name)).toBe(complex);
  });

  it('select the same operation', async () => {
    const { workbench, canvas } = await openBeside(vscode);
    const { editor } = workbench;
    await editor.placeCursor('operationType: concat|enate', 1);
    await canvas.waitForSelected('concatenate');
    await canvas.node('source').click();
    const at = complex.split('\n').indexOf('  - operationType: source') + 1;
    const current = workbench.page.locator('.editor-instance .line-numbers.active-line-number');
    await waitUntil(
      'the cursor at the source',
      () => current.innerText(),
      (line) => line === String(at),
    );
  });

  it('keep the last good graph while the text is broken, lead to the error, and write nothing', async () => {
    const { workbench, canvas } = await openBeside(vscode);
    const { editor } = workbench;
    await editor.placeCursor('operations:|', 1);
    await editor.type(' [');
    await canvas.banner.waitFor();
    expect(await canvas.banner.innerText()).toContain('The text cannot be read now');
    await canvas.waitForCount(12, 12);

    await canvas.node('source').click();
    await canvas.press('Delete', 'Control+d', 'Space', 'F2', 'Control+v');
    await canvas.drag(canvas.entry('map'), await canvas.spot(0.5, 0.9));
    await canvas.drag(canvas.node('source'), await canvas.spot(0.5, 0.9));
    expect(await canvas.document.locator('.pick-list, .rename-box').count()).toBe(0);
    await canvas.waitForCount(12, 12);

    await canvas.banner.getByRole('button', { name: 'Go to the Error' }).click();
    await editor.waitUntilOpen(name);
    // The list that begins there cannot go on in the next line.
    const { line } = await editor.cursor();
    expect(['operations: [', '  - operationType: source']).toContain(await editor.lineText(line));
    // Two characters, two steps; had the canvas written anything, the file would still be another.
    await editor.press('Control+z', 'Control+z');
    await waitUntilDirty(workbench, false);
    await canvas.banner.waitFor({ state: 'detached' });
    await canvas.makeRoom();
    await canvas.node('sink').click();
    await canvas.press('Delete');
    await canvas.waitForCount(11, 11);
  });
});

/** Whether such a line is in sight of the text editor. */
async function waitForLine({ page }: Workbench, pattern: RegExp, isThere: boolean): Promise<void> {
  const lines = page.locator('.editor-instance .view-line');
  const find = async (): Promise<boolean> =>
    (await lines.allInnerTexts()).some((text) => pattern.test(text.replaceAll('\u00a0', ' ')));
  await waitUntil(`${String(pattern)} ${isThere ? '' : 'not '}in the text`, find, (seen) => seen === isThere);
}
