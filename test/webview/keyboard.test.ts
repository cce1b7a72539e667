// The canvas by keyboard alone.
import type { Locator } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeCanvas } from './harness/eachCanvas.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = readFileSync(join(samples, 'graph-simple.dataflow.yaml'), 'utf8');

describeCanvas('the keyboard', ({ open }) => {
  it('builds the simple sample from an empty file', async () => {
    const canvas = await open();
    await canvas.page.locator('.canvas').focus();
    for (const [entry, name] of [
      ['source', 'source'],
      ['temperature map', 'temperature/map'],
      ['temperature filter', 'temperature/filter'],
      ['sink', 'sink'],
    ] as const) {
      await canvas.press('Space');
      await canvas.pick(entry);
      await expect.poll(() => canvas.focused()).toContain(name.split('/').at(-1));
    }
    expect((await canvas.names()).length).toBe(4);
    await expect.poll(() => canvas.page.locator('.react-flow__edge').count()).toBe(3);
    const text = await canvas.text();
    const operations = (from: string): string => from.slice(from.indexOf('operations:'));
    expect(operations(text)).toBe(operations(simple));
  });

  it('goes along connections, renames, connects, removes', async () => {
    const canvas = await open({ text: simple });
    await canvas.node('source').focus();
    await canvas.press('ArrowRight');
    await canvas.waitForFocus('module-temperature/map');
    await canvas.press('ArrowRight', 'ArrowLeft');
    await canvas.waitForFocus('module-temperature/map');
    await canvas.press('F2');
    await canvas.page.locator('.rename-box').waitFor();
    await canvas.page.keyboard.type('to-celsius');
    await canvas.press('Enter');
    await canvas.waitForFocus('to-celsius');
    expect(await canvas.text()).toBe(simple.replaceAll('module-temperature/map', 'to-celsius'));
    await canvas.press('c');
    await canvas.pick('sink');
    await expect.poll(() => canvas.edge('to-celsius', 'sink').count()).toBe(1);
    await canvas.press('e', 'e', 'e');
    await canvas.press('Delete');
    await expect.poll(() => canvas.page.locator('.react-flow__edge').count()).toBe(3);
    await canvas.undo();
    await canvas.undo();
    await canvas.undo();
    expect(await canvas.text()).toBe(simple);
  });

  it('goes to the connections of an operation in the order of the text, and from there to their ends', async () => {
    const canvas = await open({ text: simple });
    const map = 'module-temperature/map';
    const [into, out] = [canvas.edge('source', map), canvas.edge(map, 'module-temperature/filter')];
    const hasFocus = (edge: Locator) => () =>
      edge.evaluate((element) => (element as Element).matches(':focus.selected'));
    await canvas.node(map).focus();
    await canvas.press('e');
    await expect.poll(hasFocus(into)).toBe(true);
    await canvas.press('e');
    await expect.poll(hasFocus(out)).toBe(true);
    await canvas.press('ArrowUp');
    await expect.poll(hasFocus(into)).toBe(true);
    await canvas.press('Shift+E');
    await expect.poll(hasFocus(out)).toBe(true);
    await canvas.press('ArrowRight');
    await canvas.waitForFocus('module-temperature/filter');
    await canvas.press('Shift+E');
    await canvas.press('Escape');
    await canvas.waitForFocus('module-temperature/filter');
    await canvas.press('e', 'ArrowLeft');
    await canvas.waitForFocus(map);
    await canvas.press('e', 'e');
    await expect.poll(hasFocus(out)).toBe(true);
    await canvas.press('Delete');
    await expect.poll(() => out.count()).toBe(0);
    await canvas.waitForFocus(map);
  });

  it('puts an operation that is there into a connection', async () => {
    const loose = `${simple.slice(0, simple.indexOf('\nconnections:'))}  - operationType: delay
    name: loose
    module: window:1.0.0
${simple.slice(simple.indexOf('\nconnections:'))}`;
    const canvas = await open({ text: loose });
    await canvas.node('source').focus();
    await canvas.press('e', 'Space');
    await canvas.pick('loose');
    await canvas.waitForFocus('loose');
    await expect.poll(() => canvas.edge('source', 'loose').count()).toBe(1);
    await expect.poll(() => canvas.edge('loose', 'module-temperature/map').count()).toBe(1);
    await canvas.undo();
    expect(await canvas.text()).toBe(loose);
  });

  it('offers every key in a sheet, and a menu without the pointer', async () => {
    const canvas = await open({ text: simple });
    await canvas.node('source').focus();
    await canvas.press('?');
    await canvas.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await canvas.press('Escape');
    await canvas.waitForFocus('source');
    await canvas.press('Shift+F10');
    await canvas.page.getByRole('menuitem', { name: 'Rename' }).waitFor();
    await canvas.press('Escape');
    await canvas.waitForFocus('source');
  });

  it('is one stop of the Tab key', async () => {
    const canvas = await open({ text: simple });
    const stops = canvas.page.locator('.canvas [tabindex="0"], .canvas button:not([tabindex])');
    expect(await stops.count()).toBe(1);
  });
});
