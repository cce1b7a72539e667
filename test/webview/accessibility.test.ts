// axe-core over every part of the editor, in the four kinds of themes; and what people hear who do not see the canvas.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { axeFaults } from './harness/axeFaults.ts';
import { describeCanvas } from './harness/eachCanvas.ts';
import type { Theme } from './harness/openView.ts';

const complex = readFileSync(join(process.cwd(), 'samples/thermostats/graph-complex.dataflow.yaml'), 'utf8');
/** With problems on an operation and on a connection, and a name that nothing has. */
const faulty = complex
  .replace(
    'arm: "True"\n    to:\n      name: module-humidity/filter',
    'arm: "True"\n    to:\n      name: nowhere',
  )
  .replace('operationType: concatenate', 'operationType: map');

describeCanvas('accessibility', ({ open }) => {
  for (const theme of ['light', 'dark', 'hc-black', 'hc-light'] satisfies Theme[]) {
    it(`has nothing for axe to find in ${theme}`, async () => {
      const canvas = await open({ text: faulty, theme });
      const { page } = canvas;
      await canvas.node('module-temperature/branch').focus();
      await canvas.press('ArrowRight');
      expect(await axeFaults(canvas.page)).toEqual([]);
      await canvas.press('e');
      await page.locator('.react-flow__edge:focus').waitFor({ state: 'attached' });
      expect(await axeFaults(canvas.page)).toEqual([]);
      await canvas.press('Escape');
      await canvas.press('Control+f');
      await page.keyboard.type('filter');
      expect(await axeFaults(canvas.page)).toEqual([]);
      await canvas.press('Escape', 'Space');
      await page.locator('.pick-list').waitFor();
      expect(await axeFaults(canvas.page)).toEqual([]);
      await canvas.press('Escape', 'Shift+F10');
      await page.locator('.menu').waitFor();
      expect(await axeFaults(canvas.page)).toEqual([]);
      await canvas.press('Escape', '?');
      await page.locator('.sheet').waitFor();
      expect(await axeFaults(canvas.page)).toEqual([]);
      await canvas.press('Escape');
      await canvas.setText('operations: [');
      await page.locator('.banner').waitFor();
      expect(await axeFaults(canvas.page)).toEqual([]);
    });
  }

  it('names a node by its type, module, neighbours and problems', async () => {
    const canvas = await open({ text: faulty });
    const label = await canvas.node('module-temperature/filter').getAttribute('aria-label');
    expect(label).toBe(
      'filter module-temperature/filter, module temperature:1.0.0, from module-temperature/map, to module-temperature/accumulate',
    );
    const outline = canvas.page.getByRole('navigation', { name: 'Outline of the graph' });
    expect(await outline.getByRole('listitem').count()).toBe(12);
    await outline.getByRole('button', { name: /^sink sink/ }).dispatchEvent('click');
    await canvas.waitForFocus('sink');
  });

  it('names a connection by its ends, arm and problems, and has the keyboard there', async () => {
    const canvas = await open({ text: faulty });
    await canvas.node('module-temperature/branch').focus();
    await canvas.press('e', 'e', 'e');
    const focused = canvas.page.locator('.react-flow__edge:focus');
    await expect
      .poll(() => focused.getAttribute('aria-label'))
      .toBe('connection from module-temperature/branch to nowhere, arm True, 1 problem');
    expect(await focused.getAttribute('aria-roledescription')).toBe('connection');
    expect(await focused.getAttribute('role')).toBe('group');
  });

  it('says what happened', async () => {
    const canvas = await open({ text: complex });
    await canvas.node('sink').focus();
    await canvas.press('Control+Space', 'Delete');
    await expect.poll(() => canvas.page.locator('[role="log"]').textContent()).toBe('1 operation removed');
    await canvas.waitForFocus('module-enrichment/map');
  });
});
