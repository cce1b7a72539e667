// How often a rule must be met before it does something. Knows nothing about rules.
import { AppError } from '../../base/errors.ts';

const forms: Readonly<Record<string, (wanted: number) => (count: number) => boolean>> = {
  '': (wanted) => (count) => count === wanted,
  '=': (wanted) => (count) => count === wanted,
  '==': (wanted) => (count) => count === wanted,
  '>': (wanted) => (count) => count > wanted,
  '>=': (wanted) => (count) => count >= wanted,
  '<': (wanted) => (count) => count < wanted,
  '<=': (wanted) => (count) => count <= wanted,
  '%': (wanted) => (count) => wanted > 0 && count % wanted === 0,
};

/** Whether the nth time (counted from 1) is one that was asked for. Errors: EXPRESSION_INVALID. */
export function compileHitCount(text: string): (count: number) => boolean {
  const { operator = '', number } = /^\s*(?<operator>[<>=%]*)\s*(?<number>\d+)\s*$/.exec(text)?.groups ?? {};
  const form = number === undefined ? undefined : forms[operator];
  if (form) return form(Number(number));
  throw new AppError(
    'EXPRESSION_INVALID',
    `"${text}" is not a hit count: write a number, or one behind ==, >=, >, <=, < or % (every nth time), such as "% 5".`,
  );
}
