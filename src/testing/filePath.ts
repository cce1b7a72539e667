// File paths as text, for POSIX and Windows alike: the separator is told by the path, not by the machine. Reads nothing.

const WINDOWS_ROOT = /^(?:[A-Za-z]:[\\/]|[\\/]{2}[^\\/]+[\\/]+[^\\/]+(?:[\\/]|$))/;

/** Whether `path` is written the Windows way: a drive, a network share, or backslashes only. */
function isWindowsPath(path: string): boolean {
  return WINDOWS_ROOT.test(path) || (path.includes('\\') && !path.includes('/'));
}

function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || WINDOWS_ROOT.test(path);
}

/** The last part of `path`. */
export function fileNameOf(path: string): string {
  const separators = isWindowsPath(path) ? /[\\/]/ : /\//;
  return path.split(separators).at(-1) ?? '';
}

/** The folder of the file `path`, without a separator at its end unless it is a root; `.` for a bare name. */
export function folderOf(path: string): string {
  const isWindows = isWindowsPath(path);
  const cut = isWindows ? Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) : path.lastIndexOf('/');
  if (cut < 0) return '.';
  const folder = path.slice(0, cut);
  return folder === '' || /^[A-Za-z]:$/.test(folder) ? path.slice(0, cut + 1) : folder;
}

/** The path of `name`, a file in `folder`. */
export function joinName(folder: string, name: string): string {
  if (folder === '.') return name;
  const separator = isWindowsPath(folder) ? '\\' : '/';
  return /[\\/]$/.test(folder) ? folder + name : folder + separator + name;
}

/**
 * The path that `target` means when it is written in the file `file`. Both separators are understood in `target`,
 * whatever the machine, so that a test runs everywhere; the result has those of `file`. `.` and `..` are resolved.
 */
export function resolveBeside(file: string, target: string): string {
  if (isAbsolutePath(target)) return target;
  const folder = folderOf(file);
  const isWindows = isWindowsPath(file);
  const root = isWindows
    ? (WINDOWS_ROOT.exec(folder)?.[0] ?? '').replaceAll('/', '\\')
    : folder.startsWith('/')
      ? '/'
      : '';
  const parts = folder.slice(root.length).split(isWindows ? /[\\/]/ : /\//);
  const separator = isWindows ? '\\' : '/';
  const path = resolveDots([...parts, ...target.split(/[\\/]/)], root !== '').join(separator);
  if (root === '') return path === '' ? '.' : path;
  return /[\\/]$/.test(root) ? root + path : root + separator + path;
}

function resolveDots(parts: readonly string[], hasRoot: boolean): string[] {
  const result: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') result.push(part);
    else if (result.length > 0 && result.at(-1) !== '..') result.pop();
    else if (!hasRoot) result.push(part);
  }
  return result;
}

/** Negative, 0 or positive: the order of two file names by the bytes of their UTF-8 form. */
export function compareNames(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, character] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}
