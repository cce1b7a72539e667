// New files and changed ones: all or none.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeFiles } from '../../../../src/build/templates/placeFiles.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'place-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...parts: string[]): string => join(folder, ...parts);
const listing = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

it('writes new files with their folders, changes others, and leaves nothing else behind', async () => {
  writeFileSync(at('graph'), 'old');
  chmodSync(at('graph'), 0o600);
  await placeFiles({
    created: new Map([
      [at('a', 'b', 'c'), '1'],
      [at('a', 'd'), '2'],
      [at('e'), '3'],
    ]),
    edited: [{ path: at('graph'), before: 'old', after: 'new' }],
  });
  expect(listing()).toEqual(['a', 'a/b', 'a/b/c', 'a/d', 'e', 'graph']);
  expect(readFileSync(at('graph'), 'utf8')).toBe('new');
  expect(statSync(at('graph')).mode & 0o777).toBe(0o600);
});

it('takes everything back when a later file was changed meanwhile', async () => {
  writeFileSync(at('first'), 'one');
  writeFileSync(at('second'), 'changed');
  const placed = placeFiles({
    created: new Map([[at('a', 'b'), '1']]),
    edited: [
      { path: at('first'), before: 'one', after: 'two' },
      { path: at('second'), before: 'as it was', after: 'new' },
    ],
  });
  await expect(placed).rejects.toMatchObject({ code: 'TARGET_CHANGED' });
  expect(listing()).toEqual(['first', 'second']);
  expect(readFileSync(at('first'), 'utf8')).toBe('one');
});

it('overwrites no file, not even through a link that leads nowhere', async () => {
  mkdirSync(at('a'));
  writeFileSync(at('a', 'b'), 'mine');
  symlinkSync('nowhere', at('link'));
  for (const path of [at('a', 'b'), at('link')]) {
    const placed = placeFiles({
      created: new Map([
        [at('new'), ''],
        [path, ''],
      ]),
      edited: [],
    });
    await expect(placed).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
  }
  expect(listing()).toEqual(['a', 'a/b', 'link']);
});

it('changes what a link leads to, and the link stays', async () => {
  writeFileSync(at('graph'), 'old');
  symlinkSync('graph', at('link'));
  await placeFiles({ created: new Map(), edited: [{ path: at('link'), before: 'old', after: 'new' }] });
  expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('graph'), 'utf8')).toBe('new');
});

it('says why nothing can be written', async () => {
  writeFileSync(at('file'), '');
  const placed = placeFiles({ created: new Map([[at('file', 'below'), '']]), edited: [] });
  await expect(placed).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    message: expect.stringMatching(
      /^Nothing was created\. Cannot write .*file: .*move that file away/,
    ) as unknown,
  });
  expect(listing()).toEqual(['file']);
});
