// The text of a log point: plain text with CEL expressions in braces. Knows nothing about rules.
import { AppError } from '../../base/errors.ts';
import { Expression, type ExpressionScope, showValue } from './expression.ts';

/** A text ready to be filled in. `{{` and `}}` are braces. */
export class LogText {
  readonly #parts: readonly (string | Expression)[];

  /** Errors: EXPRESSION_INVALID. */
  constructor(text: string) {
    this.#parts = split(text);
  }

  /** Errors: EXPRESSION_FAILED. */
  fill(scope: ExpressionScope): string {
    return this.#parts
      .map((part) => (typeof part === 'string' ? part : showValue(part.evaluate(scope))))
      .join('');
  }
}

function split(text: string): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let plain = '';
  for (let index = 0; index < text.length;) {
    const two = text.slice(index, index + 2);
    if (two === '{{' || two === '}}') {
      plain += two.slice(1);
      index += 2;
    } else if (text[index] === '{') {
      const end = endOfExpression(text, index);
      parts.push(plain, new Expression(text.slice(index + 1, end)));
      plain = '';
      index = end + 1;
    } else {
      plain += text.charAt(index);
      index += 1;
    }
  }
  return [...parts, plain];
}

// Expressions may hold maps and texts with braces of their own.
function endOfExpression(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let index = start; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== '') {
      if (char === '\\') index += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth += 1;
    else if (char === '}' && (depth -= 1) === 0) return index;
  }
  throw new AppError(
    'EXPRESSION_INVALID',
    `"${text}" has a "{" without its "}". Write {{ for a brace that is text.`,
  );
}
