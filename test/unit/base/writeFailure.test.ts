// What people are told when a file cannot be written, by what the system answered.
import { expect, it } from 'vitest';
import { writeFailure } from '../../../src/base/writeFailure.ts';

const refused = (code: string): Error => Object.assign(new Error(`${code}: no, open '/w/a'`), { code });

it.each([
  ['EACCES', 'read-only for you'],
  ['EPERM', 'read-only for you'],
  ['EROFS', 'read-only for you'],
  ['ENAMETOOLONG', 'path is too long'],
  ['ENOENT', 'folder does not exist'],
  ['ENOTDIR', 'move that file away'],
  ['EEXIST', 'move that file away'],
  ['EISDIR', 'take another name'],
  ['ENOSPC', 'no space left'],
])('%s is told with what helps', (code, remedy) => {
  const cause = refused(code);
  const failure = writeFailure('out/a.yaml', cause);
  expect(failure.code).toBe('FILE_UNWRITABLE');
  expect(failure.message).toMatch(
    new RegExp(`^Cannot write out/a\\.yaml: ${code}: no, open '/w/a'\\. .*${remedy}`),
  );
  expect(failure.cause).toBe(cause);
});

it('what nobody knows is told as it is', () => {
  expect(writeFailure('a', refused('EIO')).message).toBe("Cannot write a: EIO: no, open '/w/a'.");
});
