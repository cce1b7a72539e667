// What of a message schema's text the editor shows. Knows nothing about files and checks no schema.
import type { KnownSchema } from '../../language/workspaceFacts.ts';

export type SchemaOutline = Pick<KnownSchema, 'format' | 'head'>;

const maxLines = 20;
const maxCharacters = 2000;

/** The format as runs tell it, where `text` is a JSON object, and the first lines. */
export function outlineSchema(text: string): SchemaOutline {
  const format = formatOf(text);
  const lines = text.split(/\r\n|\r|\n/, maxLines + 1);
  return { ...(format && { format }), head: lines.join('\n').slice(0, maxCharacters) };
}

function formatOf(text: string): SchemaOutline['format'] {
  try {
    const root: unknown = JSON.parse(text);
    if (typeof root !== 'object' || root === null || Array.isArray(root)) return undefined;
    const { $schema }: { $schema?: unknown } = root;
    return typeof $schema === 'string' && $schema.startsWith('Delta/') ? 'delta' : 'json';
  } catch {
    // What is no JSON has no format; runs tell why.
    return undefined;
  }
}
