// Files are named and opened the way the house does it. Sizes, exports and imports are the linter's matter.
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, readText, stemOf } from './repository.ts';

const product = listFiles('src');
const all = [
  ...product,
  ...listFiles('test/unit'),
  ...listFiles('test/integration'),
  ...listFiles('scripts'),
];
const written = all.filter((path) => /\.(ts|mjs)$/.test(path) && !path.endsWith('.generated.ts'));

const isLowerCamel = (stem: string): boolean => /^[a-z][a-zA-Z0-9]*$/.test(stem);
const isGrabBag = (stem: string): boolean => /utils?$|helpers?$|common|manager|handler/i.test(stem);

/** How many comment lines a file opens with, after a line for the shell; 0 when it opens with code. */
function countOpeningLines(text: string): number {
  const lines = text.replace(/^#!.*\n/, '').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return end === -1 ? lines.length : end;
}

describe('a file', () => {
  it('is named in lowerCamel', () => {
    expect(written.filter((path) => !isLowerCamel(stemOf(path)))).toEqual([]);
  });

  it('is not named after a grab bag, nor is its folder in src', () => {
    const folders = product.flatMap((path) => path.split('/').slice(1, -1));
    expect([...written.map((path) => stemOf(path)), ...folders].filter(isGrabBag)).toEqual([]);
  });

  it('opens with one to four lines of comment', () => {
    const counts = written.map((path) => [path, countOpeningLines(readText(path))] as const);
    // Scripts tell their options there, too.
    const isTooLong = (path: string, count: number): boolean => count > 4 && !path.startsWith('scripts/');
    expect(counts.filter(([path, count]) => count === 0 || isTooLong(path, count))).toEqual([]);
  });

  it('in test/unit stands where its subject stands in src or webview', () => {
    const folderOf = (path: string): string => path.slice(0, -basename(path).length);
    // Where tests are, the folder of the visual editor is left out.
    const views = listFiles('webview').map((path) => path.replace('webview/graph/', 'webview/'));
    const folders = new Set([...product, ...views].map(folderOf));
    const tests = listFiles('test/unit').filter((path) => path.endsWith('.test.ts'));
    const mirrored = tests.map((path) =>
      folderOf(path).replace('test/unit/webview/', 'webview/').replace('test/unit/', 'src/'),
    );
    expect(mirrored.filter((folder) => folder !== 'src/house/' && !folders.has(folder))).toEqual([]);
  });
});

describe('the rules of naming', () => {
  it.each(['stringUtils', 'util', 'testHelpers', 'runManager', 'commonTypes', 'errorHandler'])(
    'refuse %s',
    (stem) => {
      expect(isGrabBag(stem)).toBe(true);
    },
  );

  it.each(['RunEngine', 'run-engine', 'run_engine', '1st'])('want lowerCamel instead of %s', (stem) => {
    expect(isLowerCamel(stem)).toBe(false);
  });

  it('see a file that opens with code', () => {
    expect(countOpeningLines("import 'a';\n// Late.\n")).toBe(0);
    expect(countOpeningLines('#!/usr/bin/env node\n// One.\n// Two.\nlet a;\n')).toBe(2);
  });
});
