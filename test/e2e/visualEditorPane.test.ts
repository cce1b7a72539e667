// The text inside the canvas of a real window: its undo and its clipboard are those of VS Code, and each key acts once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Canvas } from './harness/canvas.ts';
import { openCanvas, readText, waitUntilDirty } from './harness/canvasEditor.ts';
import { newestVscode, type VscodeUnderTest } from './harness/eachVscode.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const name = 'graph-simple.dataflow.yaml';
const simple = readFileSync(join(samples, name), 'utf8');
const filter = 'module-temperature/filter';

interface Pane {
  readonly workbench: Workbench;
  readonly canvas: Canvas;
}

async function openPane(vscode: VscodeUnderTest): Promise<Pane> {
  const workbench = await vscode.open({ copyOf: samples, size: { width: 1800, height: 1100 } });
  const canvas = await openCanvas(workbench, name);
  await canvas.waitForCount(4, 3);
  await canvas.makeRoom('Properties');
  await workbench.palette.run('Data Flow Graphs: Toggle YAML Pane');
  await canvas.document.locator('.yaml .monaco-editor .view-line').first().waitFor();
  return { workbench, canvas };
}

/** Lines of the pane in sight. */
async function linesOf({ canvas }: Pane): Promise<string[]> {
  const lines = await canvas.document.locator('.yaml .view-line').allInnerTexts();
  return lines.map((line) => line.replaceAll('\u00a0', ' ').trim());
}

async function waitForLine(pane: Pane, line: string): Promise<void> {
  await waitUntil(
    `a line "${line}"`,
    () => linesOf(pane),
    (lines) => lines.includes(line),
  );
}

/** Puts the cursor at the end of the line under the heading of the operation. */
async function clickName({ canvas }: Pane): Promise<void> {
  // Where its name is declared, not where connections use it.
  await canvas.node(filter).click();
  const line = canvas.document.locator('.yaml .view-line', { hasText: /operationType:\s+filter/ });
  await line.first().click();
  await canvas.document.locator('.yaml textarea:focus').waitFor({ state: 'attached' });
  await canvas.press('ArrowDown', 'End');
}

newestVscode('the YAML pane of the canvas', (vscode) => {
  it('is undone and redone by the keys of VS Code, a step a key, gestures among them', async () => {
    const pane = await openPane(vscode);
    const { workbench, canvas } = pane;
    await clickName(pane);
    for (const [letter, soFar] of [
      ['a', 'a'],
      ['b', 'ab'],
      ['c', 'abc'],
    ] as const) {
      await canvas.type(letter);
      await canvas.node(`${filter}${soFar}`).waitFor();
    }
    const expectStep = async (typed: string): Promise<void> => {
      await canvas.node(`${filter}${typed}`).waitFor();
      await waitForLine(pane, `name: ${filter}${typed}`);
    };
    // Had a key acted twice, the next one would lead elsewhere.
    for (const [key, typed] of [
      ['Control+z', 'ab'],
      ['Control+y', 'abc'],
      ['Control+z', 'ab'],
      ['Control+z', 'a'],
      ['Control+Shift+z', 'ab'],
      ['Control+z', 'a'],
    ] as const) {
      await canvas.press(key);
      await expectStep(typed);
    }

    await canvas.node('sink').click();
    await canvas.press('Delete');
    await canvas.node('sink').waitFor({ state: 'detached' });
    await canvas.document
      .locator('.yaml .view-line', { hasText: /operationType:\s+filter/ })
      .first()
      .click();
    await canvas.document.locator('.yaml textarea:focus').waitFor({ state: 'attached' });
    await canvas.press('Control+z');
    await canvas.node('sink').waitFor();
    await expectStep('a');
    await canvas.press('Control+z');
    await expectStep('');
    await waitUntilDirty(workbench, false);
    expect(await readText(workbench, name)).toBe(simple);
  });

  it('copies, cuts and pastes by the keys of VS Code, once', async () => {
    const pane = await openPane(vscode);
    const { workbench, canvas } = pane;
    const clipboard = (): Promise<string> =>
      workbench.page.evaluate<string>('navigator.clipboard.readText()');
    await clickName(pane);
    await canvas.press('Control+Shift+ArrowLeft', 'Control+c');
    await waitUntil('a copy', clipboard, (text) => text === 'filter');
    await canvas.press('End', 'Control+v');
    await canvas.node(`${filter}filter`).waitFor();
    await canvas.type('!');
    await canvas.node(`${filter}filter!`).waitFor();
    await canvas.press('Shift+Home', 'Control+x');
    await waitUntil('what was cut', clipboard, (text) => text.trim() === `name: ${filter}filter!`);
    await waitUntil(
      'the line to be empty',
      () => linesOf(pane),
      (lines) => !lines.includes(`name: ${filter}filter!`),
    );
    await canvas.press('Control+v');
    await waitForLine(pane, `name: ${filter}filter!`);
    await canvas.node(`${filter}filter!`).waitFor();
    const text = await readText(workbench, name);
    expect(text).toBe(simple.replace(`name: ${filter}\n    module`, `name: ${filter}filter!\n    module`));
    expect(workbench.breaches()).toEqual([]);
  });
});
