// A graph designed from nothing in the visual editor of a real window, by drag and drop, and by keyboard alone: the file says
// the same as the sample that people wrote by hand.
import type { Locator } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseGraphFile } from '../../src/graph/parseGraph.ts';
import type { Canvas } from './harness/canvas.ts';
import { openCanvas, saveAs } from './harness/canvasEditor.ts';
import { newestVscode } from './harness/eachVscode.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const sample = readFileSync(join(samples, 'graph-simple.dataflow.yaml'), 'utf8');
/** Beside the modules that the palette offers. */
const name = 'thermostats.dataflow.yaml';
const map = 'module-temperature/map';
const filter = 'module-temperature/filter';

/** What the sample declares, in its order; how it is described is known in the workspace. */
const parameters = [
  [map, 'decimals', '1'],
  [filter, 'lower_bound', '0'],
  [filter, 'upper_bound', '60'],
] as const;

const metadata = [
  ['Name', 'graph-simple'],
  ['Description', 'Converts temperatures to degrees Celsius and keeps those within bounds'],
  ['Vendor', 'Thermostat samples'],
] as const;

/** The sample as the visual editor writes it: no remark, nothing that goes without saying. */
const written = sample.replace(/^#.*\n/, '').replaceAll(/ +required: false\n/g, '');

/** What a text means; where it stands in the file does not matter. */
function meaningOf(text: string): unknown {
  const [document] = parseGraphFile(text).documents;
  expect(document?.problems).toEqual([]);
  const withoutPlaces = (key: string, value: unknown): unknown =>
    key === 'range' || key === 'ranges' ? undefined : value;
  return JSON.parse(JSON.stringify(document?.graph, withoutPlaces));
}

/** Goes on with the Tab key, or back, until `place` has the keyboard. */
async function tabTo(canvas: Canvas, place: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const isThere = (): Promise<boolean> =>
    place.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'));
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await place.count()) > 0 && (await isThere())) return;
    await canvas.press(key);
  }
  throw new Error(`The Tab key does not lead to ${String(place)}.`);
}

newestVscode('a graph from nothing', (vscode) => {
  it('is built by drag and drop, named and parametrised in the properties', async () => {
    const workbench = await vscode.open({ copyOf: samples, files: { [name]: '' } });
    const canvas = await openCanvas(workbench, name);
    // Each in full sight, so that the canvas stays where it is.
    const drops = [
      ['source', 'source', 0.25, 0.2],
      ['temperature map', map, 0.75, 0.35],
      ['temperature filter', filter, 0.25, 0.6],
      ['sink', 'sink', 0.75, 0.75],
    ] as const;
    const names = drops.map(([, operation]) => operation);
    for (const [index, [entry, , x, y]] of drops.entries()) {
      await canvas.drag(canvas.entry(entry), await canvas.spot(x, y));
      await canvas.waitForNames(names.slice(0, index + 1));
    }
    await canvas.waitForCount(4, 0);
    for (const [index, next] of names.slice(1).entries()) {
      await canvas.drag(canvas.port(names[index] ?? '', 'out'), canvas.port(next, 'in'));
      await canvas.waitForCount(4, index + 1);
    }
    for (const [operation, key, value] of parameters) {
      await canvas.node(operation).click();
      await canvas.properties.getByRole('button', { name: `Add ${key}` }).click();
      await canvas.write(`Default of ${key}`, value);
      await canvas.waitForValue(`Default of ${key}`, value);
    }
    const background = await canvas.spot(0.5, 0.05);
    await canvas.page.mouse.click(background.x, background.y);
    for (const [field, value] of metadata) await canvas.write(field, value);
    await saveAs(workbench, name, written);
    expect(meaningOf(workbench.readFile(name))).toEqual(meaningOf(sample));
  });

  it('is built by keyboard alone', async () => {
    const workbench = await vscode.open({ copyOf: samples, files: { [name]: '' } });
    const canvas = await openCanvas(workbench, name);
    await tabTo(canvas, canvas.document.locator('.canvas'));
    for (const [entry, operation] of [
      ['source', 'source'],
      ['temperature map', map],
      ['temperature filter', filter],
      ['sink', 'sink'],
    ] as const) {
      await canvas.press('Space');
      await canvas.pick(entry);
      await canvas.waitForFocus(operation);
    }
    await canvas.waitForCount(4, 3);
    for (const operation of [map, filter]) {
      await canvas.press('Home', 'ArrowRight', ...(operation === filter ? ['ArrowRight'] : []));
      await canvas.waitForFocus(operation);
      await canvas.press('Enter');
      await tabTo(canvas, canvas.field('Name'));
      for (const [, key, value] of parameters.filter(([of]) => of === operation)) {
        await tabTo(canvas, canvas.properties.getByRole('button', { name: `Add ${key}` }));
        await canvas.press('Enter');
        await canvas.field(`Default of ${key}`).waitFor();
        await tabTo(canvas, canvas.field(`Default of ${key}`));
        await canvas.type(value);
        await canvas.press('Enter');
      }
      await tabTo(canvas, canvas.node(operation), 'Shift+Tab');
    }
    await canvas.press('Escape');
    for (const [field, value] of metadata) {
      await tabTo(canvas, canvas.field(field));
      // VS Code answers Ctrl+A in a page once more, some time later.
      await canvas.press('Home', 'Shift+End');
      await canvas.type(value);
      await canvas.press('Enter');
    }
    await saveAs(workbench, name, written);
    expect(meaningOf(workbench.readFile(name))).toEqual(meaningOf(sample));
  });
});
