// Checks of the shape of values that come from outside, put together from small ones. Knows no message.

/** Whether a value has the shape that is wanted. */
export type Shape = (value: unknown) => boolean;

/** Longest text in a message, in characters; pictures are larger and say so. */
export const MAX_TEXT = 5_000_000;

export function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

/** A text of at most `max` characters. */
export function textUpTo(max: number): Shape {
  return (value) => typeof value === 'string' && value.length <= max;
}

/** A whole number from 0. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

export function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** One of these values. */
export function oneOf(...values: readonly unknown[]): Shape {
  return (value) => values.includes(value);
}

/** Left out or undefined. */
export function optional(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

/** Left out, undefined or null. */
export function nullable(shape: Shape): Shape {
  return (value) => isNothing(value) || shape(value);
}

export function listOf(shape: Shape, maxLength = 100_000): Shape {
  return (value) => Array.isArray(value) && value.length <= maxLength && value.every(shape);
}

/** A record with no other keys than these. */
export function record(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value) =>
    isRecord(value) &&
    Object.keys(value).every((key) => Object.hasOwn(shapes, key)) &&
    Object.entries(shapes).every(([key, shape]) => shape(Object.hasOwn(value, key) ? value[key] : undefined));
}

/** A record from any names to values of one shape. */
export function mapOf(shape: Shape, maxSize = 100_000): Shape {
  return (value) => {
    if (!isRecord(value)) return false;
    const values = Object.values(value);
    return values.length <= maxSize && values.every(shape);
  };
}

/** A record of the shape that the text at its key `kind` names. */
export function kinds(shapes: Readonly<Record<string, Readonly<Record<string, Shape>>>>): Shape {
  return kindsBy('kind', shapes);
}

/** A record of the shape that the text at `key` names. */
export function kindsBy(
  key: string,
  shapes: Readonly<Record<string, Readonly<Record<string, Shape>>>>,
): Shape {
  const records = new Map(
    Object.entries(shapes).map(([kind, shape]) => [kind, record({ ...shape, [key]: oneOf(kind) })]),
  );
  return (value) => {
    if (!isRecord(value)) return false;
    const kind = value[key];
    return typeof kind === 'string' && (records.get(kind)?.(value) ?? false);
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
