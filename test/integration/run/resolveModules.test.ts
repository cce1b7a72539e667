// Which file a module reference means, on a real disk.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseModuleReference } from '../../../src/graph/moduleReference.ts';
import { resolveModule } from '../../../src/runtime/run/resolveModules.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'modules-'))));
afterEach(() => rm(root, { recursive: true }));

/** Writes a file that says where it is, changed at `seconds`. */
async function write(path: string, seconds: number): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, path);
  await utimes(file, seconds, seconds);
}

async function resolve(text: string, explicit: Readonly<Record<string, string>> = {}): Promise<string> {
  const reference = parseModuleReference(text);
  if (!reference) throw new Error(`${text} is no reference`);
  const { bytes } = await resolveModule(reference, 'node', {
    explicit: new Map(Object.entries(explicit)),
    workspaceFolder: join(root, 'work'),
    cacheFolder: join(root, 'cache'),
  });
  return Buffer.from(bytes).toString();
}

it('means what was built in the workspace, even when the pulled module is newer', async () => {
  await write('work/operators/t/bin/release/t.wasm', 100);
  await write('cache/t/1.0.0.wasm', 200);
  expect(await resolve('t:1.0.0')).toBe('work/operators/t/bin/release/t.wasm');
});

it('means the newest of several builds', async () => {
  await write('work/operators/t/bin/x86_64/release/t.wasm', 100);
  await write('work/operators/t/bin/x86_64/debug/t.wasm', 200);
  expect(await resolve('t:1.0.0')).toBe('work/operators/t/bin/x86_64/debug/t.wasm');
});

it('means the pulled module of its tag where nothing is built', async () => {
  await write('cache/team/t/1.0.0.wasm', 100);
  await write('cache/team/t/2.0.0.wasm', 200);
  expect(await resolve('team/t:1.0.0')).toBe('cache/team/t/1.0.0.wasm');
});

it('means the file that was given before all others', async () => {
  await write('work/operators/t/bin/release/t.wasm', 100);
  await write('work/mine.wasm', 50);
  expect(await resolve('t:1.0.0', { 't:1.0.0': 'mine.wasm' })).toBe('work/mine.wasm');
});

it('tells every place where it looked', async () => {
  await expect(resolve('t:1.0.0')).rejects.toMatchObject({
    code: 'MODULE_NOT_FOUND',
    message: expect.stringMatching(
      /operators.*cache.*1\.0\.0\.wasm.*Build the operator, or put its file in one of these places\.$/s,
    ) as string,
  });
});
