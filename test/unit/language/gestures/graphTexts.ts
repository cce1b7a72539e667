// Graphs as texts in many styles: indentation, braces, line ends, quotes, comments. Knows no gesture.
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { arms, hasOperator, operationTypes } from '../../../../src/graph/model.ts';
import { styles } from '../fixes/mutatedText.ts';

const sample = (name: string): string =>
  readFileSync(new URL(`../../../../samples/thermostats/${name}.dataflow.yaml`, import.meta.url), 'utf8');

export const simple: string = sample('graph-simple');
export const complex: string = sample('graph-complex');

/** Texts that people wrote, by name. */
export const writtenTexts: Readonly<Record<string, string>> = {
  simple,
  complex,
  polyglot: sample('graph-polyglot'),
  ...Object.fromEntries(Object.entries(styles).filter(([name]) => name !== 'resources')),
};

type Value = string | boolean | readonly Value[] | { readonly [key: string]: Value };

/** A graph without cycles: connections lead from lower to higher places. */
const plainGraph: fc.Arbitrary<Value> = fc
  .record({
    types: fc.array(fc.constantFrom(...operationTypes), { maxLength: 7 }),
    ways: fc.uniqueArray(fc.tuple(fc.nat(8), fc.nat(8), fc.nat(1), fc.boolean()), {
      maxLength: 10,
      selector: ([from, to, arm]) => `${String(from)} ${String(to)} ${String(arm)}`,
    }),
    configured: fc.array(fc.nat(7), { maxLength: 3 }),
    hasSchemas: fc.boolean(),
  })
  .map(({ types, ways, configured, hasSchemas }) => {
    const all = ['source', ...types, 'sink'] as const;
    const nameOf = (index: number): string => `${all[index] ?? ''} ${String(index)}`;
    const seen = new Set<string>();
    const connections = ways.flatMap(([a, b, arm, isTyped]) => {
      const [from, to] = [a % all.length, b % all.length];
      const isBranch = all[from] === 'branch';
      const id = `${String(from)} ${String(to)} ${isBranch ? String(arm) : ''}`;
      if (from >= to || all[from] === 'sink' || all[to] === 'source' || seen.has(id)) return [];
      seen.add(id);
      const start = {
        name: nameOf(from),
        ...(isBranch && { arm: arms[arm] ?? 'True' }),
        ...(isTyped && hasSchemas && { schemaName: 's' }),
      };
      return [{ from: start, to: { name: nameOf(to) } }];
    });
    const configurations = [...new Set(configured)].flatMap((at) => {
      const type = all[at];
      if (!type || !hasOperator(type)) return [];
      const parameters = { a: { name: 'a', default: '1', required: true }, 'b c': { name: 'b c' } };
      return [{ name: nameOf(at), parameters: at % 2 === 0 ? parameters : { a: parameters.a } }];
    });
    return {
      metadata: { $schema: 'https://example.com/s.json', name: 'x', version: '1.0.0' },
      moduleRequirements: { apiVersion: '1.1.0', runtimeVersion: '1.1.0' },
      ...(configurations.length > 0 && { moduleConfigurations: configurations }),
      operations: all.map((type, index) => ({
        operationType: type,
        name: nameOf(index),
        ...(hasOperator(type) && { module: 'm:1.0.0' }),
      })),
      connections,
      ...(hasSchemas && { schemas: [{ name: 's', format: 'json', schema: '{\n  "a": 1\n}\n' }] }),
    };
  });

interface Layout {
  readonly list: number;
  readonly map: number;
  readonly dash: number;
  readonly hasGaps: boolean;
  readonly flow: 'none' | 'items' | 'lists' | 'all' | 'json';
  readonly quote: 'double' | 'single';
  readonly newline: '\n' | '\r\n';
  readonly endsWithNewline: boolean;
  readonly mark: boolean;
  /** Where comments go: one for each line, of which the first is used again after the last. */
  readonly comments: readonly ('none' | 'above' | 'behind' | 'below')[];
}

const layout: fc.Arbitrary<Layout> = fc.record({
  list: fc.constantFrom(0, 2, 4),
  map: fc.constantFrom(2, 4),
  dash: fc.constantFrom(2, 4),
  hasGaps: fc.boolean(),
  flow: fc.constantFrom('none', 'none', 'none', 'items', 'lists', 'all', 'json'),
  quote: fc.constantFrom('double', 'single'),
  newline: fc.constantFrom('\n', '\n', '\r\n'),
  endsWithNewline: fc.boolean(),
  mark: fc.boolean(),
  comments: fc.oneof(
    fc.constant(['none'] as const),
    fc.array(fc.constantFrom('none', 'none', 'above', 'behind', 'below'), { minLength: 1, maxLength: 11 }),
  ),
});

/** Texts of graphs that are sound but for what is not connected. */
export const graphText: fc.Arbitrary<string> = fc
  .tuple(plainGraph, layout)
  .map(([graph, style]) => write(graph, style));

function write(graph: Value, style: Layout): string {
  const body =
    style.flow === 'json' ? JSON.stringify(graph, undefined, 2).split('\n') : writeRoot(graph, style);
  const lines = style.flow === 'json' || style.flow === 'all' ? body : withComments(body, style.comments);
  const text = lines.join(style.newline) + (style.endsWithNewline ? style.newline : '');
  return (style.mark ? '\uFEFF' : '') + text;
}

function writeRoot(graph: Value, style: Layout): string[] {
  if (style.flow === 'all') return [flow(graph, style)];
  return Object.entries(graph).flatMap(([key, value]: [string, Value], index) => {
    const gap = style.hasGaps && index > 0 ? [''] : [];
    const isList = Array.isArray(value);
    if (style.flow === 'lists' && isList) return [...gap, `${key}: ${flow(value, style)}`];
    return [...gap, ...pair(key, value, 0, style)];
  });
}

function pair(key: string, value: Value, column: number, style: Layout): string[] {
  const name = ' '.repeat(column) + (key.includes(' ') ? `"${key}"` : key);
  if (typeof value !== 'object') return scalarLines(name, value, column, style);
  if (Object.keys(value).length === 0) return [`${name}: ${Array.isArray(value) ? '[]' : '{}'}`];
  if (!isList(value))
    return [`${name}:`, ...Object.entries(value).flatMap(([k, v]) => pair(k, v, column + style.map, style))];
  const inner = column + style.list;
  const items = value.flatMap((item) => {
    if (style.flow === 'items')
      return [`${' '.repeat(inner)}-${' '.repeat(style.dash - 1)}${flow(item, style)}`];
    const lines = Object.entries(item).flatMap(([k, v]) => pair(k, v as Value, inner + style.dash, style));
    const [first = '', ...rest] = lines;
    return [`${' '.repeat(inner)}-${first.slice(inner + 1)}`, ...rest];
  });
  return [`${name}:`, ...items];
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function scalarLines(name: string, value: string | boolean, column: number, style: Layout): string[] {
  if (typeof value === 'string' && value.includes('\n')) {
    const indent = ' '.repeat(column + style.map);
    return [
      `${name}: |`,
      ...value
        .trimEnd()
        .split('\n')
        .map((line) => indent + line),
    ];
  }
  return [`${name}: ${scalar(value, style)}`];
}

function scalar(value: string | boolean, { quote }: Layout): string {
  if (typeof value === 'boolean') return String(value);
  if (/^[a-z]+$/.test(value)) return value;
  return quote === 'single' && !value.includes('\n') ? `'${value}'` : JSON.stringify(value);
}

function flow(value: Value, style: Layout): string {
  if (typeof value !== 'object') return scalar(value, style);
  if (Array.isArray(value))
    return `[${(value as readonly Value[]).map((item) => flow(item, style)).join(', ')}]`;
  const pairs = Object.entries(value).map(
    ([key, part]: [string, Value]) => `${key.includes(' ') ? `"${key}"` : key}: ${flow(part, style)}`,
  );
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

function withComments(lines: readonly string[], places: Layout['comments']): string[] {
  let isLiteral = -1;
  return lines.flatMap((line, index) => {
    const indent = line.length - line.trimStart().length;
    if (isLiteral >= 0 && indent > isLiteral) return [line];
    isLiteral = line.endsWith(': |') ? indent : -1;
    const place = line === '' || isLiteral >= 0 ? 'none' : places[index % places.length];
    const comment = `# line ${String(index)}`;
    if (place === 'above') return [`${' '.repeat(indent)}${comment}`, line];
    if (place === 'behind') return [`${line} ${comment}`];
    return place === 'below' ? [line, `${' '.repeat(indent + 2)}${comment}`] : [line];
  });
}
