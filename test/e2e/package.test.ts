// The package that users get: it installs and works in a real window, with nothing of the checkout at hand.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, it } from 'vitest';
import { eachVscode } from './harness/eachVscode.ts';

const packed = join(process.cwd(), 'dist/dataflow-graphs.vsix');
const misspelt = `operations:
  - operationType: source
    name: source
  - operationType: sink
    name: sink
connections:
  - from:
      name: source
    to:
      name: sinc
`;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['scripts/package.mjs']);
});

eachVscode(
  'the installed package',
  (vscode) => {
    it('recognises a graph and finds its problems', async () => {
      const { editor } = await vscode.open({ extensionPath: null, files: { 'graph.yaml': misspelt } });
      await editor.open('graph.yaml');
      await editor.waitForLanguage('Data Flow Graph');
      await editor.waitForSquiggle('error', 'sinc');
    });
  },
  { packedExtensions: [packed] },
);
