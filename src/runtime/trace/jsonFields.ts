// Fields of traces that somebody may have written or edited by hand: each is checked. Knows nothing about what they mean.

/** What a field should have been. */
export class FieldError extends Error {}

export type Json = Readonly<Record<string, unknown>>;

/** `{[name]: parsed}`, or nothing when the field is absent. */
export function optional<K extends string, T>(
  name: K,
  json: Json,
  parse: (value: unknown, name: string) => T,
): Partial<Record<K, T>> {
  const value = json[name];
  if (value === undefined) return {};
  const result: Partial<Record<K, T>> = {};
  result[name] = parse(value, name);
  return result;
}

export function object(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FieldError(`${name} is not an object`);
  return value as Json;
}

export function list<T>(value: unknown, name: string, parse: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new FieldError(`"${name}" is not a list`);
  return value.map(parse);
}

export function string(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new FieldError(`"${name}" is not a string`);
  return value;
}

export function number(value: unknown, name: string): number {
  if (typeof value !== 'number') throw new FieldError(`"${name}" is not a number`);
  return value;
}

export function whole(value: unknown, name: string, min: number): number {
  const found = number(value, name);
  if (!Number.isSafeInteger(found) || found < min)
    throw new FieldError(`"${name}" is not a whole number from ${String(min)}`);
  return found;
}

export function oneOf<T>(values: readonly T[], value: unknown, name: string): T {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new FieldError(`"${name}" is none of ${values.join(', ')}`);
  return found;
}
