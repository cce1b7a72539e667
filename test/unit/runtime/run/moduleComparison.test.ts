// What is to be compared is found and checked before a run, a module that cannot start does not end it, and modules that change on disk
// run beside those in place when they are only to be compared.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import { parseModuleReference } from '../../../../src/graph/moduleReference.ts';
import type { ComparedOperation } from '../../../../src/protocol/comparison.ts';
import type { ModuleUse } from '../../../../src/runtime/run/loadModules.ts';
import {
  describeComparison,
  isAlike,
  ModuleComparison,
  prepareComparison,
} from '../../../../src/runtime/run/moduleComparison.ts';
import { ModuleUpdates } from '../../../../src/runtime/run/moduleUpdates.ts';
import { type ComponentName, componentPaths } from '../../../helpers/componentFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function place(name: ComponentName, path: string): string {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(
    fileURLToPath(new URL(componentPaths[name], new URL('../../../helpers/', import.meta.url))),
    target,
  );
  return target;
}

function use(name: string, kind: ModuleUse['kind'] = 'map'): ModuleUse {
  const reference = parseModuleReference('temperature:1.0.0');
  if (!reference) throw new Error('no reference');
  return { name, kind, reference, features: [] };
}

const spec = {
  moduleUses: [use('convert'), use('other')],
  modulePlaces: {
    explicit: new Map<string, string>(),
    workspaceFolder: folder,
    cacheFolder: join(folder, 'cache'),
  },
};
const cache = {
  prepare: (modules: readonly { bytes: Uint8Array }[]) => Promise.resolve(modules.map(({ bytes }) => bytes)),
};
const prepare = (...wanted: [string, string][]) => prepareComparison(new Map(wanted), spec, cache);

describe('what is to be compared', () => {
  it('is a file, or what the reference of another version leads to', async () => {
    const file = place('temperature', 'new.wasm');
    const pulled = place('faulty', 'cache/temperature/1.1.0.wasm');
    const compared = await prepare(['convert', 'new.wasm'], ['other', 'temperature:1.1.0']);
    expect(compared.map(({ module, file }) => [module.label, file.operations])).toEqual([
      [file, ['convert']],
      [pulled, ['other']],
    ]);
  });

  it('must be of the interface of its operation', async () => {
    place('wrong-interface', 'wrong.wasm');
    await expect(prepare(['convert', 'wrong.wasm'])).rejects.toMatchObject({
      code: 'MODULE_INTERFACE_MISSING',
    });
  });

  it.each([
    [
      'conver',
      'new.wasm',
      'There is no operation "conver" with a module to compare with. Did you mean "convert"?',
    ],
    [
      'x',
      'new.wasm',
      'There is no operation "x" with a module to compare with. Operations with one: convert, other.',
    ],
    [
      'convert',
      'no reference',
      'Operation "convert" is to be compared with "no reference", which is neither',
    ],
  ])('"%s" with "%s" is refused', async (operation, module, message) => {
    await expect(prepare([operation, module])).rejects.toMatchObject({
      code: 'COMPARE_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });
});

/** A run that takes no shadow whose operations have `refused` among them, and none of `refused.wasm`. */
function runOf(refused?: string) {
  const calls: string[] = [];
  const compared = new Map<string, ComparedOperation>();
  const run = {
    compareModule: ({ label }: { label: string }, operations: readonly string[]) => {
      if ((refused !== undefined && operations.includes(refused)) || label === 'refused.wasm')
        return Promise.reject(new AppError('OPERATOR_INIT_FALSE', 'init returned false.'));
      calls.push(`compare ${operations.join()} ${label.slice(folder.length + 1)}`);
      for (const node of operations) compared.set(node, { node, module: label, calls: 2, differing: 0 });
      return Promise.resolve();
    },
    endComparison: (operations: readonly string[]) => {
      calls.push(`end ${operations.join()}`);
      for (const node of operations) compared.delete(node);
      return Promise.resolve();
    },
    readComparison: () => Promise.resolve([...compared.values()]),
    replaceModule: ({ label }: { label: string }, operations: readonly string[]) => {
      if (label === 'broken.wasm')
        return Promise.reject(new AppError('OPERATOR_INIT_FALSE', 'init returned false.'));
      calls.push(`replace ${operations.join()} ${label}`);
      for (const node of operations) compared.delete(node);
      return Promise.resolve();
    },
  };
  return { run, calls };
}

describe('a comparison', () => {
  it('says of a module that cannot start why, and is not all alike then', async () => {
    const lines: string[] = [];
    const comparison = new ModuleComparison(runOf('convert').run, {
      log: (...line) => void lines.push(line.join(' ')),
    });
    const module = { key: 'k', label: 'new.wasm', encoded: new Uint8Array() };
    const file = { path: 'new.wasm', size: 0, digest: 'sha256:0', references: ['new'] };
    await comparison.compare({ module, file: { ...file, operations: ['other'] } });
    expect(isAlike(await comparison.read())).toBe(true);
    await comparison.compare({ module, file: { ...file, operations: ['convert'] } });
    expect(lines[1]).toBe(
      'error new.wasm cannot be compared with the module of "convert": init returned false. The run goes on without it.',
    );
    const compared = await comparison.read();
    expect(isAlike(compared)).toBe(false);
    expect(describeComparison(compared)).toEqual([
      '"other" compared with new.wasm: 2 calls, 0 differ',
      '"convert" compared with new.wasm: 0 calls, 0 differ; compared no further: init returned false.',
    ]);
  });

  it('ends with a newer module that cannot start, and is summed up then', async () => {
    const lines: string[] = [];
    const { run, calls } = runOf();
    const comparison = new ModuleComparison(run, { log: (...line) => void lines.push(line.join(' ')) });
    const file = { path: 'm.wasm', size: 0, digest: 'sha256:0', operations: ['a', 'b'], references: ['m'] };
    for (const label of ['first.wasm', 'refused.wasm'])
      await comparison.compare({ module: { key: label, label, encoded: new Uint8Array() }, file });
    expect(calls.at(-1)).toBe('end a,b');
    expect(lines[1]).toBe(
      [
        'error refused.wasm cannot be compared with the module of "a", "b": init returned false. The run goes on without it. Until then:',
        '"a" compared with first.wasm: 2 calls, 0 differ',
        '"b" compared with first.wasm: 2 calls, 0 differ',
      ].join('\n  '),
    );
    expect((await comparison.read()).map(({ node, module }) => [node, module])).toEqual([
      ['a', 'refused.wasm'],
      ['b', 'refused.wasm'],
    ]);
    expect(comparison.count).toBe(0);
  });

  it('names the first message that differs', () => {
    const first = { message: 17, parts: [{ part: 'output payload', inPlace: 'a', shadow: 'b' }] };
    const compared = [{ node: 'm', module: 'new.wasm', calls: 200, differing: 3, first }];
    expect(describeComparison(compared)).toEqual([
      '"m" compared with new.wasm: 200 calls, 3 differ, the first at message 17 (output payload)',
    ]);
    expect(isAlike(compared)).toBe(false);
  });
});

describe('a module that is to take over', () => {
  const compared = (path: string, ...operations: string[]) => ({
    module: { key: path, label: path, encoded: new Uint8Array() },
    file: { path, size: 1, digest: `sha256:${path}`, operations, references: [path] },
  });

  async function begin() {
    const lines: string[] = [];
    const { run, calls } = runOf();
    const comparison = new ModuleComparison(run, { log: (...line) => void lines.push(line.join(' ')) });
    await comparison.compare(compared('new.wasm', 'a', 'b'));
    await comparison.compare(compared('broken.wasm', 'c'));
    return { comparison, calls: () => calls.filter((call) => !call.startsWith('compare')), lines };
  }

  it('runs in the operations that are named, says what came of the comparison, and is compared no further there', async () => {
    const { comparison, calls, lines } = await begin();
    expect(comparison.count).toBe(3);
    expect(await comparison.takeOver(['a', 'a'])).toEqual([
      {
        path: 'new.wasm',
        size: 1,
        digest: 'sha256:new.wasm',
        operations: ['a'],
        references: ['new.wasm'],
      },
    ]);
    expect(calls()).toEqual(['replace a new.wasm']);
    expect(lines.at(-1)).toBe(
      'info "a": new.wasm has taken over. Queues, windows and state stay; the memory of its operators begins afresh. Until then:\n  "a" compared with new.wasm: 2 calls, 0 differ',
    );
    expect((await comparison.read()).map(({ node }) => node)).toEqual(['b', 'c']);
    expect(comparison.count).toBe(2);
  });

  it('and cannot leaves everything as it was', async () => {
    const { comparison, calls } = await begin();
    await expect(comparison.takeOver(['c'])).rejects.toMatchObject({ code: 'OPERATOR_INIT_FALSE' });
    expect([calls(), comparison.count]).toEqual([[], 3]);
  });

  it('must run beside another one', async () => {
    const { comparison, calls } = await begin();
    await expect(comparison.takeOver(['a', 'x'])).rejects.toMatchObject({
      code: 'COMPARE_INVALID',
      message: 'No module runs beside that of "x" that could take over. Operations with one: a, b, c.',
    });
    expect(calls()).toEqual([]);
    await comparison.end(['a', 'b', 'c']);
    await expect(comparison.takeOver(['a'])).rejects.toThrow('This run compares none');
  });
});

describe('a module that is rebuilt and only to be compared', () => {
  it('runs beside the one in place, until that is what is there again', async () => {
    const built = place('temperature', 'operators/temperature/bin/release/temperature.wasm');
    let look: (() => void) | undefined;
    const { run, calls } = runOf();
    const logger = { log: () => undefined };
    const [found] = await prepareComparison(new Map([['convert', 'temperature:1.0.0']]), spec, cache);
    if (!found) throw new Error('nothing was found');
    const { describeModule, findModules } = await import('../../../../src/runtime/run/loadModules.ts');
    const uses = [use('convert')];
    const moduleFiles = (await findModules(uses, spec.modulePlaces)).map(describeModule);
    const comparison = new ModuleComparison(run, logger);
    const updates = new ModuleUpdates({
      spec: { ...spec, moduleUses: uses, moduleFiles },
      run,
      cache,
      time: {
        startTimer: (callback) => {
          look = callback;
          return { dispose: () => undefined };
        },
      },
      onUpdate: () => undefined,
      comparison,
      logger,
    });
    const lookOnce = async (): Promise<void> => {
      const next = look;
      look = undefined;
      next?.();
      await expect.poll(() => look !== undefined).toBe(true);
    };
    const rebuild = async (name: ComponentName, second: number): Promise<void> => {
      place(name, 'operators/temperature/bin/release/temperature.wasm');
      utimesSync(built, second, second);
      for (let count = 0; count < 3; count += 1) await lookOnce();
    };
    updates.begin();
    await rebuild('temperature', 1000);
    expect(calls).toEqual([]);
    await rebuild('faulty', 2000);
    expect(calls).toEqual(['compare convert operators/temperature/bin/release/temperature.wasm']);
    await rebuild('temperature', 3000);
    expect(calls.slice(1)).toEqual(['end convert']);
    await rebuild('faulty', 4000);
    const [taken] = await comparison.takeOver(['convert']);
    if (!taken) throw new Error('nothing was taken over');
    updates.noteRunning(taken);
    // What ran at the start is the other one now.
    await rebuild('temperature', 5000);
    expect(calls.slice(2).map((call) => call.split(' ')[0])).toEqual(['compare', 'replace', 'compare']);
    updates.dispose();
  });
});
