// Proves the rules of eslint.config.mjs that are ours: what is restricted, where, and who is let off.
import { pathToFileURL } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { exists, readText, root } from './repository.ts';

const inRuntime = 'src/runtime/scheduler/item.ts';
const longFunction = `export function f(): void {\n${'  void 0;\n'.repeat(90)}}`;

const refused: readonly (readonly [what: string, file: string, code: string, rule: string])[] = [
  ['Date.now', inRuntime, 'export const t = (): number => Date.now();', 'no-restricted-properties'],
  ['new Date()', inRuntime, 'export const t = (): Date => new Date();', 'no-restricted-syntax'],
  [
    'setTimeout',
    inRuntime,
    'export const t = (f: () => void): void => void setTimeout(f, 1);',
    'no-restricted-globals',
  ],
  [
    'setInterval',
    inRuntime,
    'export const t = (f: () => void): void => void setInterval(f, 1);',
    'no-restricted-globals',
  ],
  ['performance', inRuntime, 'export const t = (): number => performance.now();', 'no-restricted-globals'],
  [
    'timers by import',
    inRuntime,
    "export { setTimeout } from 'node:timers/promises';",
    'no-restricted-imports',
  ],
  ['timers by globalThis', inRuntime, 'export const t = globalThis.setTimeout;', 'no-restricted-properties'],
  ['console', inRuntime, "console.log('x');", 'no-console'],
  ['an enum', inRuntime, "export enum E { A = 'a' }", 'no-restricted-syntax'],
  [
    'an enum on the command line',
    'src/cli/exitCodes.ts',
    "export enum E { A = 'a' }",
    'no-restricted-syntax',
  ],
  ['a default export', inRuntime, 'export default 1;', 'no-restricted-syntax'],
  ['any', inRuntime, 'export let a: any;', '@typescript-eslint/no-explicit-any'],
  ['a floating promise', inRuntime, 'Promise.resolve(1);', '@typescript-eslint/no-floating-promises'],
  [
    'a switch that forgets a case',
    inRuntime,
    "export function f(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; } return 2; }",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  ['a function of 92 lines', inRuntime, longFunction, 'max-lines-per-function'],
  ['a file of 501 lines', inRuntime, 'export {};\n'.repeat(501), 'max-lines'],
  [
    'a type imported as a value',
    inRuntime,
    "import { Range } from '../../base/position.ts'; export type R = Range;",
    '@typescript-eslint/consistent-type-imports',
  ],
];

const allowed: readonly (readonly [what: string, file: string, code: string])[] = [
  ['a date of a given time', inRuntime, 'export const t = (ms: number): Date => new Date(ms);'],
  [
    'Date.now in the real clock',
    'src/runtime/engine/systemTime.ts',
    'export const t = (): number => Date.now();',
  ],
  ['Date.now on the command line', 'src/cli/exitCodes.ts', 'export const t = (): number => Date.now();'],
  ['console on the command line', 'src/cli/exitCodes.ts', "console.log('x');"],
  ['a timer in a test', 'test/helpers/manualTime.ts', 'setTimeout(() => undefined, 1);'],
  ['a function of 90 lines', inRuntime, longFunction.replace('  void 0;\n'.repeat(2), '')],
];

const config = (await import(pathToFileURL(`${root}/eslint.config.mjs`).href)) as {
  realTimeAllowances: Readonly<Record<string, string>>;
};

let rulesOf: (file: string, code: string) => Promise<readonly string[]>;

beforeAll(() => {
  const eslint = new ESLint({ cwd: root });
  rulesOf = async (file, code) => {
    const [result] = await eslint.lintText(`${code}\n`, { filePath: `${root}/${file}` });
    return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? ['not linted'];
  };
});

// The first one loads the project.
const timeout = 60_000;

describe('refuses', () => {
  it.each(refused)(
    '%s',
    async (_what, file, code, rule) => {
      expect(await rulesOf(file, code)).toContain(rule);
    },
    timeout,
  );
});

describe('lets pass', () => {
  it.each(allowed)(
    '%s',
    async (_what, file, code) => {
      expect(await rulesOf(file, code)).toEqual([]);
    },
    timeout,
  );
});

it.each(Object.keys(config.realTimeAllowances))('%s still needs its allowance of real time', (file) => {
  expect(exists(file)).toBe(true);
  expect(readText(file)).toMatch(/Date\.now|setTimeout|setInterval|performance\.now|new Date\(\)/);
});
