// What a schema says about one place, read out of resolved JSON Schemas. Knows nothing about YAML.
import type { JSONSchema } from 'vscode-json-languageservice';

/** What may stand at one place. */
export interface SchemaInfo {
  readonly title?: string;
  /** Markdown. */
  readonly description?: string;
  /** JSON types; empty when anything may stand here. */
  readonly types: readonly string[];
  /** The only texts that may stand here; empty when any may. */
  readonly values: readonly string[];
  /** Texts that are usual here. */
  readonly examples: readonly string[];
  readonly default?: string;
  /** Required keys, in the order of the schema. */
  readonly required: readonly string[];
  /** Known keys, in the order of the schema. */
  readonly properties: ReadonlyMap<string, SchemaInfo>;
  /** What the items of a list are. */
  readonly items?: SchemaInfo;
}

/** What `schemas`, which all apply to one place, say together; the first that has a description leads. */
export function readSchemas(schemas: readonly JSONSchema[]): SchemaInfo | undefined {
  const leading = schemas.find(({ description }) => description !== undefined) ?? schemas[0];
  if (!leading) return undefined;
  const info = infoOf(leading);
  // The order of "required" follows from "properties" where a condition adds a key.
  const required = new Set(schemas.flatMap((schema) => schema.required ?? []));
  const known = [...info.properties.keys()].filter((key) => required.has(key));
  return { ...info, required: known };
}

const known = new WeakMap<JSONSchema, SchemaInfo>();

function infoOf(schema: JSONSchema): SchemaInfo {
  const found = known.get(schema);
  if (found) return found;
  const info = makeInfo(schema);
  known.set(schema, info);
  return info;
}

function makeInfo(schema: JSONSchema): SchemaInfo {
  const { title, description, type, enum: values, examples, required = [] } = schema;
  const value = schema.const as unknown;
  const items = Array.isArray(schema.items) ? undefined : schema.items;
  const properties = Object.entries(schema.properties ?? {}).map(
    ([key, property]) => [key, infoOf(asSchema(property))] as const,
  );
  const given = schema.default as unknown;
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    types: type === undefined ? [] : [type].flat(),
    values: textsOf(values ?? (value === undefined ? [] : [value])),
    examples: textsOf(examples ?? []),
    ...(typeof given === 'string' || typeof given === 'boolean' ? { default: String(given) } : {}),
    required,
    properties: new Map(properties),
    ...(items === undefined ? {} : { items: infoOf(asSchema(items)) }),
  };
}

function asSchema(schema: JSONSchema | boolean): JSONSchema {
  return typeof schema === 'boolean' ? {} : schema;
}

function textsOf(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}
