// The complex sample changed on the canvas of a real window in ten steps: each is one step of VS Code's own undo and redo, and
// what was not touched stays as people wrote it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Canvas } from './harness/canvas.ts';
import { openCanvas, readText, returnToCanvas, saveAs, waitUntilDirty } from './harness/canvasEditor.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-complex.dataflow.yaml';
const complex = readFileSync(join(samples, name), 'utf8');
const branch = 'module-temperature/branch';

/** Nodes and connections as they are drawn at one moment, and what is said of their problems. */
async function lookOf({ document }: Canvas): Promise<string> {
  const labels = await document
    .locator('.react-flow__node, .react-flow__edge')
    .evaluateAll((elements: unknown[]) =>
      (elements as { getAttribute(name: string): string | null }[]).map((element) =>
        element.getAttribute('aria-label'),
      ),
    );
  return labels.sort().join('\n');
}

/** Ten gestures, each of another kind, that all change what is drawn. */
const steps: Readonly<Record<string, (canvas: Canvas) => Promise<void>>> = {
  'rename in place': async (canvas) => {
    await canvas.node('module-window/delay').click();
    await canvas.rename('windows');
  },
  'drop on a connection': async (canvas) => {
    await canvas.drag(canvas.entry('format-py map'), canvas.edge('source', 'windows'));
    await canvas.edge('module-format-py/map', 'windows').waitFor({ state: 'attached' });
  },
  'lead an arm elsewhere': async (canvas) => {
    const arm = canvas.edge(branch, 'module-humidity/filter');
    await arm.hover({ force: true });
    const end = arm.locator('.react-flow__edgeupdater-target');
    await canvas.drag(end, canvas.port('module-temperature/filter', 'in'));
    await canvas.edge(branch, 'module-temperature/filter').waitFor({ state: 'attached' });
  },
  'remove a connection': async (canvas) => {
    await canvas.node('module-temperature/map').focus();
    await canvas.press('e', 'e', 'Delete');
  },
  'connect by drawing': async (canvas) => {
    await canvas.drag(
      canvas.port('module-temperature/map', 'out'),
      canvas.port('module-humidity/filter', 'in'),
    );
    await canvas.edge('module-temperature/map', 'module-humidity/filter').waitFor({ state: 'attached' });
  },
  'remove an operation': async (canvas) => {
    await canvas.node('module-collection/accumulate').click();
    await canvas.press('Delete');
    await canvas.node('module-collection/accumulate').waitFor({ state: 'detached' });
  },
  'connect from a list': async (canvas) => {
    await canvas.node('concatenate').click();
    await canvas.press('c');
    await canvas.pick('enrichment');
    await canvas.edge('concatenate', 'module-enrichment/map').waitFor({ state: 'attached' });
  },
  duplicate: async (canvas) => {
    await canvas.node('module-enrichment/map').click();
    await canvas.press('Control+d');
  },
  'add behind': async (canvas) => {
    await canvas.node('module-humidity/accumulate').click();
    await canvas.press('Space');
    await canvas.pick('window delay');
  },
  'remove and close the gap': async (canvas) => {
    await canvas.node('module-temperature/accumulate').click();
    await canvas.press('Shift+Delete');
    await canvas.edge('module-temperature/filter', 'concatenate').waitFor({ state: 'attached' });
  },
};

/** Lines that the steps leave and that were not there before, in the order of the text. */
const freshLines: readonly string[] = [
  '  - name: windows',
  '  - name: module-enrichment/map-2',
  '    name: module-format-py/map',
  '    module: format-py:1.0.0',
  '    name: windows',
  '    name: module-enrichment/map-2',
  '      name: module-format-py/map',
  '      name: module-format-py/map',
  '      name: windows',
  '      name: windows',
];

newestVscode('undo and redo on the canvas', (vscode) => {
  it('go back and forth over ten steps, to the byte', async () => {
    const workbench = await vscode.open({ copyOf: samples, size: { width: 2000, height: 1000 } });
    let canvas = await openCanvas(workbench, name);
    await canvas.waitForCount(12, 12);
    await canvas.makeRoom('Properties');
    const looks = [await lookOf(canvas)];
    for (const [step, act] of Object.entries(steps)) {
      await act(canvas);
      const before = looks.at(-1);
      looks.push(
        await waitUntil(
          `"${step}" to show`,
          () => lookOf(canvas),
          (seen) => seen !== before,
        ),
      );
    }
    await waitUntilDirty(workbench, true);
    const changed = await readText(workbench, name);
    canvas = await returnToCanvas(workbench, name);
    const expectLook = async (step: number): Promise<void> => {
      const what = `the canvas after ${String(step)} steps`;
      await waitUntil(
        what,
        () => lookOf(canvas),
        (seen) => seen === looks[step],
      );
    };
    await expectLook(10);
    for (let step = 9; step >= 0; step -= 1) {
      await canvas.press('Control+z');
      await expectLook(step);
    }
    await waitUntilDirty(workbench, false);
    expect(await readText(workbench, name)).toBe(complex);
    canvas = await returnToCanvas(workbench, name);
    await expectLook(0);
    for (let step = 1; step <= 10; step += 1) {
      await canvas.press('Control+y');
      await expectLook(step);
    }
    await saveAs(workbench, name, changed);
    for (const comment of complex.match(/^ *#.*$/gm) ?? []) expect(changed).toContain(`${comment}\n`);
    const old = new Set(complex.split('\n'));
    expect(changed.split('\n').filter((line) => !old.has(line))).toEqual(freshLines);
  });
});
