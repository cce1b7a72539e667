// What a canvas is told of the modules of the workspace.
import { expect, it } from 'vitest';
import type { FilePlace, KnownModule, ModuleBuild } from '../../../../src/language/workspaceFacts.ts';
import type { CanvasModule } from '../../../../src/protocol/canvas.ts';
import { canvasWorkspaceOf } from '../../../../src/server/canvas/canvasWorkspace.ts';

const start = { line: 0, character: 0 };
const place: FilePlace = { uri: 'file:///operators/window/src/lib.rs', range: { start, end: start } };
const build: ModuleBuild = {
  uri: 'file:///operators/window/window.wasm',
  sizeBytes: 1234,
  digest: 'sha256:00',
  imports: [],
  exports: [
    { packageName: 'wasm-graph:processor', name: 'accumulate', version: '1.1.0' },
    { packageName: 'another:package', name: 'map', version: '1.1.0' },
  ],
};
const source: KnownModule['source'] = { language: 'rust', main: place, operators: { delay: place } };

function canvasModule(changes: Partial<KnownModule>): CanvasModule | undefined {
  const module: KnownModule = {
    name: 'window',
    references: ['window:1.0.0'],
    origin: 'workspace',
    parameters: [],
    ...changes,
  };
  return canvasWorkspaceOf({ modules: [module], graphs: [] }).modules[0];
}

it('takes types from what is built, and from the interface of operators alone', () => {
  expect(canvasModule({ build, source })).toEqual({
    name: 'window',
    references: ['window:1.0.0'],
    origin: 'workspace',
    types: ['accumulate'],
    isBuilt: true,
    sizeBytes: 1234,
    digest: 'sha256:00',
    sourceLanguage: 'rust',
    parameters: [],
  });
});

it('takes types from the source where nothing usable is built', () => {
  expect(canvasModule({ source })).toMatchObject({ types: ['delay'], isBuilt: false });
  const { exports: _exports, imports: _imports, ...damaged } = build;
  expect(canvasModule({ source, build: { ...damaged, damage: 'Not WebAssembly.' } })).toMatchObject({
    types: ['delay'],
    isBuilt: true,
    damage: 'Not WebAssembly.',
  });
});

it('knows no types when neither tells', () => {
  expect(canvasModule({})?.types).toEqual([]);
});

it('tells parameters with the type that reads them, where that is known', () => {
  const parameters = [
    { name: 'lower_bound', description: 'Degrees', operator: 'filter' as const, place },
    { name: 'unit' },
  ];
  expect(canvasModule({ parameters })?.parameters).toEqual([
    { name: 'lower_bound', description: 'Degrees', type: 'filter' },
    { name: 'unit' },
  ]);
});

it('leaves out what no graph could refer to', () => {
  expect(canvasModule({ references: [] })).toBeUndefined();
});
