// Where things are on the canvas when much happens at once: arranging and taking it back, coming back after being hidden, and
// how far the picture moves by itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CanvasPage, middleOf } from './harness/canvasPage.ts';
import { describeCanvas } from './harness/eachCanvas.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = readFileSync(join(samples, 'graph-simple.dataflow.yaml'), 'utf8');
const complex = readFileSync(join(samples, 'graph-complex.dataflow.yaml'), 'utf8');

/** Moves a node by hand, and resolves to where everything is then. */
async function move(canvas: CanvasPage, name: string): Promise<Awaited<ReturnType<CanvasPage['places']>>> {
  const before = (await canvas.places())[name];
  const from = await middleOf(canvas.node(name));
  await canvas.drag(from, { x: from.x - 40, y: from.y + 160 });
  await expect.poll(async () => (await canvas.places())[name]).not.toEqual(before);
  return canvas.places();
}

describeCanvas('arranging', ({ open }) => {
  it('is undone by Ctrl+Z, wherever the keyboard is but in a text, and by a button', async () => {
    const canvas = await open({ text: simple });
    const { page } = canvas;
    const arranged = await canvas.places();
    const byHand = await move(canvas, 'sink');
    const camera = await canvas.camera();
    const notice = page.locator('.notice', { hasText: 'Everything was arranged.' });

    await page.getByRole('button', { name: 'Arrange', exact: true }).click();
    await expect.poll(() => canvas.places()).toEqual(arranged);
    await notice.waitFor();
    await expect.poll(() => page.locator('[role="log"]').textContent()).toContain('Control Z undoes it');
    await canvas.press('Control+z');
    await expect.poll(() => canvas.places()).toEqual(byHand);
    await expect.poll(() => canvas.camera()).toBe(camera);
    expect(await page.evaluate('testHost.positions()')).toEqual({ sink: byHand['sink'] });
    expect(await notice.count()).toBe(0);

    await canvas.tell('act', 'arrange');
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Undo Arrange' }).press('Enter');
    await expect.poll(() => canvas.places()).toEqual(byHand);
    expect(await canvas.focused()).not.toBe(null);
    expect(await canvas.text()).toBe(simple);
  });

  it('is undone only right after it, and also when it was asked for twice', async () => {
    const canvas = await open({ text: simple });
    const byHand = await move(canvas, 'sink');
    await canvas.tell('act', 'arrange');
    const notice = canvas.page.locator('.notice');
    await notice.waitFor();
    await canvas.tell('act', 'arrange');
    await canvas.node('source').focus();
    await canvas.press('Control+z');
    await expect.poll(() => canvas.places()).toEqual(byHand);

    await canvas.tell('act', 'arrange');
    await notice.waitFor();
    const arranged = await canvas.places();
    await canvas.setText(simple.replace('name: source', 'name: source # here'));
    await notice.waitFor({ state: 'detached' });
    await canvas.press('Control+z');
    expect(await canvas.places()).toEqual(arranged);
  });
});

describeCanvas('the picture', ({ open }) => {
  it('is the same when the editor comes back after it was hidden', async () => {
    const canvas = await open({ text: simple });
    const { page } = canvas;
    const edge = canvas.edge('source', 'module-temperature/map');
    // Another place than arranging would give.
    await canvas.node('module-temperature/map').focus();
    await canvas.press('Space');
    await canvas.pick('sink');
    await canvas.waitForFocus('sink-2');
    await page.getByRole('button', { name: 'Zoom Out' }).click();
    await expect.poll(() => canvas.isStill()).toBe(true);
    const [places, camera] = [await canvas.places(), await canvas.camera()];
    const text = await canvas.text();
    await expect.poll(() => page.evaluate<string>('sessionStorage.state')).toContain('"selected":["sink-2"]');
    await page.addInitScript({ content: `window.initialText = ${JSON.stringify(text)};` });
    await page.reload();
    await edge.waitFor({ state: 'attached' });
    expect(await canvas.places()).toEqual(places);
    await expect.poll(() => canvas.isStill()).toBe(true);
    expect(await canvas.camera()).toBe(camera);
    expect(await canvas.selected()).toEqual(['sink-2']);
  });

  it('moves no further than it takes to see what was dropped at its edge', async () => {
    const canvas = await open({ text: complex });
    const before = await canvas.cameraPoint();
    const box = await canvas.page.locator('.canvas').boundingBox();
    const spot = { x: (box?.x ?? 0) + 30, y: (box?.y ?? 0) + (box?.height ?? 0) * 0.9 };
    await canvas.drag(await canvas.entry('sink'), spot);
    await canvas.waitForFocus('sink-2');
    await expect.poll(() => canvas.isStill()).toBe(true);
    const after = await canvas.cameraPoint();
    const node = await canvas.node('sink-2').boundingBox();
    expect(after.zoom).toBe(before.zoom);
    expect(after.y).toBe(before.y);
    expect(node?.x).toBeCloseTo((box?.x ?? 0) + 16, 0);
    expect(after.x - before.x).toBeLessThan((node?.width ?? 0) + 16);
  });
});
