// What a graph says after a gesture, found without looking at any text: the other side that edits are compared with.
import type { GraphGesture } from '../../../../src/graph/gesture.ts';
import {
  arms,
  hasOperator,
  type Arm,
  type GraphDefinition,
  type OperationType,
} from '../../../../src/graph/model.ts';

export interface OutlineConnection {
  from: string;
  arm?: Arm | undefined;
  schemaName?: string | undefined;
  to: string;
}

export interface OutlineParameter {
  key: string;
  name: string;
  description?: string | undefined;
  default?: string | undefined;
  isRequired: boolean;
}

/** All that a graph says, without places. */
export interface Outline {
  metadata: Record<string, string | undefined>;
  requirements: { apiVersion: string; runtimeVersion: string; features: string[] };
  operations: { name: string; type: OperationType; module?: string | undefined }[];
  connections: OutlineConnection[];
  configurations: { operation: string; parameters: OutlineParameter[] }[];
  schemas: { name: string; format: string; schema: string }[];
}

export function outlineOf(graph: GraphDefinition): Outline {
  const { schema, name, version, description, vendor } = graph.metadata;
  const { apiVersion, runtimeVersion, features } = graph.moduleRequirements;
  return {
    metadata: { $schema: schema, name, version, description, vendor },
    requirements: { apiVersion, runtimeVersion, features: features.map((feature) => feature.name) },
    operations: graph.operations.map(({ name: own, type, module }) => ({
      name: own,
      type,
      module: module?.text,
    })),
    connections: graph.connections.map(({ from, arm, schemaName, to }) => ({ from, arm, schemaName, to })),
    configurations: graph.moduleConfigurations.map(({ operation, parameters }) => ({
      operation,
      parameters: parameters.map(({ key, name: own, isRequired, ...other }) => ({
        key,
        name: own,
        description: other.description,
        default: other.default,
        isRequired,
      })),
    })),
    schemas: graph.schemas.map(({ name: own, format, schema: text }) => ({
      name: own,
      format,
      schema: text,
    })),
  };
}

/** What was chosen while the gesture was done. */
export interface Choices {
  readonly created: readonly string[];
  readonly after: Outline;
}

/**
 * `before` as it is after `gesture`. What may be chosen freely (the name of an operation, its place in the list, a module,
 * an arm) is taken from `choices`; connections that bridge are left out.
 */
export function expectOutline(before: Outline, gesture: GraphGesture, { created, after }: Choices): Outline {
  const next = structuredClone(before);
  const change = changes[gesture.kind] as (step: Step, gesture: GraphGesture) => void;
  change({ before, next, after, created: created[0] ?? '' }, gesture);
  return next;
}

interface Step {
  readonly before: Outline;
  /** What becomes the outline. */
  readonly next: Outline;
  readonly after: Outline;
  readonly created: string;
}

const changes: { [K in GraphGesture['kind']]: (step: Step, gesture: Of<K>) => void } = {
  'add-operation': addTo,
  remove: removeFrom,
  'insert-operation': ({ next }, { operation, connection }) => {
    const own = next.operations[operation];
    if (own) putInto(next, own, connection);
  },
  'rename-operation': renameIn,
  'set-type': changeType,
  'set-module': ({ next }, { operation, module }) => {
    const own = next.operations[operation];
    if (own) own.module = module;
  },
  connect: ({ before, next, after }, gesture) => {
    const from = before.operations[gesture.from.operation];
    const arm = from?.type === 'branch' ? (gesture.from.arm ?? after.connections.at(-1)?.arm) : undefined;
    const to = before.operations[gesture.to]?.name ?? '';
    next.connections.push({ from: from?.name ?? '', arm, schemaName: undefined, to });
  },
  reconnect: ({ before, next, after }, { connection, from, to }) => {
    const own = next.connections[connection];
    if (own && to !== undefined) own.to = before.operations[to]?.name ?? '';
    if (!own || !from) return;
    const start = before.operations[from.operation];
    own.from = start?.name ?? '';
    own.arm = start?.type === 'branch' ? (from.arm ?? after.connections[connection]?.arm) : undefined;
  },
  'set-connection-schema': ({ next }, { connection, schema }) => {
    const own = next.connections[connection];
    if (own) own.schemaName = schema;
  },
  'set-parameter': changeParameter,
  'remove-parameter': ({ next }, { operation, key }) => {
    const index = next.configurations.findIndex(
      (entry) => entry.operation === next.operations[operation]?.name,
    );
    const own = next.configurations[index];
    if (!own) return;
    own.parameters = own.parameters.filter((parameter) => parameter.key !== key);
    if (own.parameters.length === 0) next.configurations.splice(index, 1);
  },
  'set-metadata': ({ next }, { key, value }) => {
    next.metadata[key] = key === 'description' || key === 'vendor' ? value : value?.trim();
  },
  'set-requirement': ({ next }, { key, value }) => {
    next.requirements[key] = value;
  },
  'set-feature': ({ next: { requirements } }, { name, isWanted }) => {
    const others = requirements.features.filter((feature) => feature !== name);
    if (!isWanted) requirements.features = others;
    else if (others.length === requirements.features.length) requirements.features.push(name);
  },
  'set-schema': changeSchema,
  'remove-schema': ({ next }, { name }) => {
    next.schemas = next.schemas.filter((schema) => schema.name !== name);
    for (const connection of next.connections)
      if (connection.schemaName === name) connection.schemaName = undefined;
  },
  paste: () => {
    throw new Error('Pasting has a property of its own.');
  },
  duplicate: () => {
    throw new Error('Duplicating has a property of its own.');
  },
};

type Of<K extends GraphGesture['kind']> = Extract<GraphGesture, { kind: K }>;

function addTo(
  { before, next, after, created: name }: Step,
  { type, place, module }: Of<'add-operation'>,
): void {
  const written = after.operations.find((operation) => operation.name === name);
  const own = { name, type, module: hasOperator(type) ? (module ?? written?.module ?? '?') : undefined };
  next.operations.splice(
    after.operations.findIndex((operation) => operation.name === name),
    0,
    own,
  );
  if (place.kind === 'behind') {
    const from = before.operations[place.from.operation];
    const arm = from?.type === 'branch' ? (place.from.arm ?? after.connections.at(-1)?.arm) : undefined;
    next.connections.push({ from: from?.name ?? '', arm, schemaName: undefined, to: name });
  }
  if (place.kind === 'before') {
    const to = before.operations[place.to]?.name ?? '';
    next.connections.push({
      from: name,
      arm: type === 'branch' ? 'False' : undefined,
      schemaName: undefined,
      to,
    });
  }
  if (place.kind === 'between') putInto(next, { name, type }, place.connection);
}

function putInto(
  next: Outline,
  { name, type }: { readonly name: string; readonly type: OperationType },
  index: number,
): void {
  const connection = next.connections[index];
  if (!connection) return;
  const { to } = connection;
  connection.to = name;
  const ways = (type === 'branch' ? arms : [undefined]).map((arm) => ({
    from: name,
    arm,
    schemaName: undefined,
    to,
  }));
  next.connections.splice(index + 1, 0, ...ways);
}

function removeFrom({ next }: Step, { operations, connections }: Of<'remove'>): void {
  const kept = next.operations.filter((_operation, index) => !operations.includes(index));
  const names = new Set(kept.map(({ name }) => name));
  const gone = new Set(next.operations.map(({ name }) => name).filter((name) => !names.has(name)));
  next.operations = kept;
  next.connections = next.connections.filter(
    ({ from, to }, index) => !connections.includes(index) && !gone.has(from) && !gone.has(to),
  );
  next.configurations = next.configurations.filter(({ operation }) => !gone.has(operation));
}

function changeType({ next, after }: Step, { operation, type }: Of<'set-type'>): void {
  const own = next.operations[operation];
  if (!own || own.type === type) return;
  own.type = type;
  own.module = hasOperator(type) ? (own.module ?? after.operations[operation]?.module ?? '?') : undefined;
  const ends = new Set<string>();
  let count = 0;
  next.connections = next.connections.filter((connection) => {
    if (connection.from !== own.name) return true;
    const isSecond = type !== 'branch' && connection.arm !== undefined && ends.has(connection.to);
    connection.arm = type === 'branch' ? (connection.arm ?? arms[count % 2]) : undefined;
    ends.add(connection.to);
    count += 1;
    return !isSecond;
  });
}

function changeParameter({ next }: Step, { operation: index, key, changes }: Of<'set-parameter'>): void {
  const operation = next.operations[index]?.name ?? '';
  let own = next.configurations.find((entry) => entry.operation === operation);
  if (!own) next.configurations.push((own = { operation, parameters: [] }));
  let parameter = own.parameters.find((one) => one.key === key);
  if (!parameter)
    own.parameters.push(
      (parameter = { key, name: key, description: undefined, default: undefined, isRequired: false }),
    );
  const followsKey = parameter.name === parameter.key;
  if (changes.key !== undefined) {
    parameter.key = changes.key.trim();
    if (followsKey) parameter.name = parameter.key;
  }
  if (changes.name !== undefined) parameter.name = changes.name.trim();
  if ('description' in changes) parameter.description = changes.description;
  if ('default' in changes) parameter.default = changes.default;
  if (changes.isRequired !== undefined) parameter.isRequired = changes.isRequired;
}

function renameIn({ before, next }: Step, { operation, name }: Of<'rename-operation'>): void {
  const old = before.operations[operation]?.name;
  const own = next.operations[operation];
  const wanted = name.trim();
  if (own) own.name = wanted;
  // What has the name of another operation stays with that.
  if (before.operations.filter((other) => other.name === old).length > 1) return;
  for (const connection of next.connections) {
    if (connection.from === old) connection.from = wanted;
    if (connection.to === old) connection.to = wanted;
  }
  for (const entry of next.configurations) if (entry.operation === old) entry.operation = wanted;
}

function changeSchema({ next }: Step, { name, newName, format, schema }: Of<'set-schema'>): void {
  const same = next.schemas.filter((other) => other.name === name);
  const [own] = same;
  const wanted = newName?.trim() ?? name;
  if (!own) {
    next.schemas.push({ name: wanted, format: format ?? 'json', schema: schema ?? '{}' });
    return;
  }
  Object.assign(own, { name: wanted, ...(schema !== undefined && { schema }) });
  for (const connection of next.connections)
    if (same.length === 1 && connection.schemaName === name) connection.schemaName = wanted;
}

/** Names that can be reached from `start` by `connections`. */
export function reachedFrom(connections: readonly OutlineConnection[], start: string): Set<string> {
  const seen = new Set([start]);
  for (const name of seen) for (const { from, to } of connections) if (from === name) seen.add(to);
  return seen;
}
