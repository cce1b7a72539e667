// Expressions over messages, in CEL (Common Expression Language, https://cel.dev), for conditions, log points and watches. The
// only user of the library. Knows nothing about stops.
import { Environment } from '@marcbachmann/cel-js';
import { AppError, describeError } from '../../base/errors.ts';
import type { EvaluatedValue } from '../../protocol/debugging.ts';

/** Names an expression may use, with their values; getters are read when used. */
export type ExpressionScope = Readonly<Record<string, unknown>>;

// JSON's numbers are doubles, and people write `payload.count + 1`: whole numbers in an expression meet them as doubles.
const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
  .registerOperator('double + int', (a: number, b: bigint) => a + Number(b))
  .registerOperator('double - int', (a: number, b: bigint) => a - Number(b))
  .registerOperator('double * int', (a: number, b: bigint) => a * Number(b))
  .registerOperator('double / int', (a: number, b: bigint) => a / Number(b))
  .registerOperator('double % int', (a: number, b: bigint) => a % Number(b))
  .registerOperator('double % double', (a: number, b: number) => a % b)
  .registerOperator('int + double', (a: bigint, b: number) => Number(a) + b)
  .registerOperator('int - double', (a: bigint, b: number) => Number(a) - b)
  .registerOperator('int * double', (a: bigint, b: number) => Number(a) * b)
  .registerOperator('int / double', (a: bigint, b: number) => Number(a) / b);

/** An expression ready for use. */
export class Expression {
  readonly #text: string;
  readonly #evaluate: (scope: ExpressionScope) => unknown;

  /** Errors: EXPRESSION_INVALID. */
  constructor(text: string) {
    this.#text = text;
    try {
      this.#evaluate = environment.parse(text) as (scope: ExpressionScope) => unknown;
    } catch (cause) {
      const message = `"${text}" is not a CEL expression: ${firstLine(cause)}. Write for example: payload.temperature > 20.0 && topic.startsWith("sensors/").`;
      throw new AppError('EXPRESSION_INVALID', message, { cause });
    }
  }

  /** Errors: EXPRESSION_FAILED. */
  evaluate(scope: ExpressionScope): unknown {
    try {
      return this.#evaluate(scope);
    } catch (cause) {
      const reason = firstLine(cause);
      const hint = /No such key/i.test(reason)
        ? ' What a message may lack is asked for with has(payload.name).'
        : '';
      throw new AppError('EXPRESSION_FAILED', `"${this.#text}" cannot be worked out: ${reason}.${hint}`, {
        cause,
      });
    }
  }

  /** Errors: EXPRESSION_FAILED, also when it is neither true nor false. */
  test(scope: ExpressionScope): boolean {
    const value = this.evaluate(scope);
    if (typeof value === 'boolean') return value;
    const { type, json } = describeValue(value);
    throw new AppError(
      'EXPRESSION_FAILED',
      `"${this.#text}" gives ${json} (${type}), but a condition must be true or false.`,
    );
  }
}

/** What an expression gave, in a form that can be sent. */
export function describeValue(value: unknown): EvaluatedValue {
  return { type: typeOf(value), json: JSON.stringify(value ?? null, plain) };
}

/** What a text shows for it: texts as they are. */
export function showValue(value: unknown): string {
  return typeof value === 'string' ? value : describeValue(value).json;
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null_type';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      return value instanceof Date ? 'timestamp' : 'map';
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Map) return Object.fromEntries(value as ReadonlyMap<string, unknown>);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}

function firstLine(error: unknown): string {
  return (describeError(error).split('\n')[0] ?? '').replace(/\.$/, '');
}
