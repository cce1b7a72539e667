// Gestures drawn at random for whatever graph is there. Knows no text.
import * as fc from 'fast-check';
import type { GraphGesture, NewOperationPlace } from '../../../../src/graph/gesture.ts';
import { arms, operationTypes, type GraphDefinition } from '../../../../src/graph/model.ts';

/** Makes a gesture for a graph; places may be past the end. */
export type GestureMaker = (graph: GraphDefinition) => GraphGesture;

const words = fc.constantFrom(
  'a',
  'b c',
  'new-2',
  'true',
  '1.0',
  'x: y',
  "it's",
  '#',
  'module-warm/map',
  'ü "q"',
);
const prose = fc.constantFrom(
  '',
  'Some words, and: more',
  '5',
  'no',
  'two\nlines',
  'one, [two] {three}',
  'a "b" c',
  'x, # y',
  ' spaced ',
  '{"a": 1}\n',
  '- x',
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const arm = maybe(fc.constantFrom(...arms));
const at = fc.nat(40);

const pick = (list: readonly unknown[], number: number): number =>
  list.length === 0 ? number : number % list.length;

const place = fc
  .tuple(fc.nat(3), at, arm)
  .map(([kind, number, way]) => ({ operations, connections }: GraphDefinition): NewOperationPlace => {
    const index = pick(operations, number);
    if (kind === 0) return { kind: 'free' };
    if (kind === 1) return { kind: 'behind', from: { operation: index, ...(way && { arm: way }) } };
    return kind === 2
      ? { kind: 'before', to: index }
      : { kind: 'between', connection: pick(connections, number) };
  });

const add = fc
  .tuple(fc.constantFrom(...operationTypes), maybe(words), place, fc.boolean())
  .map(([type, name, where, hasModule]): GestureMaker => (graph) => ({
    kind: 'add-operation',
    type,
    place: where(graph),
    ...(name !== undefined && { name }),
    ...(hasModule && type === 'map' && { module: 'kinds:2.0.0' }),
  }));

const remove = fc
  .tuple(fc.array(at, { maxLength: 4 }), fc.array(at, { maxLength: 4 }), fc.boolean(), fc.nat(9))
  .map(([some, ways, doesBridge, all]): GestureMaker => ({ operations, connections }) => ({
    kind: 'remove',
    operations:
      all === 0
        ? [...operations.keys()]
        : operations.length === 0
          ? []
          : [...new Set(some.map((one) => pick(operations, one)))],
    connections:
      all === 1
        ? [...connections.keys()]
        : connections.length === 0
          ? []
          : [...new Set(ways.map((one) => pick(connections, one)))],
    doesBridge,
  }));

/** The last operation that nothing is connected to. */
function looseOne({ operations, connections }: GraphDefinition): number | undefined {
  const index = operations.findLastIndex(
    ({ name }) => !connections.some(({ from, to }) => from === name || to === name),
  );
  return index < 0 ? undefined : index;
}

const connections = fc
  .tuple(at, at, at, arm, fc.nat(4))
  .map(([number, a, b, way, kind]): GestureMaker => (graph) => {
    const from = { operation: pick(graph.operations, a), ...(way && { arm: way }) };
    const to = pick(graph.operations, b);
    const connection = pick(graph.connections, number);
    if (kind === 0) return { kind: 'connect', from, to };
    if (kind === 4) return { kind: 'insert-operation', operation: looseOne(graph) ?? to, connection };
    if (kind === 1) return { kind: 'reconnect', connection, from };
    return kind === 2 ? { kind: 'reconnect', connection, to } : { kind: 'reconnect', connection, from, to };
  });

const operations = fc
  .tuple(at, words, fc.constantFrom(...operationTypes), fc.nat(2), maybe(fc.constantFrom('m:2.0.0', 'p/q:1')))
  .map(([number, name, type, kind, module]): GestureMaker => (graph) => {
    const operation = pick(graph.operations, number);
    if (kind === 0) return { kind: 'rename-operation', operation, name };
    return kind === 1 ? { kind: 'set-type', operation, type } : { kind: 'set-module', operation, module };
  });

const parameters = fc
  .tuple(
    at,
    at,
    words,
    fc.record(
      { key: words, name: words, description: maybe(prose), default: maybe(prose), isRequired: fc.boolean() },
      { requiredKeys: [] },
    ),
    fc.nat(3),
  )
  .map(([number, which, fresh, changes, kind]): GestureMaker => (graph) => {
    const operation = pick(graph.operations, number);
    const name = graph.operations[operation]?.name;
    const known = graph.moduleConfigurations.find((entry) => entry.operation === name)?.parameters ?? [];
    const key = (kind < 3 ? known[pick(known, which)]?.key : undefined) ?? fresh;
    return kind === 0
      ? { kind: 'remove-parameter', operation, key }
      : { kind: 'set-parameter', operation, key, changes };
  });

const schemas = fc
  .tuple(at, at, words, prose, maybe(words), fc.nat(3))
  .map(([number, which, fresh, schema, newName, kind]): GestureMaker => (graph) => {
    const name = graph.schemas[pick(graph.schemas, which)]?.name ?? fresh;
    const connection = pick(graph.connections, number);
    if (kind === 0)
      return { kind: 'set-connection-schema', connection, schema: number % 3 === 0 ? undefined : name };
    if (kind === 1) return { kind: 'remove-schema', name };
    return {
      kind: 'set-schema',
      name: kind === 2 ? name : fresh,
      schema,
      ...(newName !== undefined && { newName }),
    };
  });

const rest = fc
  .tuple(
    fc.constantFrom('name', 'version', 'description', 'vendor', '$schema'),
    maybe(prose),
    fc.nat(3),
    fc.boolean(),
  )
  .map(([key, value, kind, isWanted]): GestureMaker => () => {
    if (kind < 2) return { kind: 'set-metadata', key, value };
    return kind === 2
      ? { kind: 'set-requirement', key: isWanted ? 'apiVersion' : 'runtimeVersion', value: '1.2.0' }
      : { kind: 'set-feature', name: 'wasi-nn', isWanted };
  });

/** Any gesture but pasting. */
export const gestureMaker: fc.Arbitrary<GestureMaker> = fc.oneof(
  add,
  add,
  remove,
  connections,
  operations,
  parameters,
  schemas,
  rest,
);
