// Runs on the canvas of a real window: a recorded one that is replayed, and one that goes on, with the trace view beside it.
import type { FrameLocator, Locator } from 'playwright-core';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTraceFile } from '../../src/runtime/trace/readTraceFile.ts';
import { Canvas } from './harness/canvas.ts';
import { openCanvas, returnToCanvas } from './harness/canvasEditor.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { debugSimpleWithData } from './harness/launchFiles.ts';
import { pageWith } from './harness/showView.ts';
import { messageRows, showTrace } from './harness/traceView.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = 'graph-simple.dataflow.yaml';
const complex = 'graph-complex.dataflow.yaml';
const filter = 'module-temperature/filter';
const trace = join(process.cwd(), 'test/fixtures/traces/graphComplex.trace');

/** Messages at each node of the recorded run. */
const recorded: Readonly<Record<string, number>> = Object.fromEntries(
  (readTraceFile(trace).counts() ?? []).map(({ node, verdicts }) => [
    node,
    Object.values(verdicts).reduce((sum, count) => sum + count, 0),
  ]),
);

const statusOf = ({ document }: Canvas): Locator => document.locator('.run-status');

const countAt = (canvas: Canvas, node: string): Locator => canvas.node(node).locator('.run-badge .run-count');

async function waitForStatus(canvas: Canvas, text: string): Promise<void> {
  await statusOf(canvas).getByText(text, { exact: true }).waitFor();
}

/** What the nodes of the canvas show, by name. */
async function countsOn(canvas: Canvas): Promise<Record<string, number>> {
  const names = await canvas.names();
  const counts = await Promise.all(
    names.map(async (name) => [name, Number(await countAt(canvas, name).innerText())] as const),
  );
  return Object.fromEntries(counts);
}

/** Gives the command, and the file in the dialog. */
async function chooseTrace({ palette, page }: Workbench): Promise<void> {
  await palette.run('Data Flow Graphs: Replay Recorded Trace on the Canvas');
  await page.locator('.quick-input-widget:visible', { hasText: 'Replay Recorded Trace' }).waitFor();
  await palette.choose('recorded.trace');
}

newestVscode('a recorded run on the canvas', (vscode) => {
  it('is replayed from the palette, stopped, kept while other tabs are in front, and cleared', async () => {
    const renamed = readFileSync(join(samples, simple), 'utf8').replaceAll(/name: (\S+)$/gm, 'name: my-$1');
    const size = { width: 1800, height: 1000 };
    const workbench = await vscode.open({
      copyOf: samples,
      files: { 'other.dataflow.yaml': renamed },
      size,
    });
    const { palette, page } = workbench;
    copyFileSync(trace, join(workbench.folder, 'recorded.trace'));
    let canvas = await openCanvas(workbench, complex);
    await canvas.waitForCount(12, 12);
    await canvas.makeRoom('Properties');

    await chooseTrace(workbench);
    await palette.choose('Ten times slower');
    await waitForStatus(canvas, 'Replay');
    await countAt(canvas, 'source').waitFor();
    await statusOf(canvas).getByRole('button', { name: 'Stop' }).click();
    await waitForStatus(canvas, 'Past replay');
    const stoppedAt = await countAt(canvas, 'source').innerText();
    expect(Number(stoppedAt)).toBeLessThan(recorded['source'] ?? 0);

    await chooseTrace(workbench);
    await palette.choose('As fast as possible');
    await waitUntil(
      'what the trace has counted',
      () => countAt(canvas, 'source').innerText(),
      (count) => Number(count) === recorded['source'],
    );
    await waitForStatus(canvas, 'Past replay');
    expect(await countsOn(canvas)).toEqual(recorded);
    // VS Code ends pages that are hidden.
    await page.locator(`.tab[data-resource-name="${complex}"]`).first().click();
    await workbench.editor.waitUntilOpen(complex);
    canvas = await returnToCanvas(workbench, complex);
    await waitForStatus(canvas, 'Past replay');
    expect(await countsOn(canvas)).toEqual(recorded);
    await statusOf(canvas).getByRole('button', { name: 'Clear' }).click();
    await statusOf(canvas).waitFor({ state: 'detached' });
    expect(await canvas.document.locator('.run-badge, .run-edge').count()).toBe(0);

    const other = await openCanvas(workbench, 'other.dataflow.yaml');
    await other.waitForCount(4, 3);
    await chooseTrace(workbench);
    await workbench.waitForNotification('none of its operations are on this canvas');
    expect(await statusOf(other).count()).toBe(0);
    expect(workbench.breaches()).toEqual([]);
  });
});

newestVscode('a run that goes on', (vscode) => {
  it('shows on the canvas, whose selection the trace view follows, and the reverse', async () => {
    const workbench = await vscode.open({
      copyOf: samples,
      files: { '.vscode/launch.json': JSON.stringify(debugSimpleWithData) },
      size: { width: 1800, height: 1100 },
    });
    const { page, palette } = workbench;
    await openCanvas(workbench, simple);
    await showTrace(workbench);
    // With debugging it would stand at what fails, and the text come to the front.
    await palette.run('Debug: Start Without Debugging');
    await page.locator('.debug-toolbar').waitFor();
    const view: FrameLocator = await pageWith(workbench, 'main.trace .rows');
    const rows = messageRows(view);
    await waitUntil(
      'all messages',
      () => rows.count(),
      (count) => count === 14,
    );
    const all = await rows.count();
    const canvas = new Canvas(page, await pageWith(workbench, '.canvas'));
    await canvas.makeRoom('Properties');
    await waitForStatus(canvas, 'Live run');
    await waitUntil(
      'the messages at the filter',
      () => countAt(canvas, filter).innerText(),
      (count) => Number(count) > 0,
    );

    // From the canvas to the list.
    await canvas.node('sink').click();
    await waitUntil(
      'fewer messages',
      () => rows.count(),
      (count) => count > 0 && count < all,
    );
    await view.getByRole('button', { name: 'Clear filter' }).waitFor();
    const atSink = await rows.count();
    expect(atSink).toBe(Number(await countAt(canvas, 'sink').innerText()));
    const spot = await canvas.spot(0.5, 0.05);
    await page.mouse.click(spot.x, spot.y);
    await waitUntil(
      'all messages again',
      () => rows.count(),
      (count) => count === all,
    );

    // From the list to the canvas.
    await rows.filter({ hasText: 'dropped' }).first().click();
    await view.locator('.hops [role="option"]', { hasText: 'filter' }).first().click();
    await view.getByRole('button', { name: 'Only This Node' }).click();
    await canvas.waitForSelected(filter);
    await view.getByRole('button', { name: 'All Nodes' }).waitFor();
    await view.locator('.hops [role="option"]').first().click();
    await view.getByRole('button', { name: 'Canvas' }).click();
    await canvas.waitForSelected('source');

    // A fault that is put in force shows, and is taken away from where it shows.
    await palette.run('Data Flow Graphs: Disturb Node…');
    await palette.choose(filter);
    await palette.choose('messages are lost on their way');
    await palette.choose('At every message');
    await statusOf(canvas).getByText('1 fault in force').waitFor();
    const item = page.locator('.statusbar-item', { hasText: '1 fault in force' });
    await item.click();
    await palette.choose(`Take away: operation "${filter}": messages are lost on their way`);
    await item.waitFor({ state: 'detached' });
    await statusOf(canvas).getByText('in force').waitFor({ state: 'detached' });

    // A replay would be overwritten at once.
    await palette.run('Data Flow Graphs: Replay Recorded Trace on the Canvas');
    await workbench.waitForNotification('The canvas shows a run that goes on');
    await page.keyboard.press('Escape');
    await palette.run('Debug: Stop');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await waitForStatus(canvas, 'Past run');
    expect(workbench.breaches()).toEqual([]);
  });
});
