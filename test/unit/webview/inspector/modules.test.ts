// The order in which modules are offered for an operation.
import { expect, test } from 'vitest';
import type { CanvasModule } from '../../../../src/protocol/canvas.ts';
import {
  findModule,
  formatSize,
  rankModules,
  shortDigest,
  undeclaredParameters,
} from '../../../../webview/graph/inspector/modules.ts';

function moduleOf(name: string, changes: Partial<CanvasModule> = {}): CanvasModule {
  return {
    name,
    references: [`${name}:1.0.0`],
    origin: 'workspace',
    types: ['map'],
    isBuilt: true,
    parameters: [],
    ...changes,
  };
}

const modules = [
  moduleOf('broken', { damage: 'it is cut off' }),
  moduleOf('other', { types: ['filter', 'branch'] }),
  moduleOf('pending', { isBuilt: false }),
  moduleOf('unknown', { types: [] }),
  moduleOf('zebra', { origin: 'cache' }),
];

test('puts modules that can run the operation first, then what may, what cannot and what is damaged', () => {
  expect(rankModules(modules, 'map')).toEqual([
    { reference: 'zebra:1.0.0', detail: 'cache', fits: true },
    { reference: 'pending:1.0.0', detail: 'workspace, not built', fits: true },
    { reference: 'unknown:1.0.0', detail: 'exports unknown', fits: false },
    { reference: 'other:1.0.0', detail: 'exports filter, branch', fits: false },
    { reference: 'broken:1.0.0', detail: 'damaged', fits: false },
  ]);
});

test('offers every way to name a module, and of them what contains the text', () => {
  const both = [moduleOf('zebra', { references: ['team/zebra:1.0.0', 'zebra'] })];
  const references = (text: string): string[] =>
    rankModules(both, 'map', text).map(({ reference }) => reference);
  expect(references('')).toEqual(['team/zebra:1.0.0', 'zebra']);
  expect(references(' TEAM')).toEqual(['team/zebra:1.0.0']);
  expect(references('lion')).toEqual([]);
});

test('finds the module that a reference means, by its name when it is written otherwise', () => {
  expect(findModule(modules, 'zebra:1.0.0')?.name).toBe('zebra');
  expect(findModule(modules, 'team/zebra:2.0.0')?.name).toBe('zebra');
  expect(findModule(modules, 'lion:1.0.0')).toBeUndefined();
});

test('knows which parameters an operator reads that nothing declares', () => {
  const module = moduleOf('zebra', {
    parameters: [
      { name: 'stripes', type: 'map' },
      { name: 'length', type: 'filter' },
      { name: 'anywhere' },
      { name: 'declared' },
      { name: 'renamed' },
    ],
  });
  const declared = [
    { key: 'declared', name: 'declared', isRequired: false },
    { key: 'alias', name: 'renamed', isRequired: false },
  ];
  expect(undeclaredParameters(module, 'map', declared).map(({ name }) => name)).toEqual([
    'anywhere',
    'stripes',
  ]);
  expect(undeclaredParameters(undefined, 'map', declared)).toEqual([]);
});

test('says sizes and digests shortly', () => {
  expect(formatSize(900)).toBe('900 bytes');
  expect(formatSize(61_440)).toBe('60 KB');
  expect(formatSize(5_452_595)).toBe('5.2 MB');
  expect(shortDigest('sha256:0123456789abcdef')).toBe('0123456789ab');
});
