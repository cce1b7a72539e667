// What a run shows on the canvas: whether it goes on, is a replay or past, how it is ended, and its numbers from afar.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wideGraph } from '../../bench/wideGraph.ts';
import type { NodeDelta, RunDelta } from '../../src/protocol/canvas.ts';
import { axeFaults } from './harness/axeFaults.ts';
import type { CanvasPage } from './harness/canvasPage.ts';
import { describeCanvas } from './harness/eachCanvas.ts';
import type { Theme } from './harness/openView.ts';

const simple = readFileSync(join(process.cwd(), 'samples/thermostats/graph-simple.dataflow.yaml'), 'utf8');
const themes = ['light', 'dark', 'hc-black', 'hc-light'] as const satisfies Theme[];

const node = (operation: string, count: number, errors = 0): NodeDelta => ({
  operation,
  count,
  errors,
  dropped: 0,
  rate: 2,
  queued: 0,
});

function tellRun(canvas: CanvasPage, phase: RunDelta['phase'], parts: Partial<RunDelta> = {}): Promise<void> {
  const delta: RunDelta = { phase, elapsedMs: 1000, isReplay: false, nodes: [], edges: [], ...parts };
  return canvas.tell('runChanged', delta);
}

/** Keeps what is written on the picture from now on. */
function watchTexts({ page }: CanvasPage): Promise<void> {
  return page.evaluate<undefined>(`{
    window.texts = new Set();
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      window.texts.add(text);
      return fillText.call(this, text, ...rest);
    };
  }`);
}

const textsOn = ({ page }: CanvasPage): Promise<string[]> => page.evaluate<string[]>('[...texts]');

async function picture({ page }: CanvasPage, name: string): Promise<void> {
  if (process.env['PICTURES']) await page.screenshot({ path: `${process.env['PICTURES']}/${name}.png` });
}

describeCanvas('runs on the canvas', ({ open }) => {
  for (const theme of themes)
    it(`tells a replay from a run, and lets it be stopped and cleared by keyboard, in ${theme}`, async () => {
      const canvas = await open({ text: simple, theme });
      const { page } = canvas;
      const button = (name: string) => page.locator('.run-status').getByRole('button', { name });
      await tellRun(canvas, 'begin');
      await tellRun(canvas, 'running', { nodes: [node('source', 5)] });
      await page.getByText('Live run', { exact: true }).waitFor();
      expect(await button('Stop').count()).toBe(0);

      await tellRun(canvas, 'begin', { isReplay: true });
      await tellRun(canvas, 'running', { isReplay: true, nodes: [node('source', 7)] });
      await page.getByText('Replay', { exact: true }).waitFor();
      await button('Stop').focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => canvas.told('stopReplay')).toHaveLength(1);
      expect(await axeFaults(page)).toEqual([]);
      await picture(canvas, `replay-${theme}`);

      await tellRun(canvas, 'end', { isReplay: true });
      await page.getByText('Past replay', { exact: true }).waitFor();
      expect(await page.locator('.run-badge .run-count').innerText()).toBe('7');
      // The keyboard is still where it was.
      await page.keyboard.press('Enter');
      await expect.poll(() => canvas.told('clearRun')).toHaveLength(1);
      await page.locator('.run-status').waitFor({ state: 'detached' });
      expect(await page.locator('.run-badge').count()).toBe(0);
    });
});

describeCanvas('faults on the canvas', ({ open }) => {
  it('are said while they are in force, and asked for in the menu of an operation only while a run goes on', async () => {
    const canvas = await open({ text: simple });
    const { page } = canvas;
    const openMenu = async (): Promise<void> => {
      await canvas.node('sink').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
    };
    const disturb = page.getByRole('menuitem', { name: 'Disturb…' });
    await openMenu();
    expect(await disturb.count()).toBe(0);
    await page.keyboard.press('Escape');

    await tellRun(canvas, 'begin');
    const disturbedBy = 'messages are lost on their way at message 3; messages come twice';
    await tellRun(canvas, 'running', { faults: 2, nodes: [{ ...node('sink', 0), disturbedBy }] });
    const mark = canvas.node('sink').getByRole('img', { name: `disturbed on purpose: ${disturbedBy}` });
    await mark.waitFor();
    expect(await page.locator('.run-fault').count()).toBe(1);
    await page.getByText('2 faults in force', { exact: true }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await openMenu();
    await disturb.click();
    await expect.poll(() => canvas.told('disturbNode')).toEqual([{ operation: 'sink' }]);

    await tellRun(canvas, 'end');
    await page.getByText('2 faults in force').waitFor({ state: 'detached' });
    await mark.waitFor({ state: 'detached' });
  });
});

describeCanvas('runs and tests on a large graph from afar', ({ open }) => {
  for (const theme of themes)
    it(`show a number on each node, in ${theme}`, async () => {
      const canvas = await open({ text: wideGraph(200, 280), theme });
      const { page } = canvas;
      const zoom = async (): Promise<number> => (await canvas.cameraPoint()).zoom;
      while ((await zoom()) >= 0.4) {
        const before = await zoom();
        await page.getByRole('button', { name: 'Zoom Out' }).click();
        await expect.poll(zoom).toBeLessThan(before);
        await expect.poll(() => canvas.isStill()).toBe(true);
      }
      expect(await zoom()).toBeGreaterThanOrEqual(0.25);
      await page.locator('.far-picture').waitFor();
      await watchTexts(canvas);
      const names = Array.from({ length: 200 }, (_, index) => `operation-${String(index)}`);
      const coverage = {
        nodes: names.map((operation, index) => ({ operation, count: index % 3 === 0 ? 0 : 17 })),
        edges: [],
      };
      await canvas.tell('coverageChanged', coverage);
      await expect.poll(() => textsOn(canvas)).toEqual(expect.arrayContaining(['✓ 17', '✗ 0']));
      await picture(canvas, `far-coverage-${theme}`);
      await tellRun(canvas, 'begin');
      const nodes = names.map((name, index) => node(name, 1_204, index % 5 === 0 ? 3 : 0));
      await tellRun(canvas, 'running', { elapsedMs: 1250, nodes });
      await expect.poll(() => textsOn(canvas)).toEqual(expect.arrayContaining(['1.2k', '1.2k ✕3']));
      await picture(canvas, `far-run-${theme}`);
      // The one that has the keyboard is an element, with its number on itself.
      const [element] = await canvas.names();
      await page.locator('.run-badge .run-count').getByText('1.2k').waitFor();
      expect(element).toBe('operation-0');
      await tellRun(canvas, 'end', { elapsedMs: 1500 });
      await page.getByText('Past run', { exact: true }).waitFor();
      await picture(canvas, `far-past-${theme}`);
    });
});
