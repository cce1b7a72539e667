// Says why a file or folder could not be written, and what helps, from what the system answered. Writes nothing itself.
import { AppError, describeError, isSystemError } from './errors.ts';

/** What the system answers and what a person can do about it. */
const remedies: readonly (readonly [codes: readonly string[], remedy: string])[] = [
  [
    ['EACCES', 'EPERM', 'EROFS'],
    'It is read-only for you: change the rights of its folder, or take another folder.',
  ],
  [['ENAMETOOLONG'], 'Its path is too long: take a shorter name, or a folder nearer to the root.'],
  [['ENOENT'], 'Its folder does not exist: create it first.'],
  [['ENOTDIR', 'EEXIST'], 'A file stands where a folder has to be: move that file away.'],
  [['EISDIR'], 'A folder stands in its place: take another name.'],
  [['ENOSPC', 'EDQUOT'], 'There is no space left: make some on that disk.'],
];

/** FILE_UNWRITABLE. `path`: the file or folder, as the person knows it; `cause`: what the attempt threw. */
export function writeFailure(path: string, cause: unknown): AppError {
  const remedy = remedies.find(([codes]) => isSystemError(cause, ...codes))?.[1];
  const words = remedy === undefined ? '' : ` ${remedy}`;
  return new AppError('FILE_UNWRITABLE', `Cannot write ${path}: ${describeError(cause)}.${words}`, { cause });
}
