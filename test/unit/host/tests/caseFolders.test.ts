// Test files as a tree of folders.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeFiles, type CaseFolder } from '../../../../src/host/tests/caseFolders.ts';

function filesOf({ files, folders }: CaseFolder): string[] {
  return [...files, ...folders.flatMap(filesOf)];
}

describe('the tree of test files', () => {
  it('joins folders that hold nothing but one other folder', () => {
    const tree = arrangeFiles(['a/b/c/x.test.yaml', 'a/b/d/y.test.yaml', 'z.test.yaml']);
    expect(tree.files).toEqual(['z.test.yaml']);
    expect(tree.folders.map(({ label, path }) => [label, path])).toEqual([['a/b', 'a/b']]);
    expect(tree.folders[0]?.folders.map(({ label, path }) => [label, path])).toEqual([
      ['c', 'a/b/c'],
      ['d', 'a/b/d'],
    ]);
  });

  it('holds every file once, each in its folder', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 })
      .map((parts) => `${parts.join('/')}.test.yaml`);
    fc.assert(
      fc.property(fc.uniqueArray(path), (paths) => {
        const tree = arrangeFiles(paths);
        expect(filesOf(tree).sort()).toEqual([...paths].sort());
        const check = (folder: CaseFolder): void => {
          for (const file of folder.files) expect(file.slice(0, file.lastIndexOf('/'))).toBe(folder.path);
          folder.folders.forEach(check);
        };
        tree.folders.forEach(check);
      }),
    );
  });
});
