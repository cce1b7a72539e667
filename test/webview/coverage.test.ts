// What tests have passed, on the canvas.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { axeFaults } from './harness/axeFaults.ts';
import { describeCanvas } from './harness/eachCanvas.ts';
import type { Theme } from './harness/openView.ts';

const simple = readFileSync(join(process.cwd(), 'samples/thermostats/graph-simple.dataflow.yaml'), 'utf8');
const coverage = {
  nodes: [
    { operation: 'source', count: 5 },
    { operation: 'module-temperature/map', count: 5 },
    { operation: 'module-temperature/filter', count: 1 },
    { operation: 'sink', count: 0 },
  ],
  edges: [
    { from: 'source', to: 'module-temperature/map', count: 5 },
    { from: 'module-temperature/map', to: 'module-temperature/filter', count: 1 },
    { from: 'module-temperature/filter', to: 'sink', count: 0 },
  ],
};

describeCanvas('coverage', ({ open }) => {
  for (const theme of ['light', 'dark', 'hc-black', 'hc-light'] satisfies Theme[])
    it(`marks what tests passed and what they did not, in ${theme}`, async () => {
      const canvas = await open({ text: simple, theme });
      const { page } = canvas;
      await page.evaluate((value) => window.testHost.tell('coverageChanged', value), coverage);
      await expect
        .poll(() => page.getByRole('img', { name: 'tests: 5 messages passed here' }).count())
        .toBe(3);
      expect(await page.getByRole('img', { name: 'tests: 1 message passed here' }).count()).toBe(2);
      expect(await page.getByRole('img', { name: 'no test passes here' }).count()).toBe(2);
      expect(await page.getByRole('group', { name: 'Test coverage' }).innerText()).toContain(
        'Tests pass 3 of 4 operations, 2 of 3 connections',
      );
      expect(await axeFaults(page)).toEqual([]);
      if (process.env['PICTURES']) await page.screenshot({ path: `${process.env['PICTURES']}/${theme}.png` });
      await page.getByRole('group', { name: 'Test coverage' }).getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => page.locator('.coverage-mark').count()).toBe(0);
    });
});
