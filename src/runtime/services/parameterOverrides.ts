// Reads the value of TK_CONFIGURATION_PARAMETERS: configuration parameters for a run. Azure IoT Operations' documentation
// names the variable ("for data flow operator configuration parameters") without giving its form, so the forms below are
// ours; the list has the shape of `graphSettings.configuration` in a DataflowGraph resource. Knows nothing about graphs.
import { AppError } from '../../base/errors.ts';
import { parseJsonValue } from './jsonText.ts';

/** A value for a parameter of one operation, or, without `node`, of every operation that declares it. */
export interface ParameterOverride {
  readonly node?: string;
  readonly key: string;
  readonly value: string;
}

/** From values by `operation.parameter`, or `parameter` alone: as on the command line, the parameter is what stands behind the last dot. */
export function namedOverrides(values: Readonly<Record<string, string>> = {}): ParameterOverride[] {
  return Object.entries(values).map(([name, value]) => {
    const dot = name.lastIndexOf('.');
    return dot < 0 ? { key: name, value } : { node: name.slice(0, dot), key: name.slice(dot + 1), value };
  });
}

const FORMS =
  'Use {"key": "value"}, {"operation": {"key": "value"}}, [{"key": "…", "value": "…", "node": "…"}] or key=value;key=value';

/**
 * Reads one of four forms, chosen by the first character:
 * - `{"key": "value"}`: for every operation that declares `key`;
 * - `{"module-temperature/map": {"key": "value"}}`: for the operation of that name; both may be mixed;
 * - `[{"key": "key", "value": "value", "node": "module-temperature/map"}]`: `node` may be absent;
 * - `key=value;other=value`: for every operation that declares the key; white space around the parts is dropped.
 * Numbers and booleans become their JSON text. An empty value gives no overrides. Order is kept.
 * Errors: FILE_INVALID, naming `file` and `line`.
 */
export function parseParameterOverrides(
  value: string,
  file: string,
  line: number,
): readonly ParameterOverride[] {
  const text = value.trim();
  const where = `${file}:${String(line)}: TK_CONFIGURATION_PARAMETERS`;
  if (text === '') return [];
  if (text.startsWith('[')) return readList(parseJsonValue(text, where), where);
  if (text.startsWith('{')) return readObject(parseJsonValue(text, where), where);
  return readPairs(text, where);
}

function readPairs(text: string, where: string): ParameterOverride[] {
  const pairs = text.split(';').filter((pair) => pair.trim() !== '');
  return pairs.map((pair) => {
    const split = pair.indexOf('=');
    const key = pair.slice(0, split).trim();
    if (split === -1 || key === '') throw invalid(where, `"${pair.trim()}" is no key=value`);
    return { key, value: pair.slice(split + 1).trim() };
  });
}

function readObject(root: unknown, where: string): ParameterOverride[] {
  return Object.entries(root as Record<string, unknown>).flatMap(([name, value]) =>
    isRecord(value)
      ? Object.entries(value).map(([key, inner]) => override(name, key, inner, where))
      : [override(undefined, name, value, where)],
  );
}

function readList(root: unknown, where: string): ParameterOverride[] {
  return (root as unknown[]).map((item, index) => {
    if (!isRecord(item) || typeof item.key !== 'string')
      throw invalid(where, `item ${String(index + 1)} has no "key"`);
    const node = item.node;
    if (node !== undefined && typeof node !== 'string')
      throw invalid(where, `item ${String(index + 1)} has a "node" that is not text`);
    return override(node, item.key, item.value, where);
  });
}

function override(node: string | undefined, key: string, value: unknown, where: string): ParameterOverride {
  if (key === '' || node === '') throw invalid(where, 'a name is empty');
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw invalid(where, `"${key}" has a value that is neither text nor number nor boolean`);
  return { ...(node === undefined ? {} : { node }), key, value: String(value) };
}

function invalid(where: string, fault: string): AppError {
  return new AppError('FILE_INVALID', `${where}: ${fault}. ${FORMS}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
