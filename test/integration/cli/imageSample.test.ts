// The image sample: its model and pictures are what its script makes, and its operator takes another model by name.
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { Workspace } from './commandLine.ts';

const sample = resolve('samples/images');
const workspace = new Workspace();
afterAll(() => workspace.dispose());

interface Maker {
  readonly makeFiles: () => Readonly<Record<string, Uint8Array>>;
  readonly makeModel: () => Uint8Array;
}
const { makeFiles, makeModel } = (await import(pathToFileURL(join(sample, 'make.mjs')).href)) as Maker;

it.each(Object.entries(makeFiles()))('%s is what make.mjs makes', (name, bytes) => {
  expect(readFileSync(join(sample, name)).equals(bytes)).toBe(true);
});

it('a model of the workspace takes the place of the one in the module', () => {
  cpSync(sample, workspace.path('images'), { recursive: true });
  const graph = workspace.path('images/graph-stack-lights.dataflow.yaml');
  const run = (): ReturnType<Workspace['run']> =>
    workspace.run(
      'run',
      graph,
      '--input',
      workspace.path('images/data'),
      '--param',
      'classify/map.model=mine',
    );
  const without = run();
  expect(without.stderr).toContain(
    'the model cannot be loaded: ErrorCode::NotFound: there is no model "mine"',
  );
  expect(without.stderr).toContain('OPERATOR_INIT_FALSE');
  workspace.write('images/models/mine.onnx', makeModel());
  expect(run().stdout).toContain('{"fault":2,"off":1}');
});
