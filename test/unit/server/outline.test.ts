// The tree of the workspace from what is known of it.
import { expect, it } from 'vitest';
import type { KnownModule } from '../../../src/language/workspaceFacts.ts';
import { outlineOf } from '../../../src/server/outline.ts';

const range = { start: { line: 12, character: 3 }, end: { line: 12, character: 6 } };
const built: KnownModule = {
  name: 'temperature',
  references: ['temperature:1.0.0'],
  origin: 'workspace',
  parameters: [],
  build: {
    uri: 'file:///w/operators/temperature/bin/release/temperature.wasm',
    sizeBytes: 90_000,
    digest: `sha256:${'0'.repeat(64)}`,
    imports: [],
    exports: [
      { packageName: 'wasm-graph:processor', name: 'map', version: '1.1.0' },
      { packageName: 'wasi:cli', name: 'run', version: '0.2.0' },
    ],
  },
  source: {
    language: 'rust',
    main: { uri: 'file:///w/operators/temperature/src/lib.rs', range },
    operators: { map: { uri: 'file:///w/operators/temperature/src/map.rs', range } },
  },
};

it('shows a module with source twice, as operator and as module', () => {
  expect(outlineOf({ modules: [built], graphs: [] })).toEqual({
    graphs: [],
    operators: [
      {
        uri: 'file:///w/operators/temperature/src/lib.rs',
        name: 'temperature',
        language: 'rust',
        isBuilt: true,
        operators: [{ type: 'map', uri: 'file:///w/operators/temperature/src/map.rs', line: 12 }],
      },
    ],
    modules: [
      {
        uri: 'file:///w/operators/temperature/bin/release/temperature.wasm',
        name: 'temperature',
        references: ['temperature:1.0.0'],
        origin: 'workspace',
        sizeBytes: 90_000,
        operators: ['map'],
      },
    ],
  });
});

it('shows an operator that is not built, and no module for it', () => {
  const { build: _, ...unbuilt } = built;
  const { operators, modules } = outlineOf({ modules: [unbuilt], graphs: [] });
  expect([operators[0]?.isBuilt, modules]).toEqual([false, []]);
});

it('tells why a module cannot be used', () => {
  const damaged = {
    ...built,
    build: { uri: 'file:///w/x.wasm', sizeBytes: 3, digest: '', damage: 'is cut off' },
  };
  expect(outlineOf({ modules: [damaged], graphs: [] }).modules[0]).toMatchObject({
    operators: [],
    damage: 'is cut off',
  });
});

it('lists graphs', () => {
  const graph = { uri: 'file:///w/g.yaml', name: 'g', version: '1.0.0', parameters: [] };
  expect(outlineOf({ modules: [], graphs: [graph] }).graphs).toEqual([
    { uri: graph.uri, name: 'g', version: '1.0.0' },
  ]);
});
