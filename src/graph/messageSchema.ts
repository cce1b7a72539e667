// Which schema a message carries, and references to schemas of a registry as texts. Knows nothing about where schemas are.

/** WIT `message-schema`. */
export type MessageSchema =
  | { readonly kind: 'reference'; readonly reference: string }
  | { readonly kind: 'inline'; readonly name: string; readonly content: string };

export function isSameSchema(a: MessageSchema, b: MessageSchema): boolean {
  if (a === b) return true;
  if (a.kind === 'reference') return b.kind === 'reference' && a.reference === b.reference;
  return b.kind === 'inline' && a.name === b.name && a.content === b.content;
}

/** A reference taken apart. */
export interface SchemaReference {
  readonly namespace?: string;
  readonly name: string;
  readonly version: string;
}

/** The namespace of schemas that name none. */
export const defaultSchemaNamespace = 'default';

/** What every reference begins with. */
export const schemaScheme = 'aio-sr://';

/** Reads `aio-sr://<namespace>/<name>:<version>` or `aio-sr://<name>:<version>`; undefined when it is neither. */
export function parseSchemaReference(text: string): SchemaReference | undefined {
  const [, namespace, name, version] = /^aio-sr:\/\/(?:([\w.-]+)\/)?([\w.-]+):([\w.-]+)$/.exec(text) ?? [];
  if (name === undefined || version === undefined) return undefined;
  return { ...(namespace !== undefined && { namespace }), name, version };
}

/** The reverse of {@link parseSchemaReference}; the namespace `default` is left out. */
export function formatSchemaReference({
  namespace = defaultSchemaNamespace,
  name,
  version,
}: SchemaReference): string {
  const scope = namespace === defaultSchemaNamespace ? '' : `${namespace}/`;
  return `${schemaScheme}${scope}${name}:${version}`;
}

/** Reads `<name>@<version>.json`, the file name of a schema of the workspace; undefined when it is none. */
export function parseSchemaFileName(text: string): Pick<SchemaReference, 'name' | 'version'> | undefined {
  const [, name, version] = /^([^@:/]+)@([^@:/]+)\.json$/.exec(text) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
