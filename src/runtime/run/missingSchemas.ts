// Tells of schema references in resources that nothing in the workspace stands behind. Knows nothing about files.
import { join } from 'node:path';
import { type MessageSchema, parseSchemaReference } from '../../graph/messageSchema.ts';
import type { BrokenSchema, WorkspaceSchema } from '../../protocol/schemas.ts';
import { SchemaRegistry, SchemaRegistryError } from '../services/schemaRegistry.ts';

const ANY_TIMEOUT_MS = 1000;

/** One sentence for each reference, naming the file that would answer it. */
export function findMissingSchemas(
  references: readonly (MessageSchema | undefined)[],
  schemas: readonly (WorkspaceSchema | BrokenSchema)[],
  folder: string,
): string[] {
  const registry = new SchemaRegistry(schemas);
  const texts = references.flatMap((schema) => (schema?.kind === 'reference' ? schema.reference : []));
  return [...new Set(texts)].flatMap((text) => {
    const parsed = parseSchemaReference(text);
    const reason = parsed && reasonFor(registry, text);
    if (!parsed || reason === undefined) return [];
    const { namespace = '', name, version } = parsed;
    const file = join(folder, namespace, `${name}@${version}.json`);
    return [
      `Messages carry the schema reference ${text}, but operators that look it up here will not find it: ${reason}. Add ${file} if they do.`,
    ];
  });
}

// What is broken is told already.
function reasonFor(registry: SchemaRegistry, text: string): string | undefined {
  try {
    registry.get(text, '', ANY_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    return error.reason === 'internal' ? undefined : error.message;
  }
  return undefined;
}
