// Pictures of the editor: a table of scenes, each a name and the sentences that lead to what is to be seen.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { kubeconfigFor, startFakeCluster } from '../integration/build/deploy/fakeCluster.ts';
import { DockerRegistry } from '../integration/registry/dockerRegistry.ts';
import type { Canvas } from './harness/canvas.ts';
import { canvasOf, openCanvas } from './harness/canvasEditor.ts';
import { debugSimpleWithData } from './harness/launchFiles.ts';
import { showPublish, showTopics, topicRow } from './harness/publishing.ts';
import { rowsOfTests, runTest, showTests, testOutput } from './harness/testingView.ts';
import { waitUntil } from './harness/waitUntil.ts';
import type { Workbench } from './harness/workbench.ts';
import type { FolderContent } from './harness/workspaceFolders.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const simple = 'graph-simple.dataflow.yaml';
const complex = 'graph-complex.dataflow.yaml';

export interface Scene {
  readonly folder: FolderContent;
  /** Makes what VS Code is to find when it starts; returns how to take it away. */
  readonly prepare?: () => Promise<() => Promise<void>>;
  /** Pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Leads from an open window to the picture. */
  readonly play: (workbench: Workbench) => Promise<void>;
}

/** The samples with `from` replaced by `to` in one of their files. */
function samplesWith(file: string, from: string, to: string): FolderContent {
  const text = readFileSync(join(samples, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not contain ${from}.`);
  return { copyOf: samples, files: { [file]: text.replace(from, to) } };
}

const runAnywhere = {
  version: '2.0.0',
  tasks: [
    {
      label: 'run the simple graph',
      type: 'dataflow-graph',
      command: 'run',
      graph: simple,
      arguments: ['--port', '0'],
    },
  ],
};

/** The visual editor of a sample, with nothing else in sight, and the properties of one operation. */
function canvasScene(file: string, operation: string, size: NonNullable<Scene['size']>): Scene {
  return {
    folder: { copyOf: samples },
    size,
    play: async (workbench) => {
      const { palette, page } = workbench;
      const canvas = await openCanvas(workbench, file);
      await palette.run('View: Close Other Editors in Group');
      await page.locator('.tab').nth(1).waitFor({ state: 'detached' });
      await palette.run('View: Toggle Primary Side Bar Visibility');
      await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
      await canvas.node(operation).click();
      await canvas.field('Name').waitFor();
      // Not the whole graph: what is in a node should be read.
      await canvas.waitUntilStill();
    },
  };
}

/** "New Application…" in the empty folder that is open; its source and its canvas side by side. */
async function createApplication(workbench: Workbench): Promise<Canvas> {
  const { editor, palette } = workbench;
  await palette.run('Data Flow Graphs: New Application…');
  await palette.choose('JavaScript');
  await palette.choose('map');
  await editor.waitUntilOpen('celsius.js');
  const canvas = await canvasOf(workbench);
  await canvas.node('module-celsius/map').waitFor();
  return canvas;
}

/** A cluster on loopback, which kubectl is told of by the environment. */
async function playCluster(): Promise<() => Promise<void>> {
  const cluster = await startFakeCluster();
  const folder = mkdtempSync(join(tmpdir(), 'kube-'));
  writeFileSync(join(folder, 'config'), kubeconfigFor(cluster.url, ['plant'], 'plant'));
  process.env['KUBECONFIG'] = join(folder, 'config');
  return async () => {
    delete process.env['KUBECONFIG'];
    rmSync(folder, { recursive: true });
    await cluster.close();
  };
}

/** "Disturb Node…" at every message; `words` are those of the kind of fault. */
async function disturb({ palette }: Workbench, node: string, words: string): Promise<void> {
  await palette.run('Data Flow Graphs: Disturb Node…');
  await palette.choose(node);
  await palette.choose(words);
  await palette.choose('At every message');
}

export const scenes: Readonly<Record<string, Scene>> = {
  graph: {
    folder: { copyOf: samples },
    play: async ({ editor }) => {
      await editor.open(complex);
      await editor.placeCursor('name: module-temperature/bra|nch', 2);
    },
  },
  problem: {
    folder: samplesWith(
      simple,
      '    to:\n      name: module-temperature/filter',
      '    to:\n      name: module-temperature/fliter',
    ),
    play: async ({ editor, problems }) => {
      await editor.open(simple);
      await editor.placeCursor('module-temperature/f|liter');
      await editor.waitForSquiggle('error', 'module-temperature/fliter');
      await problems.waitFor('No operation is named');
      await editor.open(simple);
      await editor.quickFix.list();
    },
  },
  completion: {
    folder: samplesWith(complex, 'arm: "True"', 'arm: '),
    play: async ({ editor }) => {
      await editor.open(complex);
      await editor.placeCursor('      arm: |', 2);
      await editor.suggest.list();
    },
  },
  hover: {
    folder: { copyOf: samples },
    play: async ({ editor }) => {
      await editor.open(simple);
      await editor.placeCursor('module: temper|ature:1.0.0', 2);
      await editor.waitForHover('temperature');
    },
  },
  create: {
    folder: { files: { 'thermostats.dataflow.yaml': '' } },
    play: async ({ editor }) => {
      await editor.open('thermostats.dataflow.yaml');
      await editor.suggest.list();
    },
  },
  run: {
    // At any free port: a run may outlive its window for a while.
    folder: { copyOf: samples, files: { '.vscode/tasks.json': JSON.stringify(runAnywhere) } },
    play: async ({ editor, palette, page }) => {
      await editor.open(simple);
      await palette.run('Tasks: Run Task');
      await palette.choose('run the simple graph');
      await page.locator('.terminal-wrapper .xterm-rows', { hasText: 'Ctrl-C' }).waitFor();
    },
  },
  modulePage: {
    folder: { copyOf: samples },
    size: { width: 1280, height: 900 },
    play: async (workbench) => {
      const { page, palette } = workbench;
      await palette.openFile('temperature.wasm');
      const about = workbench.webview();
      await about.getByText('graph-simple.dataflow.yaml').waitFor();
      await about.locator('summary', { hasText: '/filter@' }).click();
      await about.locator('summary', { hasText: '/logger@' }).click();
      await about.getByLabel('WIT of wasm-graph:processor/logger@1.1.0').waitFor();
      await palette.run('View: Toggle Primary Side Bar Visibility');
      await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    },
  },
  application: {
    folder: {},
    play: async (workbench) => {
      const canvas = await createApplication(workbench);
      await workbench.palette.run('View: Focus First Editor Group');
      await workbench.palette.run('Data Flow Graphs: Fit Graph into View');
      // Whatever is under the pointer tells its name.
      await workbench.page.mouse.move(600, 600);
      await workbench.page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
      await canvas.waitUntilStill();
    },
  },
  build: {
    folder: {},
    play: async (workbench) => {
      const { folder, page, palette } = workbench;
      await createApplication(workbench);
      await palette.run('View: Close Editors in Other Groups');
      symlinkSync(resolve('node_modules'), join(folder, 'operators/celsius/node_modules'));
      await palette.run('Data Flow Graphs: Build Operator');
      const terminal = page.locator('.part.panel .xterm-rows').first();
      await waitUntil(
        'the end of the build',
        () => terminal.innerText(),
        (text) => /built\s/.test(text),
        90_000,
      );
    },
  },
  push: {
    folder: { copyOf: samples, files: { '.vscode/settings.json': '{}' } },
    size: { width: 1280, height: 480 },
    play: async ({ editor, folder, page, palette }) => {
      const registry = await DockerRegistry.start();
      try {
        writeFileSync(
          join(folder, '.vscode/settings.json'),
          JSON.stringify({ 'dataflowGraph.registry.host': registry.host }),
        );
        await editor.open(simple);
        await editor.waitForLanguage('Data Flow Graph');
        await palette.run('Data Flow Graphs: Push to Registry');
        const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
        await rows.filter({ hasText: `${registry.host}/temperature:1.0.0` }).waitFor();
      } finally {
        await registry.dispose();
      }
    },
  },
  pull: {
    // A graph alone: its modules are elsewhere.
    folder: {
      files: {
        [simple]: readFileSync(join(samples, simple), 'utf8').replaceAll(/temperature:1/g, 'thermometer:1'),
        '.vscode/settings.json': JSON.stringify({
          'dataflowGraph.registry.host': 'factory.azurecr.io',
          'dataflowGraph.registry.pathPrefix': 'line-3',
        }),
      },
    },
    play: async ({ editor, page, palette }) => {
      await editor.open(simple);
      await editor.waitForLanguage('Data Flow Graph');
      await palette.run('Data Flow Graphs: Pull Missing Modules');
      await page.locator('.quick-input-widget:visible', { hasText: 'thermometer:1.0.0' }).waitFor();
    },
  },
  deploy: {
    folder: { copyOf: samples },
    prepare: playCluster,
    size: { width: 1280, height: 480 },
    play: async (workbench) => {
      const { editor, page, palette } = workbench;
      const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
      await editor.open(simple);
      await palette.run('Data Flow Graphs: Deploy to Cluster…');
      await palette.answer('sensors/#');
      await palette.answer('out/celsius');
      await palette.choose('default');
      await rows.filter({ hasText: 'decimals' }).click();
      await page.keyboard.press('Enter');
      await palette.answer('2');
      await rows.filter({ hasText: 'DataflowGraph graph-simple' }).waitFor();
    },
  },
  disturb: {
    folder: { copyOf: samples, files: { '.vscode/launch.json': JSON.stringify(debugSimpleWithData) } },
    size: { width: 1600, height: 1000 },
    play: async (workbench) => {
      const { palette, page } = workbench;
      await openCanvas(workbench, simple);
      const canvas = await canvasOf(workbench);
      await canvas.makeRoom('Palette', 'Properties');
      await palette.run('Debug: Start Without Debugging');
      await page.locator('.debug-toolbar').waitFor();
      await disturb(workbench, 'module-temperature/map', 'a trap');
      await disturb(workbench, 'module-temperature/filter', 'messages are lost on their way');
      await palette.run('Data Flow Graphs: Disturb Node…');
      await page.locator('.quick-input-widget:visible', { hasText: 'Take all away' }).waitFor();
    },
  },
  tests: {
    folder: samplesWith('tests/window-summary/expected.json', '\\"sum\\":36.1', '\\"sum\\":36.2'),
    size: { width: 1400, height: 860 },
    play: async (workbench) => {
      await workbench.editor.open('tests/window-summary/expected.json');
      await showTests(workbench);
      await runTest(workbench, 'tests');
      const areDone = (rows: readonly string[]): boolean =>
        rows.filter((row) => /Passed|Failed/.test(row)).length >= 5;
      await waitUntil('results of all tests', () => rowsOfTests(workbench), areDone);
      await waitUntil(
        'the end of the output',
        () => testOutput(workbench),
        (text) => text.includes('36.1'),
      );
    },
  },
  canvas: canvasScene(complex, 'module-temperature/branch', { width: 1600, height: 900 }),
  canvasSimple: canvasScene(simple, 'module-temperature/filter', { width: 1280, height: 800 }),
  canvasText: {
    folder: { copyOf: samples },
    size: { width: 1600, height: 900 },
    play: async (workbench) => {
      const { editor, palette, page } = workbench;
      await openCanvas(workbench, simple);
      await palette.run('View: Move Editor into Right Group');
      await palette.run('View: Toggle Primary Side Bar Visibility');
      await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
      const canvas = await canvasOf(workbench);
      await canvas.makeRoom('Palette', 'Properties');
      await palette.run('View: Focus First Editor Group');
      await editor.waitUntilOpen(simple);
      await editor.placeCursor('operationType: fil|ter');
      await canvas.waitForSelected('module-temperature/filter');
      // Where it rests over nothing that explains itself.
      const { x, y } = await canvas.spot(0.3, 0.9);
      await page.mouse.move(x, y);
      await page.locator('.workbench-hover-container').waitFor({ state: 'hidden' });
    },
  },
  debug: {
    folder: { copyOf: samples, files: { '.vscode/launch.json': JSON.stringify(debugSimpleWithData) } },
    size: { width: 1600, height: 1000 },
    play: async (workbench) => {
      const { editor, palette, page } = workbench;
      await openCanvas(workbench, simple);
      await palette.run('View: Move Editor into Right Group');
      const canvas = await canvasOf(workbench);
      await canvas.makeRoom('Palette', 'Properties');
      await palette.run('View: Focus First Editor Group');
      await editor.waitUntilOpen(simple);
      await editor.placeCursor('operationType: fil|ter');
      await palette.run('Debug: Toggle Breakpoint');
      await palette.run('Debug: Start Debugging');
      await page.locator('.debug-variables', { hasText: 'payload' }).waitFor();
    },
  },
  publish: {
    folder: { copyOf: samples },
    size: { width: 1600, height: 1000 },
    play: async (workbench) => {
      const { editor, palette, page } = workbench;
      await editor.open(simple);
      await editor.waitForLanguage('Data Flow Graph');
      await palette.run('View: Show Run and Debug');
      await palette.run('Debug: Start Debugging');
      await page.locator('.debug-toolbar').waitFor();
      await showTopics(workbench);
      const publish = await showPublish(workbench);
      await publish.getByLabel('Topic', { exact: true }).fill('sensors/line{{randomInt 1 3}}');
      const payload = publish.getByRole('textbox', { name: 'Payload', exact: true });
      await payload.fill('{\n  "temperature": { "value": {{random 60 104}}, "unit": "F" }\n}');
      await publish.getByRole('spinbutton', { name: 'Messages' }).fill('40');
      await publish.getByRole('spinbutton', { name: 'Per second' }).fill('20');
      await payload.press('Control+Enter');
      await publish.getByText(/Published 40 of 40/).waitFor();
      await topicRow(workbench, 'line3').waitFor();
    },
  },
  trace: {
    folder: { copyOf: samples, files: { '.vscode/launch.json': JSON.stringify(debugSimpleWithData) } },
    size: { width: 1600, height: 1000 },
    play: async (workbench) => {
      const { editor, palette, page } = workbench;
      await editor.open(simple);
      await palette.run('Data Flow Run: Focus on Trace View');
      const trace = workbench.webview();
      await trace.locator('main.trace').waitFor();
      await editor.open(simple);
      await palette.run('Debug: Start Debugging');
      await trace.locator('.rows [role="option"]').nth(9).waitFor();
      await trace.locator('.rows [role="option"]', { hasText: 'emitted' }).first().click();
      await trace.locator('.hops [role="option"]').nth(1).click();
      await trace.locator('.compared').waitFor();
      await page.locator('.debug-toolbar').waitFor();
    },
  },
  workspace: {
    folder: { copyOf: samples },
    play: async ({ editor, palette, page }) => {
      await editor.open(complex);
      await palette.run('View: Show Data Flow Graphs');
      await page.locator('.part.sidebar .monaco-list-row', { hasText: 'collection' }).last().waitFor();
    },
  },
};
