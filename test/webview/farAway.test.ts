// Large graphs: from afar they are one drawing, on which everything is done as on elements; and moving draws nothing again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wideGraph } from '../../bench/wideGraph.ts';
import type { NodeDelta, RunDelta } from '../../src/protocol/canvas.ts';
import { nodeHeight, nodeWidth } from '../../webview/graph/state/nodeSizes.ts';
import { type CanvasPage, middleOf } from './harness/canvasPage.ts';
import { describeCanvas } from './harness/eachCanvas.ts';

const large = wideGraph(200, 280);
const complex = readFileSync(join(process.cwd(), 'samples/thermostats/graph-complex.dataflow.yaml'), 'utf8');

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where nodes are on the canvas, as it keeps them; from afar they have no elements. */
async function keptPlaces({ page }: CanvasPage): Promise<Record<string, Point>> {
  const keep = (): Promise<{ positions?: Record<string, Point> } | null> =>
    page.evaluate(`JSON.parse(sessionStorage.getItem('state'))`);
  await expect.poll(async () => Object.keys((await keep())?.positions ?? {}).length).toBe(200);
  return (await keep())?.positions ?? {};
}

/** A point of the window, from one of the canvas. */
async function onScreen(canvas: CanvasPage, { x, y }: Point): Promise<Point> {
  const box = await canvas.page.locator('.canvas').boundingBox();
  const camera = await canvas.cameraPoint();
  return {
    x: (box?.x ?? 0) + camera.x + x * camera.zoom,
    y: (box?.y ?? 0) + camera.y + y * camera.zoom,
  };
}

async function middleOnScreen(canvas: CanvasPage, name: string): Promise<Point> {
  const at = (await keptPlaces(canvas))[name];
  if (!at) throw new Error(`"${name}" has no place.`);
  return onScreen(canvas, { x: at.x + 110, y: at.y + 28 });
}

async function goFar(canvas: CanvasPage): Promise<void> {
  await canvas.tell('act', 'fit');
  await canvas.page.locator('.far-picture').waitFor();
  await expect.poll(() => canvas.isStill()).toBe(true);
}

/** Colour of the picture at a point of the window. */
function colorAt({ page }: CanvasPage, { x, y }: Point): Promise<number[]> {
  return page.evaluate<number[]>(`(() => {
    const picture = document.querySelector('.far-picture');
    const box = picture.getBoundingClientRect();
    const scale = picture.width / box.width;
    const [x, y] = [${String(x)} - box.x, ${String(y)} - box.y];
    return [...picture.getContext('2d').getImageData(x * scale, y * scale, 1, 1).data];
  })()`);
}

/** Keeps what React gave every node last, to tell later which were drawn again. */
async function watchDrawing({ page }: CanvasPage): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    window.propsOf = (node) => node[Object.keys(node).find((key) => key.startsWith('__reactProps'))];
    window.drawn = new Map([...document.querySelectorAll('.react-flow__node, .react-flow__edge')]
      .map((element) => [element, propsOf(element)]));`);
  return () =>
    page.evaluate<string[]>(
      `[...drawn].filter(([element, props]) => propsOf(element) !== props).map(([{ dataset }]) => dataset.id)`,
    );
}

describeCanvas('a large graph from afar', ({ open }) => {
  it('is one drawing, and elements again from near', async () => {
    const canvas = await open({ text: large, theme: 'light' });
    const { page } = canvas;
    expect(await page.locator('.far-picture').count()).toBe(0);
    await goFar(canvas);
    expect(await page.locator('.react-flow__node').count()).toBeLessThanOrEqual(1);
    expect(await page.locator('.react-flow__edge').count()).toBe(0);
    const middle = await middleOnScreen(canvas, 'operation-50');
    expect((await colorAt(canvas, middle))[3]).toBe(255);
    expect((await colorAt(canvas, { x: middle.x, y: middle.y - 300 }))[3]).toBe(0);
    await page
      .getByRole('navigation', { name: 'Outline of the graph' })
      .getByRole('listitem')
      .nth(199)
      .waitFor({
        state: 'attached',
      });
    for (let zoom = 0; zoom < 20 && (await page.locator('.far-picture').count()) > 0; zoom += 1) {
      await page.getByRole('button', { name: 'Zoom In' }).click();
      await expect.poll(() => canvas.isStill()).toBe(true);
    }
    await page.locator('.far-picture').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.react-flow__node').count()).toBeGreaterThan(1);
  });

  it('marks the nodes that faults disturb', async () => {
    const canvas = await open({ text: large });
    await goFar(canvas);
    const at = (await keptPlaces(canvas))['operation-50'] ?? { x: 0, y: 0 };
    const corner = await onScreen(canvas, { x: at.x + nodeWidth - 20, y: at.y + nodeHeight });
    const before = await colorAt(canvas, corner);
    const numbers = { count: 0, errors: 0, dropped: 0, rate: 0, queued: 0 };
    const node: NodeDelta = { operation: 'operation-50', ...numbers, disturbedBy: 'messages come twice' };
    const run: RunDelta = { phase: 'begin', elapsedMs: 0, isReplay: false, nodes: [], edges: [] };
    await canvas.tell('runChanged', run);
    await canvas.tell('runChanged', { ...run, phase: 'running', faults: 1, nodes: [node] });
    await expect.poll(() => colorAt(canvas, corner)).not.toEqual(before);
    if (process.env['PICTURES']) await canvas.page.screenshot({ path: `${process.env['PICTURES']}/far.png` });
  });

  it('has its nodes selected, dragged and opened by the pointer', async () => {
    const canvas = await open({ text: large });
    await goFar(canvas);
    const before = await keptPlaces(canvas);
    const from = await middleOnScreen(canvas, 'operation-70');
    await canvas.page.mouse.move(from.x, from.y);
    await canvas.node('operation-70').waitFor();
    await canvas.page.mouse.down();
    await canvas.page.mouse.up();
    await expect.poll(() => canvas.selected()).toEqual(['operation-70']);
    await canvas.drag(from, { x: from.x + 30, y: from.y - 60 });
    await expect.poll(() => canvas.told('positionsChanged')).toHaveLength(1);
    const [told] = (await canvas.told('positionsChanged')) as Record<string, Point>[];
    expect(Object.keys(told ?? {})).toEqual(['operation-70']);
    expect(told?.['operation-70']?.y).toBeLessThan((before['operation-70']?.y ?? 0) - 100);
    const at = await middleOnScreen(canvas, 'operation-80');
    await canvas.page.mouse.move(at.x, at.y);
    await canvas.node('operation-80').waitFor();
    await canvas.page.mouse.click(at.x, at.y, { button: 'right' });
    await canvas.page.getByRole('menuitem', { name: 'Rename' }).waitFor();
  });

  it('has its connections selected by the pointer', async () => {
    const canvas = await open({ text: large });
    await goFar(canvas);
    const places = await keptPlaces(canvas);
    const end = await onScreen(canvas, {
      x: (places['operation-1']?.x ?? 0) - 40,
      y: (places['operation-1']?.y ?? 0) + 28,
    });
    await canvas.page.mouse.move(end.x, end.y);
    await canvas.page.locator('.react-flow__edge').waitFor({ state: 'attached' });
    await canvas.page.mouse.down();
    await canvas.page.mouse.up();
    await canvas.page.getByRole('button', { name: 'Remove connection' }).waitFor();
  });

  it('is walked by the keyboard', async () => {
    const canvas = await open({ text: large });
    await goFar(canvas);
    await canvas.node('operation-0').focus();
    await canvas.press('ArrowRight');
    await expect.poll(() => canvas.focused()).toMatch(/^operation-[1-9]/);
    await canvas.press('e');
    await expect
      .poll(() => canvas.page.evaluate(`document.activeElement.matches('.react-flow__edge')`))
      .toBe(true);
  });

  it('is selected by a box, with what is drawn of it', async () => {
    const canvas = await open({ text: large });
    await goFar(canvas);
    await canvas.page.keyboard.down('Shift');
    await canvas.drag(await canvas.spot(0.02, 0.02), await canvas.spot(0.98, 0.98));
    await canvas.page.keyboard.up('Shift');
    await expect
      .poll(async () => ((await canvas.told('selectionChanged')).at(-1) as Selected).operations)
      .toHaveLength(200);
  });

  it('is told by no picture in a small graph, however far', async () => {
    const canvas = await open({ text: complex });
    for (let zoom = 0; zoom < 12; zoom += 1)
      await canvas.page.getByRole('button', { name: 'Zoom Out' }).click();
    await expect.poll(async () => (await canvas.cameraPoint()).zoom).toBeLessThan(0.2);
    expect(await canvas.page.locator('.far-picture').count()).toBe(0);
    expect((await canvas.names()).length).toBe(12);
  });
});

interface Selected {
  readonly operations: readonly string[];
}

describeCanvas('moving', ({ open }) => {
  it('draws no node and no connection again while the picture is moved', async () => {
    const canvas = await open({ text: complex });
    const drawnAgain = await watchDrawing(canvas);
    const before = await canvas.camera();
    await canvas.drag(await canvas.spot(0.5, 0.95), await canvas.spot(0.6, 0.9));
    expect(await canvas.camera()).not.toBe(before);
    expect(await drawnAgain()).toEqual([]);
  });

  it('draws only a dragged node and its connections again', async () => {
    const canvas = await open({ text: complex });
    await canvas.tell('select', { operations: ['sink'] });
    await canvas.node('sink').focus();
    await expect.poll(() => canvas.isStill()).toBe(true);
    const drawnAgain = await watchDrawing(canvas);
    const from = await middleOf(canvas.node('sink'));
    await canvas.drag(from, { x: from.x, y: from.y + 80 });
    const drawn = await drawnAgain();
    expect(drawn).toContain('sink');
    expect(drawn.filter((id) => id !== 'sink' && !id.includes('sink'))).toEqual([]);
  });

  it('moves the picture by the overview', async () => {
    const canvas = await open({ text: complex });
    const overview = canvas.page.getByRole('img', { name: 'Overview' });
    const from = await middleOf(overview);
    const before = await canvas.cameraPoint();
    await canvas.drag(from, { x: from.x + 20, y: from.y });
    expect((await canvas.cameraPoint()).x).toBeLessThan(before.x - 50);
    await canvas.page.mouse.wheel(0, -300);
    await expect.poll(async () => (await canvas.cameraPoint()).zoom).toBeGreaterThan(before.zoom);
  });
});
