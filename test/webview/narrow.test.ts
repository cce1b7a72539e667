// The canvas in a narrow window, as beside its text.
import axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CanvasPage } from './harness/canvasPage.ts';
import { describeCanvas } from './harness/eachCanvas.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = readFileSync(join(samples, 'graph-simple.dataflow.yaml'), 'utf8');
/** A source, one operation and a sink. */
const short = `
metadata: { name: short }
operations:
  - { operationType: source, name: source }
  - { operationType: map, name: module-celsius/map, module: "celsius:1.0.0" }
  - { operationType: sink, name: sink }
connections:
  - { from: { name: source }, to: { name: module-celsius/map } }
  - { from: { name: module-celsius/map }, to: { name: sink } }
`;

describeCanvas('a narrow window', ({ open }) => {
  it('folds panes by itself and shows them over the canvas when they are asked for', async () => {
    const canvas = await open({ text: simple });
    const { page } = canvas;
    const [palette, properties] = ['Palette', 'Properties'].map((name) => page.getByRole('region', { name }));
    const widthOf = async (): Promise<number> => (await page.locator('.canvas').boundingBox())?.width ?? 0;
    if (!palette || !properties) throw new Error('There are no panes.');
    await Promise.all([palette.waitFor(), properties.waitFor()]);

    await page.setViewportSize({ width: 500, height: 800 });
    await expect.poll(() => properties.count()).toBe(0);
    expect(await palette.count()).toBe(0);
    expect(await widthOf()).toBe(500);

    // The keyboard asks for the properties: they lie over the canvas, which stays as it is below.
    await canvas.node('source').focus();
    await canvas.press('Enter');
    await properties.waitFor();
    expect(await widthOf()).toBe(500);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.side') !== null))
      .toBe(true);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        resultTypes: ['violations'],
        rules: { 'page-has-heading-one': { enabled: false } },
      }),
    );
    expect(violations).toEqual([]);
    await canvas.press('Escape');
    await expect.poll(() => properties.count()).toBe(0);
    await canvas.waitForFocus('source');

    // From the palette over it things are dragged as from beside it.
    await page.getByRole('button', { name: 'Palette', exact: true }).click();
    await canvas.drag(await canvas.entry('sink'), await canvas.spot(0.7, 0.8));
    await expect.poll(() => canvas.node('sink-2').count()).toBe(1);

    await page.setViewportSize({ width: 1400, height: 860 });
    await properties.waitFor();
    await page.setViewportSize({ width: 500, height: 800 });
    await expect.poll(() => properties.count()).toBe(0);
    expect(await palette.isVisible()).toBe(true);
  });

  /** Whether both ends of the graph are. */
  async function areInSight(canvas: CanvasPage): Promise<boolean> {
    const box = await canvas.page.locator('.canvas').boundingBox();
    const nodes = await Promise.all(['source', 'sink'].map((name) => canvas.node(name).boundingBox()));
    return nodes.every((node) => box && node && node.x >= box.x && node.x + node.width <= box.x + box.width);
  }

  it('shows a short graph whole beside a text', async () => {
    const canvas = await open({ text: short });
    await canvas.page.setViewportSize({ width: 510, height: 800 });
    await expect.poll(() => canvas.page.getByRole('region', { name: 'Properties' }).count()).toBe(0);
    await expect.poll(() => areInSight(canvas)).toBe(true);
  });

  it('keeps the graph in sight as it gets narrower, until somebody has moved it', async () => {
    const canvas = await open({ text: simple });
    const { page } = canvas;
    await expect.poll(() => areInSight(canvas)).toBe(true);
    await page.setViewportSize({ width: 1260, height: 860 });
    await expect.poll(() => areInSight(canvas)).toBe(true);

    const at = await canvas.spot(0.5, 0.9);
    const before = await canvas.camera();
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, 40);
    await expect.poll(() => canvas.camera()).not.toBe(before);
    await expect.poll(() => canvas.isStill()).toBe(true);
    const moved = await canvas.camera();
    await page.setViewportSize({ width: 1000, height: 700 });
    const heightOf = async (): Promise<number> => (await page.locator('.canvas').boundingBox())?.height ?? 0;
    await expect.poll(heightOf).toBeLessThan(700);
    await canvas.isStill();
    expect(await canvas.camera()).toBe(moved);
  });
});
