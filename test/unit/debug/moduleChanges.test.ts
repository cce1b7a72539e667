// The list of a run's modules as they are loaded anew.
import { expect, it } from 'vitest';
import { changeModules } from '../../../src/debug/moduleChanges.ts';
import type { RunModule } from '../../../src/protocol/runProcess.ts';

const moduleOf = (path: string, digest: string, ...operations: string[]): RunModule => ({
  path,
  size: 1,
  digest,
  references: [],
  operations,
});
const before = [moduleOf('a.wasm', '1', 'x', 'y'), moduleOf('b.wasm', '2', 'z')];

it('has the new content of a file that is known', () => {
  const loaded = moduleOf('a.wasm', '3', 'x', 'y');
  expect(changeModules(before, loaded)).toEqual({
    modules: [moduleOf('b.wasm', '2', 'z'), loaded],
    module: loaded,
    removed: [],
    isKnown: true,
  });
});

it('keeps a file for the operations that still run it', () => {
  const loaded = moduleOf('c.wasm', '3', 'x');
  expect(changeModules(before, loaded)).toEqual({
    modules: [moduleOf('a.wasm', '1', 'y'), moduleOf('b.wasm', '2', 'z'), loaded],
    module: loaded,
    removed: [],
    isKnown: false,
  });
});

it('lets go of a file that nothing runs any more, and gathers what runs the other', () => {
  const { modules, module, removed, isKnown } = changeModules(before, moduleOf('a.wasm', '1', 'z'));
  expect(module).toEqual(moduleOf('a.wasm', '1', 'x', 'y', 'z'));
  expect(modules).toEqual([module]);
  expect(removed).toEqual([moduleOf('b.wasm', '2')]);
  expect(isKnown).toBe(true);
});
