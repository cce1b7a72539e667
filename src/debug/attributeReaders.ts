// Reads single attributes of a launch configuration. What is wrong is told by name, with what was found and what is allowed. Knows no
// attribute.
import { AppError } from '../base/errors.ts';

/** Errors of all of these: LAUNCH_INVALID. */
export type Reader<T> = (value: unknown, name: string) => T;

export function refuse(name: string, value: unknown, wanted: string): AppError {
  const found = JSON.stringify(value);
  const shown = found.length > 80 ? `${found.slice(0, 79)}…` : found;
  return new AppError('LAUNCH_INVALID', `"${name}" of the launch is ${shown}; ${wanted} is allowed.`);
}

export function readText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw refuse(name, value, 'a text');
}

export function readTexts(value: unknown, name: string): readonly string[] {
  const texts: unknown = typeof value === 'string' ? [value] : value;
  if (Array.isArray(texts) && texts.length > 0 && texts.every((text) => typeof text === 'string'))
    return texts;
  throw refuse(name, value, 'a text or a list of texts');
}

export function readTextMap(value: unknown, name: string): Readonly<Record<string, string>> {
  if (!isMap(value)) throw refuse(name, value, 'a map of texts');
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      // Parameters are texts for operators; people write numbers all the same.
      if (typeof entry === 'number' || typeof entry === 'boolean') return [key, String(entry)];
      return [key, readText(entry, `${name}.${key}`)];
    }),
  );
}

export function readBoolean(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw refuse(name, value, 'true or false');
}

export function readWhole(least: number, most: number = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, name) => {
    if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)
      return value as number;
    const top = most === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${String(most)}`;
    throw refuse(name, value, `a whole number of at least ${String(least)}${top}`);
  };
}

export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (value, name) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw refuse(name, value, values.map((each) => `"${each}"`).join(' or '));
  };
}

export function readParts<K extends string>(
  value: unknown,
  name: string,
  keys: readonly K[],
): Partial<Record<K, unknown>> {
  if (!isMap(value)) throw refuse(name, value, `a map with ${keys.map((key) => `"${key}"`).join(', ')}`);
  const unknown = Object.keys(value).find((key) => !keys.some((known) => known === key));
  if (unknown !== undefined)
    throw refuse(`${name}.${unknown}`, value[unknown], `only ${keys.map((key) => `"${key}"`).join(', ')}`);
  return value as Partial<Record<K, unknown>>;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
