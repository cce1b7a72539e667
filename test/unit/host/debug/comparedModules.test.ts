// Modules that a run compares, as people choose among them: one entry for each, with what came of it in all its operations; and the run that
// is meant when several go on.
import { expect, it } from 'vitest';
import { findComparing, groupByModule } from '../../../../src/host/debug/comparedModules.ts';

it('are listed by file, with the operations and the sum of what differs', () => {
  const groups = groupByModule([
    { node: 'convert', module: '/new/temperature.wasm', calls: 3, differing: 1 },
    { node: 'window', module: '/new/window.wasm', calls: 7, differing: 0, ended: 'A call took too long.' },
    { node: 'bounds', module: '/new/temperature.wasm', calls: 2, differing: 2 },
  ]);
  expect(groups).toEqual([
    {
      module: '/new/temperature.wasm',
      operations: ['convert', 'bounds'],
      label: 'temperature.wasm',
      description: 'convert, bounds: 5 calls, 3 differ',
      detail: '',
    },
    {
      module: '/new/window.wasm',
      operations: ['window'],
      label: 'window.wasm',
      description: 'window: 7 calls, 0 differ',
      detail: '"window" is compared no further: A call took too long.',
    },
  ]);
});

it('are those of the run in front, or of the first that compares any', () => {
  const [quiet, first, second] = [
    { report: undefined },
    { report: { compared: 1 } },
    { report: { compared: 2 } },
  ];
  expect(findComparing({ active: second, all: [first, second] })).toBe(second);
  expect(findComparing({ active: quiet, all: [quiet, first, second] })).toBe(first);
  expect(
    findComparing({ active: { report: { compared: 0 } }, all: [{ report: undefined }] }),
  ).toBeUndefined();
});
