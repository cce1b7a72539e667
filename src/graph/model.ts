// What a graph definition says, as plain data with the place of every part in the text. Knows nothing about YAML,
// and nothing about whether the graph makes sense: that is what problems are for.
import type { Range } from '../base/position.ts';

/** Every kind of operation; graph definition schema, `operations[].operationType`. */
export const operationTypes = [
  'source',
  'map',
  'filter',
  'branch',
  'concatenate',
  'accumulate',
  'delay',
  'sink',
] as const;
export type OperationType = (typeof operationTypes)[number];

/** The operation types that run an operator of a module; the others need none and take none. */
export const moduleOperationTypes = ['map', 'filter', 'branch', 'accumulate', 'delay'] as const;
export type ModuleOperationType = (typeof moduleOperationTypes)[number];

/** Whether operations of `type` run an operator of a module. */
export function hasOperator(type: OperationType): type is ModuleOperationType {
  return (moduleOperationTypes as readonly OperationType[]).includes(type);
}

/** The two ways out of a branch: `False` is taken when its operator returns false. */
export const arms = ['False', 'True'] as const;
export type Arm = (typeof arms)[number];

/**
 * A graph definition. Lists keep the order of the text. Parts that could not be read (a name is missing, a type is
 * unknown) are not in the lists; `isComplete` is false then and the problems say why.
 */
export interface GraphDefinition {
  readonly metadata: GraphMetadata;
  readonly moduleRequirements: ModuleRequirements;
  readonly operations: readonly Operation[];
  readonly connections: readonly Connection[];
  readonly moduleConfigurations: readonly ModuleConfiguration[];
  readonly schemas: readonly SchemaEntry[];
  readonly isComplete: boolean;
  /** The whole document. */
  readonly range: Range;
}

/** `metadata`; texts that could not be read are empty. */
export interface GraphMetadata {
  /** The value of `$schema`. */
  readonly schema: string;
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly vendor?: string;
  readonly ranges: KeyRanges<'schema' | 'name' | 'version' | 'description' | 'vendor'>;
}

/** `moduleRequirements`; versions that could not be read are empty. */
export interface ModuleRequirements {
  readonly apiVersion: string;
  readonly runtimeVersion: string;
  readonly features: readonly Feature[];
  readonly ranges: KeyRanges<'apiVersion' | 'runtimeVersion' | 'features'>;
}

/** One entry of `moduleRequirements.features`, such as `wasi-nn`. */
export interface Feature {
  readonly name: string;
  /** As text, whatever the YAML type. */
  readonly value?: string;
  readonly ranges: KeyRanges<'name' | 'value'>;
}

/** One node of the graph. */
export interface Operation {
  readonly type: OperationType;
  readonly name: string;
  /** Absent when there is none, or when it could not be understood. */
  readonly module?: ModuleReference;
  readonly ranges: KeyRanges<'type' | 'name' | 'module'>;
}

/** One edge of the graph; `from` and `to` are names of operations that need not exist. */
export interface Connection {
  readonly from: string;
  /** Which way out of a branch. */
  readonly arm?: Arm;
  /** Names an entry of `schemas`. */
  readonly schemaName?: string;
  readonly to: string;
  /** `from` and `to` are the places of the two names. */
  readonly ranges: KeyRanges<'from' | 'arm' | 'schemaName' | 'to'>;
}

/** What one operation's operator is given at `init`. */
export interface ModuleConfiguration {
  /** Name of the operation this is for; it need not exist. */
  readonly operation: string;
  readonly parameters: readonly Parameter[];
  /** `operation` is the place of the entry's `name`. */
  readonly ranges: KeyRanges<'operation' | 'parameters'>;
}

/** One declared parameter of a module configuration. */
export interface Parameter {
  /** Key in the map of parameters. */
  readonly key: string;
  /** What the operator sees as the property's key. */
  readonly name: string;
  readonly description?: string;
  /** Absent when there is none or it is null. */
  readonly default?: string;
  /** False unless the text says otherwise. */
  readonly isRequired: boolean;
  readonly ranges: KeyRanges<'key' | 'name' | 'description' | 'default' | 'required'>;
}

/** One entry of `schemas`. */
export interface SchemaEntry {
  readonly name: string;
  readonly format: string;
  /** The schema's own text. */
  readonly schema: string;
  readonly ranges: KeyRanges<'name' | 'format' | 'schema'>;
}

/**
 * Places of one part: `item` is all of it, every other key is the place of that value (with its quotes), absent when
 * the value is absent. Where a part comes through a YAML alias all of them are the place of the alias.
 */
export type KeyRanges<K extends string> = { readonly item: Range } & Readonly<Partial<Record<K, Range>>>;

/** A module reference taken apart: `team/path/temperature:1.0.0`. */
export interface ModuleReference {
  /** As written. */
  readonly text: string;
  /** `team/path`; empty when there is none. Relative to the host of the registry endpoint. */
  readonly path: string;
  /** `temperature`. */
  readonly name: string;
  /** `1.0.0`; absent in a bare local name. */
  readonly tag?: string;
}
