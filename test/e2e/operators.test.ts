// From an empty folder to a registry, in one window as a person does it: create, give up creating more, build without a toolchain,
// build with an error, mend, build, push.
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { DockerRegistry, missingPrograms } from '../integration/registry/dockerRegistry.ts';
import { canvasOf } from './harness/canvasEditor.ts';
import { DebugBar } from './harness/debugBar.ts';
import { newestVscode } from './harness/eachVscode.ts';
import { waitForTerminal } from './harness/terminal.ts';
import type { Workbench } from './harness/workbench.ts';

const reason = missingPrograms('docker-registry');
/** What a build may take on a busy machine. */
const BUILD_MS = 90_000;
const source = 'operators/celsius/celsius.js';
const moduleFile = 'operators/celsius/bin/x86_64/release/celsius.wasm';

/** All that is in the folder but what editors keep there, with the text of the graph. */
function contentOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return [...names, readFileSync(join(folder, 'graph.dataflow.yaml'), 'utf8')];
}

/** Gives up "New Operator…" at each of its questions, after names that cannot be taken, and "New Application…" likewise. */
async function giveUpAtEachQuestion({ page, palette }: Workbench): Promise<void> {
  const box = page.locator('.quick-input-widget:visible');
  const input = box.locator('.quick-input-box input');
  const giveUp = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
  };
  const refuse = async (name: string, reason: string): Promise<void> => {
    await input.fill(name);
    await box.locator('.quick-input-message', { hasText: reason }).waitFor();
    await page.keyboard.press('Enter');
    await box.locator('.quick-input-message', { hasText: reason }).waitFor();
  };
  const answers = ['Python', 'filter'];
  for (let answered = 0; answered <= answers.length; answered += 1) {
    await palette.run('Data Flow Graphs: New Operator…');
    for (const answer of answers.slice(0, answered)) await palette.choose(answer);
    await box.locator('.quick-input-title', { hasText: 'New Operator' }).waitFor();
    if (answered === answers.length) {
      await box.locator('.quick-input-message', { hasText: 'Name of the operator' }).waitFor();
      await refuse('My-Op', 'Take "my-op"');
      await refuse('celsius', 'There is an operator "celsius" already.');
    }
    await giveUp();
  }
  // The folder is not empty any more, so that the application gets one of its own.
  await palette.run('Data Flow Graphs: New Application…');
  await box.locator('.quick-input-message', { hasText: 'Name of the application' }).waitFor();
  await refuse('CON', 'CON');
  await giveUp();
}

/** Builds the operator, which has a mistake, until the problem shows. */
async function buildWithProblem({ page, palette, problems }: Workbench): Promise<void> {
  for (let isLast = false; ; isLast = true) {
    await palette.run('Data Flow Graphs: Build Operator');
    // Its terminal comes to the front; what is in the panel before that does not stay.
    // The build before has not come as far as to name it.
    await waitForTerminal(page, 'celsius.js:', BUILD_MS);
    await waitForTerminal(page, 'failed ', BUILD_MS);
    try {
      await problems.waitFor('celsius.js');
      return;
    } catch (error) {
      // On a busy machine VS Code stops reading a terminal whose process has ended before it has read all of it: seen once in five runs.
      if (isLast) throw error;
    }
  }
}

/** By its tab, which is open: quick open takes its neighbours now and then. */
async function showSource({ editor, page }: Workbench): Promise<void> {
  await page.locator('.tab[data-resource-name="celsius.js"]').click();
  await editor.waitUntilOpen('celsius.js');
}

/** Has a run take the operator that is built because it is saved. */
async function takeOnSave(workbench: Workbench): Promise<void> {
  const { editor, folder, palette } = workbench;
  const debug = new DebugBar(workbench);
  const settings = join(folder, '.vscode/settings.json');
  writeFileSync(settings, '{ "dataflowGraph.build.onSave": true }', { flag: 'wx' });
  await palette.run('View: Focus First Editor Group');
  await debug.start();
  await debug.waitForOutput('mqtt://127.0.0.1:');
  await showSource(workbench);
  await editor.placeCursor('export const map = |{');
  await editor.type('/* Saved. */ ');
  await editor.press('Control+S');
  await debug.waitForOutput('celsius.wasm was loaded anew', BUILD_MS);
  await debug.stop();
  rmSync(settings);
}

newestVscode('an empty folder', (vscode) => {
  it.skipIf(reason)(
    'becomes an application, whose operator is built, mended and pushed',
    { timeout: 300_000 },
    async () => {
      const registry = await DockerRegistry.start();
      try {
        const settings = { 'dataflowGraph.registry.host': registry.host };
        const workbench = await vscode.open({ settings });
        const { editor, folder, page, palette, problems } = workbench;

        await palette.run('Data Flow Graphs: New Application…');
        await palette.choose('JavaScript');
        await palette.choose('map');
        await editor.waitUntilOpen('celsius.js');
        const canvas = await canvasOf(workbench);
        await canvas.node('module-celsius/map').waitFor();
        await palette.run('View: Close Other Editors in Group');

        const graphText = workbench.readFile('graph.dataflow.yaml');
        const created = contentOf(folder);
        await giveUpAtEachQuestion(workbench);
        expect(contentOf(folder)).toEqual(created);

        await palette.run('Data Flow Graphs: Build Operator');
        await workbench.waitForNotification('jco, which makes components of JavaScript, was not found');
        await page
          .locator('.notifications-center')
          .getByRole('button', { name: 'Install it for the operator' })
          .waitFor();
        await palette.run('Notifications: Clear All Notifications');

        // As `npm install` in the folder of the operator would bring it.
        symlinkSync(resolve('node_modules'), join(folder, 'operators/celsius/node_modules'));
        await showSource(workbench);
        await editor.placeCursor('export const map = |{');
        await editor.type('=');
        const line = (await editor.cursor()).line;
        await buildWithProblem(workbench);
        await page
          .locator('.markers-panel .monaco-list-row', { hasText: /Ln \d+/ })
          .first()
          .dblclick();
        await editor.waitUntilOpen('celsius.js');
        expect(Math.abs((await editor.cursor()).line - line)).toBeLessThanOrEqual(2);
        expect(existsSync(join(folder, moduleFile))).toBe(false);

        await editor.placeCursor('export const map = =|{');
        await editor.press('Backspace');
        await palette.run('Data Flow Graphs: Build Operator');
        await waitForTerminal(page, 'built ', BUILD_MS);
        await problems.waitUntilNone();
        expect(statSync(join(folder, moduleFile)).size).toBeGreaterThan(1e6);

        await takeOnSave(workbench);

        // The graph is on the canvas.
        await palette.run('View: Focus First Editor Group');
        await palette.run('Data Flow Graphs: Push to Registry');
        const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
        await rows.filter({ hasText: `${registry.host}/celsius:1.0.0` }).waitFor();
        await page.keyboard.press('Enter');
        await workbench.waitForNotification(
          `Pushed ${registry.host}/workspace:1.0.0 (2 of 2 artifacts were sent`,
        );
        const answer = await fetch(`http://${registry.host}/v2/celsius/tags/list`);
        expect(await answer.json()).toEqual({ name: 'celsius', tags: ['1.0.0'] });

        // What has changed since is built first, and takes the place of what is there.
        const before = statSync(join(folder, moduleFile)).mtimeMs;
        appendFileSync(join(folder, source), '// Better.\n');
        await palette.run('Notifications: Hide Notifications');
        await palette.run('View: Focus First Editor Group');
        await palette.run('Data Flow Graphs: Push to Registry');
        await palette.choose('Build, Then Push');
        await rows.filter({ hasText: 'Push and Overwrite' }).waitFor({ timeout: 90_000 });
        expect(statSync(join(folder, moduleFile)).mtimeMs).toBeGreaterThan(before);
        await page.keyboard.press('Escape');
        await workbench.close();

        // Whoever has only the registry gets the graph with its module from it.
        const other = await vscode.open({ settings });
        await other.palette.run('Data Flow Graphs: Pull Graph from Registry…');
        await other.palette.choose('Another one');
        await other.palette.answer(`${registry.host}/workspace:1.0.0`);
        await other.editor.waitUntilOpen('graph.dataflow.yaml');
        const trust = other.page.locator('.quick-input-widget:visible');
        await trust.getByText(`Pull from ${registry.host}`).waitFor();
        await trust.getByText('celsius:1.0.0').waitFor();
        await other.page.keyboard.press('Enter');
        await other.waitForNotification(`Pulled ${registry.host}/celsius:1.0.0.`);
        expect(other.readFile('graph.dataflow.yaml')).toBe(graphText);
      } finally {
        await registry.dispose();
      }
    },
  );
});
