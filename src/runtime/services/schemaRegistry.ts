// The schema registry of a run: message schemas of the workspace, found by id and version. Knows nothing about files
// or WIT bindings.
import { createHash } from 'node:crypto';
import { defaultSchemaNamespace, schemaScheme } from '../../graph/messageSchema.ts';
import type { BrokenSchema, WorkspaceSchema } from '../../protocol/schemas.ts';

/** A schema as the registry gives it out. */
export interface RegisteredSchema extends WorkspaceSchema {
  /** SHA-256 of the content in UTF-8, lower-case hex; computed at first use. */
  readonly hash: string;
}

/**
 * Why there is no answer. `request`: the id, version or timeout cannot be understood; `not-found`: no schema of that name;
 * `not-available`: the schema exists, but not in that version; `internal`: its file is broken; `timeout`: the registry was not reached,
 * which in a run happens on purpose only.
 */
export type SchemaRegistryErrorReason = WitSchemaError['tag'];

/** WIT `schema-error`. */
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
    const { reason, message } = this;
    return reason === 'request' || reason === 'internal' ? { tag: reason, val: message } : { tag: reason };
  }
}

/** What operators use of a registry. */
export interface OperatorSchemas {
  /** See {@link SchemaRegistry.get}. Errors: {@link SchemaRegistryError}. */
  get(id: string, version: string, timeoutMs: number): RegisteredSchema;
}

interface SchemaId {
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
}

/** Finds schemas by id and version. */
export class SchemaRegistry implements OperatorSchemas {
  // By name, then namespace, then version.
  readonly #byName = new Map<string, Map<string, Map<string, RegisteredSchema | BrokenSchema>>>();

  /** Of two schemas with the same namespace, name and version the later one counts. */
  constructor(schemas: readonly (WorkspaceSchema | BrokenSchema)[] = []) {
    for (const schema of schemas) {
      const namespaces = getOrAdd(this.#byName, schema.name);
      getOrAdd(namespaces, schema.namespace).set(
        schema.version,
        'problem' in schema ? schema : withLazyHash(schema),
      );
    }
  }

  /**
   * Finds a schema. `id` is `name`, `namespace/name`, `aio-sr://namespace/name:version` or `aio-sr://name:version`, the
   * last two also without version. `version` may be empty when the id has one. A name without namespace means the
   * namespace `default`, else the only namespace that has it. The answer is there at once; a `timeoutMs` below 1 is refused, as
   * clients of the public SDKs refuse it.
   * Errors: {@link SchemaRegistryError}.
   */
  get(id: string, version: string, timeoutMs: number): RegisteredSchema {
    if (timeoutMs < 1)
      throw new SchemaRegistryError('request', `schema "${id}" was asked for with a timeout below 1 ms`);
    const parsed = parseSchemaId(id);
    const wanted = chooseVersion(id, parsed.version, version);
    const versions = this.#findVersions(id, parsed);
    const schema = versions.get(wanted);
    if (schema && !('problem' in schema)) return schema;
    if (schema) throw new SchemaRegistryError('internal', schema.problem);
    throw new SchemaRegistryError(
      'not-available',
      `schema "${id}" has no version "${wanted}"; there is ${[...versions.keys()].join(', ')}`,
    );
  }

  #findVersions(id: string, { name, namespace }: SchemaId): Map<string, RegisteredSchema | BrokenSchema> {
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

// Only references with a scheme carry a version; a plain name with a colon is a mistake.
function parseSchemaId(id: string): SchemaId {
  const isReference = id.startsWith(schemaScheme);
  const match = /^(?:([^/:]+)\/)?([^/:]+)(?::([^/:]+))?$/.exec(
    isReference ? id.slice(schemaScheme.length) : id,
  );
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
