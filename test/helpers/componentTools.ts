// Where tests find the programs for operators in Python and JavaScript: componentize-py and pytest of continuous integration or the
// path's own, and the jco that npm installed. Knows no test.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, resolve } from 'node:path';
// @ts-expect-error A script without types.
import { findComponentizePy, findPytestPython } from '../../scripts/toolchains.mjs';

const componentizePy: string = (findComponentizePy as () => string)();

/** A Python that has pytest, if any has. */
export const pytestPython: string = (findPytestPython as () => string)();

/** Why nothing can be built from Python, as the reason to skip; undefined when it can, or has to (REQUIRE_ALL). */
export function missingComponentizePy(): string | undefined {
  return process.env['REQUIRE_ALL'] === 'true' || spawnSync(componentizePy, ['--version']).status === 0
    ? undefined
    : 'skipped, not installed: componentize-py (pip install componentize-py==0.14.0)';
}

/** Why unit tests in Python cannot be run, as the reason to skip; undefined when they can, or have to (REQUIRE_ALL). */
export function missingPytest(): string | undefined {
  return process.env['REQUIRE_ALL'] === 'true' ||
    spawnSync(pytestPython, ['-m', 'pytest', '--version']).status === 0
    ? undefined
    : 'skipped, not installed: pytest (pip install pytest)';
}

/** `path` with folders before it that have `componentize-py` and `jco`. */
export function pathWithTools(path: string = process.env['PATH'] ?? ''): string {
  const folders = [...(componentizePy.includes('/') ? [dirname(componentizePy)] : []), jcoFolder];
  return [...folders, path].join(delimiter);
}

/** Has the program `jco`. */
const jcoFolder: string = resolve('node_modules/.bin');
