// Which files are given our language in a real window, and which are left to others.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newestVscode } from './harness/eachVscode.ts';

const samples = join(process.cwd(), 'samples/thermostats');
const otherYaml = join(process.cwd(), 'test/e2e/fixtures/otherYaml');

const graph = `metadata:
  name: by-content
  version: 1.0.0
moduleRequirements:
  apiVersion: "1.1.0"
  runtimeVersion: "1.1.0"
operations:
  - operationType: source
    name: source
  - operationType: sink
    name: sink
connections:
  - from:
      name: source
    to:
      name: sink
`;

newestVscode('languages', (vscode) => {
  const open = vscode.share({ copyOf: samples });

  it('takes a graph by its name', async () => {
    const { editor } = await open();
    await editor.open('graph-simple.dataflow.yaml');
    await editor.waitForLanguage('Data Flow Graph');
  });

  it('takes a graph by its content', async () => {
    const { editor } = await open({ 'by-content.yaml': graph });
    await editor.open('by-content.yaml');
    await editor.waitForLanguage('Data Flow Graph');
  });

  it('leaves other YAML alone', async () => {
    const { editor } = await open({ 'graph.yaml': graph, 'values.yaml': 'replicas: 2\n' });
    await editor.open('graph.yaml');
    await editor.waitForLanguage('Data Flow Graph');
    await editor.open('values.yaml');
    await editor.waitForLanguage('YAML');
  });
});

newestVscode(
  'beside another YAML extension',
  (vscode) => {
    it('nothing is said twice about a graph, and nothing of ours about other YAML', async () => {
      const misspelt = graph.replace(/sink\n$/, 'sinc\n');
      const files = { 'graph.yaml': misspelt, 'values.yaml': 'replicas: 2\n' };
      const { editor, problems } = await vscode.open({ files });

      await editor.open('values.yaml');
      expect(await problems.waitFor('Other YAML has read this file')).toHaveLength(2);
      await editor.open('values.yaml');
      await editor.placeCursor('2|');
      await editor.press('Enter');
      expect(await editor.suggest.list()).toContain('Other YAML completes');
      await editor.suggest.dismiss();

      await editor.open('graph.yaml');
      const rows = await problems.waitFor('No operation is named "sinc"');
      expect(rows.filter((row) => row.includes('Other YAML'))).toHaveLength(1);
      expect(new Set(rows).size).toBe(rows.length);
      await editor.open('graph.yaml');
      await editor.placeCursor('operationType: sin|k');
      const labels = await editor.suggest.list();
      expect(labels).toContain('sink');
      expect(labels).not.toContain('Other YAML completes');
    });
  },
  { extensions: [otherYaml] },
);
