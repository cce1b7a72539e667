// The cache of prepared modules, on a real disk and with the real worker.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LogLevel } from '../../../../src/base/logger.ts';
import { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import {
  ModuleCache,
  type ModuleCacheOptions,
  type ModuleSource,
} from '../../../../src/runtime/component/moduleCache.ts';
import { decodePreparedModule } from '../../../../src/runtime/component/preparedModule.ts';
import { bundleWorker } from '../../../helpers/bundledWorker.ts';
import { readComponent } from '../../../helpers/componentFiles.ts';
import { makeOperator, messageOf, textOf } from '../../../helpers/testOperator.ts';
import { Operator } from '../../../../src/runtime/component/operator.ts';

let workerUrl: URL;
let folder = '';
const scratch = mkdtempSync(join(tmpdir(), 'cache-'));
const lines: [LogLevel, string][] = [];
const logger = { log: (level: LogLevel, message: string): void => void lines.push([level, message]) };
const faulty: ModuleSource = { label: 'faulty.wasm', bytes: readComponent('faulty') };
const temperature: ModuleSource = { label: 'window.wasm', bytes: readComponent('window') };

beforeAll(async () => {
  workerUrl = await bundleWorker('src/runtime/component/prepareWorker.ts');
}, 60_000);
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(dirname(fileURLToPath(workerUrl)), { recursive: true, force: true });
});
beforeEach(() => {
  folder = join(mkdtempSync(join(scratch, 'c-')), 'not', 'made', 'yet');
  lines.length = 0;
});

const cache = (options: Partial<ModuleCacheOptions> = {}): ModuleCache =>
  new ModuleCache({ folder, workerUrl, logger, ...options });

/** Prepares and returns the labels that were not found in the cache. */
async function preparedNow(
  sources: readonly ModuleSource[],
  options?: Partial<ModuleCacheOptions>,
): Promise<string[]> {
  const labels: string[] = [];
  const encoded = await cache(options).prepare(sources, (label) => labels.push(label));
  expect(encoded).toHaveLength(sources.length);
  for (const each of encoded) expect(decodePreparedModule(each)).toBeDefined();
  return labels;
}

describe('the module cache', () => {
  it('prepares a module once, and what it keeps runs', async () => {
    expect(await preparedNow([faulty])).toEqual(['faulty.wasm']);
    expect(await preparedNow([faulty])).toEqual([]);
    const [encoded] = await cache().prepare([faulty]);
    const prepared = decodePreparedModule(encoded ?? new Uint8Array());
    if (!prepared) throw new Error('it was expected to be sound');
    const { parts } = await makeOperator('faulty', 'map');
    const operator = new Operator({ ...parts, module: new LoadedModule(prepared, 'faulty.wasm') });
    expect(textOf(operator.map(messageOf('topic:x')))).toBe('topic:x');
    expect(lines).toEqual([]);
  });

  it('prepares equal modules under two names once, and returns all in order', async () => {
    const twin = { ...faulty, label: 'twin.wasm' };
    const labels: string[] = [];
    const encoded = await cache().prepare([faulty, temperature, twin], (label) => labels.push(label));
    expect(labels).toEqual(['faulty.wasm', 'window.wasm']);
    expect(encoded[0]).toBe(encoded[2]);
    expect(encoded[1]).not.toEqual(encoded[0]);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('keeps modules of another memory cap apart', async () => {
    await preparedNow([faulty]);
    expect(await preparedNow([faulty], { maxMemoryBytes: 1024 * 1024 })).toEqual(['faulty.wasm']);
    expect(await preparedNow([faulty])).toEqual([]);
  });

  it.each([
    ['its digest', (bytes: Buffer) => bytes.fill(bytes[5]! ^ 1, 5, 6)],
    ['the length of its header', (bytes: Buffer) => bytes.fill(bytes[35]! ^ 0x80, 35, 36)],
    ['its header', (bytes: Buffer) => bytes.fill(bytes[50]! ^ 0x20, 50, 51)],
    ['its glue', (bytes: Buffer) => bytes.fill(bytes[5000]! ^ 1, 5000, 5001)],
    ['its last byte', (bytes: Buffer) => bytes.fill(bytes.at(-1)! ^ 1, bytes.length - 1)],
    ['its end, which is cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ['all of it: the file is empty', () => Buffer.alloc(0)],
    ['most of it', (bytes: Buffer) => bytes.subarray(0, 33)],
    ['its end, which is longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)])],
  ])('prepares an entry again that is damaged in %s, and warns', async (_, damage) => {
    await preparedNow([temperature]);
    const path = join(folder, readdirSync(folder)[0] ?? '');
    const sound = readFileSync(path);
    writeFileSync(path, damage(Buffer.from(sound)));
    expect(await preparedNow([temperature])).toEqual(['window.wasm']);
    expect(lines).toEqual([['warn', `Cache entry ${path} is damaged and is prepared again.`]]);
    expect(readFileSync(path).equals(sound)).toBe(true);
  });

  it('leaves one whole entry when two caches prepare at once', async () => {
    const both = await Promise.all([cache().prepare([temperature]), cache().prepare([temperature])]);
    expect(Buffer.from(both[0][0] ?? []).equals(Buffer.from(both[1][0] ?? []))).toBe(true);
    const files = readdirSync(folder);
    expect(files).toHaveLength(1);
    expect(decodePreparedModule(readFileSync(join(folder, files[0] ?? '')))).toBeDefined();
    expect(lines).toEqual([]);
  });

  it('works without a folder that it can write, and says so', async () => {
    const file = join(scratch, 'a-file');
    writeFileSync(file, '');
    expect(await preparedNow([temperature], { folder: join(file, 'below') })).toEqual(['window.wasm']);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toEqual([
      'warn',
      expect.stringMatching(/^Cannot keep a prepared module in .*a-file.below/),
    ]);
    expect(statSync(file).size).toBe(0);
  });

  it('leaves no draft behind when the entry cannot take its place', async () => {
    await preparedNow([temperature]);
    const name = readdirSync(folder)[0] ?? '';
    rmSync(join(folder, name));
    // A folder with something in it cannot be replaced by a file.
    mkdirSync(join(folder, name, 'inner'), { recursive: true });
    expect(await preparedNow([temperature])).toEqual(['window.wasm']);
    expect(readdirSync(folder)).toEqual([name]);
    expect(lines.map(([level]) => level)).toEqual(['warn']);
  });

  it('tells which component cannot be read, and what to do', async () => {
    const broken = { label: 'broken.wasm', bytes: faulty.bytes.subarray(0, 30_000) };
    await expect(cache().prepare([temperature, broken])).rejects.toMatchObject({
      code: 'MODULE_TRANSPILE_FAILED',
      message: expect.stringMatching(
        /^broken\.wasm cannot be read as a component: .+\. Rebuild it with a current toolchain, and check that the file is complete\.$/s,
      ) as string,
    });
    // What came before it has been kept.
    expect(await preparedNow([temperature])).toEqual([]);
  });

  it('tells it the same way when the worker itself does not come up', async () => {
    const nowhere = new URL('file:///nowhere/worker.mjs');
    await expect(cache({ workerUrl: nowhere }).prepare([temperature])).rejects.toMatchObject({
      code: 'MODULE_TRANSPILE_FAILED',
      message: expect.stringMatching(/^window\.wasm cannot be read/) as string,
    });
  });
});
