// The canvas by pointer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { middleOf } from './harness/canvasPage.ts';
import { describeCanvas } from './harness/eachCanvas.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = readFileSync(join(samples, 'graph-simple.dataflow.yaml'), 'utf8');
const complex = readFileSync(join(samples, 'graph-complex.dataflow.yaml'), 'utf8');

/** From `operations` on. */
function wiring(text: string): string {
  return text.slice(text.indexOf('operations:'));
}

/** The simple sample with an operation that nothing is connected to. */
function withLoose(type: 'delay' | 'sink'): string {
  const module = type === 'delay' ? '    module: window:1.0.0\n' : '';
  return simple.replace(
    '\nconnections:',
    `  # Not used yet.\n  - operationType: ${type}\n    name: loose\n${module}\nconnections:`,
  );
}

describeCanvas('the pointer', ({ open }) => {
  it('builds the simple sample from an empty file by drag and drop only', async () => {
    const canvas = await open();
    const entries = ['source', 'temperature map', 'temperature filter', 'sink'];
    for (const [index, entry] of entries.entries()) {
      await canvas.drag(
        await canvas.entry(entry),
        await canvas.spot(index % 2 ? 0.7 : 0.25, index < 2 ? 0.25 : 0.6),
      );
      await expect.poll(async () => (await canvas.names()).length).toBe(index + 1);
    }
    const names = await canvas.names();
    for (const [index, name] of names.slice(1).entries()) {
      const from = canvas.port(names[index] ?? '', 'out');
      await canvas.drag(await middleOf(from), await middleOf(canvas.port(name, 'in')));
      await expect.poll(() => canvas.edge(names[index] ?? '', name).count()).toBe(1);
    }
    expect(wiring(await canvas.text())).toBe(wiring(simple));
  });

  it('inserts what is dropped on a connection, and marks it before', async () => {
    const canvas = await open({ text: simple });
    const edge = canvas.edge('source', 'module-temperature/map');
    await canvas.drag(await canvas.entry('delay'), await middleOf(edge), true);
    await expect.poll(() => edge.getAttribute('class')).toContain('is-drop');
    await canvas.page.mouse.up();
    await expect.poll(() => canvas.edge('source', 'delay').count()).toBe(1);
    await expect.poll(() => canvas.edge('delay', 'module-temperature/map').count()).toBe(1);
    await canvas.undo();
    expect(await canvas.text()).toBe(simple);
  });

  it('inserts an operation that is there where it is dropped on a connection, and makes room for it', async () => {
    const canvas = await open({ text: withLoose('delay') });
    const edge = canvas.edge('source', 'module-temperature/map');
    const before = await canvas.places();
    await canvas.drag(await middleOf(canvas.node('loose')), await middleOf(edge), true);
    await expect.poll(() => edge.getAttribute('class')).toContain('is-drop');
    await canvas.page.mouse.up();
    await expect.poll(() => canvas.edge('loose', 'module-temperature/map').count()).toBe(1);
    expect(await canvas.told('edit')).toMatchObject([{ gesture: { kind: 'insert-operation' } }]);
    const after = await canvas.places();
    expect(after['source']).toEqual(before['source']);
    expect(after['loose']?.y).toBe(after['source']?.y);
    expect(after['loose']?.x).toBeGreaterThan(after['source']?.x ?? 0);
    for (const name of ['module-temperature/map', 'module-temperature/filter', 'sink'])
      expect(after[name]).toEqual({ x: (before[name]?.x ?? 0) + 300, y: before[name]?.y });
    await canvas.undo();
    expect(await canvas.text()).toBe(withLoose('delay'));
    await expect.poll(() => canvas.places()).toEqual(before);
    await canvas.redo();
    await expect.poll(() => canvas.places()).toEqual(after);
  });

  it('says why an operation cannot go into the connection it is dragged over, and only moves it', async () => {
    const canvas = await open({ text: withLoose('sink') });
    const edge = canvas.edge('source', 'module-temperature/map');
    await canvas.drag(await middleOf(canvas.node('loose')), await middleOf(edge), true);
    await expect
      .poll(() => canvas.page.locator('.reason').textContent())
      .toBe('"loose" is a sink: nothing leads out of it.');
    expect(await edge.getAttribute('class')).not.toContain('is-drop');
    await canvas.page.mouse.up();
    expect(await canvas.page.locator('.reason').count()).toBe(0);
    expect(await canvas.told('edit')).toEqual([]);
    await expect.poll(() => canvas.told('positionsChanged')).toHaveLength(1);
  });

  it('does not take an operation that is connected for one to insert', async () => {
    const canvas = await open({ text: simple });
    const edge = canvas.edge('source', 'module-temperature/map');
    await canvas.drag(await middleOf(canvas.node('sink')), await middleOf(edge), true);
    expect(await edge.getAttribute('class')).not.toContain('is-drop');
    expect(await canvas.page.locator('.reason').count()).toBe(0);
    await canvas.page.mouse.up();
    expect(await canvas.text()).toBe(simple);
  });

  it('refuses an illegal connection while it is drawn, and says why', async () => {
    const canvas = await open({ text: simple });
    const from = await middleOf(canvas.port('module-temperature/filter', 'out'));
    await canvas.drag(from, await middleOf(canvas.port('module-temperature/map', 'in')), true);
    const reason = canvas.page.locator('.reason');
    await expect.poll(() => reason.textContent()).toContain('a graph has no cycles');
    await canvas.page.mouse.up();
    expect(await canvas.text()).toBe(simple);
    expect(await canvas.told('edit')).toEqual([]);
  });

  it('says why when a connection is dropped on a node that takes none', async () => {
    const canvas = await open({ text: simple });
    const from = await middleOf(canvas.port('module-temperature/filter', 'out'));
    await canvas.drag(from, await middleOf(canvas.node('source')), true);
    await expect.poll(() => canvas.page.locator('.reason').textContent()).toContain('is a source');
    await canvas.page.mouse.up();
    expect(await canvas.text()).toBe(simple);
  });

  it('offers what may follow where a connection is dropped on nothing', async () => {
    const canvas = await open({ text: simple });
    await canvas.drag(
      await middleOf(canvas.port('module-temperature/map', 'out')),
      await canvas.spot(0.5, 0.8),
    );
    await canvas.page.locator('.pick-item').first().waitFor();
    expect(await canvas.page.locator('.pick-title').allTextContents()).not.toContain('source');
    await canvas.pick('collection');
    await expect.poll(() => canvas.page.locator('.react-flow__edge').count()).toBe(4);
  });

  it('moves the end of a connection to another operation', async () => {
    const canvas = await open({ text: complex });
    await canvas.page.getByRole('button', { name: 'Show the Whole Graph' }).click();
    await canvas.tell('act', 'toggle-inspector');
    await canvas.tell('act', 'fit');
    const edge = canvas.edge('module-temperature/branch', 'module-humidity/filter');
    await edge.hover({ force: true });
    const end = edge.locator('.react-flow__edgeupdater-target');
    await canvas.drag(await middleOf(end), await middleOf(canvas.port('module-temperature/filter', 'in')));
    await expect
      .poll(() => canvas.edge('module-temperature/branch', 'module-temperature/filter').count())
      .toBe(1);
    const text = await canvas.text();
    expect(text.split('\n').length).toBe(complex.split('\n').length);
    await canvas.undo();
    expect(await canvas.text()).toBe(complex);
  });

  it('keeps where nodes are put by hand, and tells the host', async () => {
    const canvas = await open({ text: simple });
    const from = await middleOf(canvas.node('sink'));
    await canvas.drag(from, { x: from.x - 60, y: from.y + 160 });
    await expect.poll(() => canvas.told('positionsChanged')).toHaveLength(1);
    const before = await middleOf(canvas.node('sink'));
    expect(before.y).toBeGreaterThan(from.y + 100);
    await canvas.setText(simple.replace('name: source', 'name: source # here'));
    expect(await middleOf(canvas.node('sink'))).toEqual(before);
    expect(await canvas.text()).toBe(simple.replace('name: source', 'name: source # here'));
  });

  it('pastes and duplicates what was selected in the shape it has', async () => {
    const text = simple.replace(
      '    name: module-temperature/map\n    mod',
      '    name: module-temperature/map\n    # keep me\n    mod',
    );
    const canvas = await open({ text });
    const from = await middleOf(canvas.node('module-temperature/filter'));
    await canvas.drag(from, { x: from.x - 100, y: from.y + 160 });
    await canvas.node('module-temperature/map').click({ modifiers: ['Control'] });
    const shapeOf = async (suffix: string): Promise<unknown> => {
      const places = await canvas.places();
      const [map, filter] = ['map', 'filter'].map((name) => places[`module-temperature/${name}${suffix}`]);
      return { x: (filter?.x ?? 0) - (map?.x ?? 0), y: (filter?.y ?? 0) - (map?.y ?? 0) };
    };
    const shape = await shapeOf('');
    await canvas.press('Control+c');
    await canvas.press('Control+v');
    await expect.poll(() => canvas.node('module-temperature/filter-2').count()).toBe(1);
    expect(await shapeOf('-2')).toEqual(shape);
    await canvas.press('Control+d');
    await expect.poll(() => canvas.node('module-temperature/filter-3').count()).toBe(1);
    expect(await shapeOf('-3')).toEqual(shape);
    expect((await canvas.text()).match(/# keep me/g)).toHaveLength(3);
    await canvas.undo();
    await canvas.undo();
    expect(await canvas.text()).toBe(text);
  });

  it('copies, cuts, pastes and duplicates', async () => {
    const canvas = await open({ text: simple });
    await canvas.node('module-temperature/map').click();
    await canvas.press('Control+c');
    await expect
      .poll(() => canvas.page.evaluate<string>('testHost.clipboard()'))
      .toContain('temperature:1.0.0');
    await canvas.press('Control+v');
    await expect.poll(async () => (await canvas.names()).length).toBe(5);
    await canvas.press('Control+x');
    await expect.poll(async () => (await canvas.names()).length).toBe(4);
    await canvas.node('module-temperature/filter').click();
    await canvas.press('Control+d');
    await expect.poll(async () => (await canvas.names()).length).toBe(5);
  });
});
