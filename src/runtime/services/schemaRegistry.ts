// The schema registry of a run: message schemas of the workspace, found by id and version. Knows nothing about files
// or WIT bindings.
import { createHash } from 'node:crypto';

/** `delta` is the JSON form of Delta Lake's schema serialization. */
export type SchemaFormat = 'json' | 'delta';

/** A schema as the workspace has it. */
export interface WorkspaceSchema {
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  readonly format: SchemaFormat;
  readonly content: string;
  readonly description?: string;
  readonly displayName?: string;
  readonly tags?: readonly (readonly [key: string, value: string])[];
}

/** A schema as the registry gives it out. */
export interface RegisteredSchema extends WorkspaceSchema {
  /** SHA-256 of the content in UTF-8, lower-case hex; computed at first use. */
  readonly hash: string;
}

/**
 * Why there is no answer. `request`: the id or version cannot be understood; `not-found`: no schema of that name;
 * `not-available`: the schema exists, but not in that version.
 */
export type SchemaRegistryErrorReason = 'request' | 'not-found' | 'not-available';

/** WIT `schema-error`; the registry is in memory, so it never uses `internal` or `timeout`. */
export type WitSchemaError =
  | { readonly tag: 'request' | 'internal'; readonly val: string }
  | { readonly tag: 'timeout' | 'not-found' | 'not-available' };

/** A lookup that failed; the message says what was looked for and what there is. */
export class SchemaRegistryError extends Error {
  override readonly name = 'SchemaRegistryError';
  readonly reason: SchemaRegistryErrorReason;

  constructor(reason: SchemaRegistryErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }

  /** The variant an operator gets. */
  toWit(): WitSchemaError {
    return this.reason === 'request' ? { tag: 'request', val: this.message } : { tag: this.reason };
  }
}

/** The namespace of schemas that name none. */
export const defaultSchemaNamespace = 'default';

interface SchemaId {
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
}

/** Finds schemas by id and version. */
export class SchemaRegistry {
  // By name, then namespace, then version.
  readonly #byName = new Map<string, Map<string, Map<string, RegisteredSchema>>>();

  /** Of two schemas with the same namespace, name and version the later one counts. */
  constructor(schemas: readonly WorkspaceSchema[] = []) {
    for (const schema of schemas) {
      const namespaces = getOrAdd(this.#byName, schema.name);
      getOrAdd(namespaces, schema.namespace).set(schema.version, withLazyHash(schema));
    }
  }

  /** Every schema, in the order of the list the registry was made from, grouped by name and namespace. */
  list(): readonly RegisteredSchema[] {
    return [...this.#byName.values()].flatMap((namespaces) =>
      [...namespaces.values()].flatMap((versions) => [...versions.values()]),
    );
  }

  /**
   * Finds a schema. `id` is `name`, `namespace/name`, `aio-sr://namespace/name:version` or `aio-sr://name:version`, the
   * last two also without version. `version` may be empty when the id has one. A name without namespace means the
   * namespace `default`, else the only namespace that has it.
   * Errors: {@link SchemaRegistryError}.
   */
  get(id: string, version: string): RegisteredSchema {
    const parsed = parseSchemaId(id);
    const wanted = chooseVersion(id, parsed.version, version);
    const versions = this.#findVersions(id, parsed);
    const schema = versions.get(wanted);
    if (schema) return schema;
    throw new SchemaRegistryError(
      'not-available',
      `schema "${id}" has no version "${wanted}"; there is ${[...versions.keys()].join(', ')}`,
    );
  }

  #findVersions(id: string, { name, namespace }: SchemaId): Map<string, RegisteredSchema> {
    const namespaces = this.#byName.get(name);
    const versions = namespaces?.get(namespace ?? defaultSchemaNamespace);
    if (versions) return versions;
    if (!namespaces || namespace !== undefined)
      throw new SchemaRegistryError('not-found', `there is no schema "${id}"`);
    const [only, ...others] = namespaces.values();
    if (only && others.length === 0) return only;
    throw new SchemaRegistryError(
      'request',
      `schema "${id}" is in several namespaces (${[...namespaces.keys()].join(', ')}); name one of them, as in "namespace/${name}"`,
    );
  }
}

function getOrAdd<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map();
    map.set(key, inner);
  }
  return inner;
}

function withLazyHash(schema: WorkspaceSchema): RegisteredSchema {
  let hash: string | undefined;
  return {
    ...schema,
    get hash(): string {
      return (hash ??= createHash('sha256').update(schema.content, 'utf8').digest('hex'));
    },
  };
}

const SCHEME = 'aio-sr://';

// Only references with a scheme carry a version; a plain name with a colon is a mistake.
function parseSchemaId(id: string): SchemaId {
  const isReference = id.startsWith(SCHEME);
  const match = /^(?:([^/:]+)\/)?([^/:]+)(?::([^/:]+))?$/.exec(isReference ? id.slice(SCHEME.length) : id);
  const [, namespace, name, version] = match ?? [];
  if (name === undefined || (version !== undefined && !isReference))
    throw new SchemaRegistryError(
      'request',
      `"${id}" is no schema id; use "name", "namespace/name" or "aio-sr://namespace/name:version"`,
    );
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(version === undefined ? {} : { version }),
  };
}

function chooseVersion(id: string, fromId: string | undefined, argument: string): string {
  if (argument !== '' && fromId !== undefined && argument !== fromId)
    throw new SchemaRegistryError('request', `schema "${id}" was asked for in version "${argument}"`);
  const version = argument === '' ? fromId : argument;
  if (version === undefined)
    throw new SchemaRegistryError('request', `schema "${id}" was asked for without a version`);
  return version;
}
