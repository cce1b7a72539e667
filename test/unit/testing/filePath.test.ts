// Paths written in test files, on every machine.
import { describe, expect, it } from 'vitest';
import {
  compareNames,
  fileNameOf,
  folderOf,
  joinName,
  resolveBeside,
} from '../../../src/testing/filePath.ts';

describe('a path beside a file', () => {
  it.each([
    ['/w/tests/a/a.test.yaml', './input', '/w/tests/a/input'],
    ['/w/tests/a/a.test.yaml', '../../graph.yaml', '/w/graph.yaml'],
    ['/w/tests/a/a.test.yaml', '..\\..\\graph.yaml', '/w/graph.yaml'],
    ['/w/b\\c/a.test.yaml', 'x', '/w/b\\c/x'],
    ['/a.test.yaml', '../../x', '/x'],
    ['/w/a.test.yaml', '/abs/x', '/abs/x'],
    ['/w/a.test.yaml', 'C:\\x', 'C:\\x'],
    ['a.test.yaml', 'input', 'input'],
    ['a.test.yaml', '.', '.'],
    ['tests/a.test.yaml', '../../x', '../x'],
    ['a.test.yaml', '../../x', '../../x'],
    ['C:\\w\\tests\\a.test.yaml', '../graph.yaml', 'C:\\w\\graph.yaml'],
    ['C:/w/tests/a.test.yaml', './input/', 'C:\\w\\tests\\input'],
    ['C:\\a.test.yaml', '..\\x', 'C:\\x'],
    ['\\\\server\\share\\t\\a.test.yaml', '../../../x', '\\\\server\\share\\x'],
    ['tests\\a.test.yaml', '../x', 'x'],
  ])('%s + %s = %s', (file, target, expected) => {
    expect(resolveBeside(file, target)).toBe(expected);
  });
});

describe('parts of a path', () => {
  it('are told apart by its own separator', () => {
    expect([folderOf('/w/a.yaml'), fileNameOf('/w/a.yaml')]).toEqual(['/w', 'a.yaml']);
    expect([folderOf('C:\\w\\a.yaml'), fileNameOf('C:\\w\\a.yaml')]).toEqual(['C:\\w', 'a.yaml']);
    expect([folderOf('/a'), folderOf('a'), folderOf('C:\\a')]).toEqual(['/', '.', 'C:\\']);
    expect([joinName('/w', 'a'), joinName('/', 'a'), joinName('.', 'a')]).toEqual(['/w/a', '/a', 'a']);
    expect([joinName('C:\\w', 'a'), joinName('C:\\', 'a')]).toEqual(['C:\\w\\a', 'C:\\a']);
  });
});

describe('file names', () => {
  it('are ordered by their UTF-8 bytes', () => {
    const names = ['b', 'a10', 'a2', 'B', 'a', '\u{1F600}', '\uFFFD', 'é'];
    const byBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...names].sort(compareNames)).toEqual(byBytes);
  });
});
