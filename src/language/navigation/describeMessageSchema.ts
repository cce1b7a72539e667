// A reference to a schema of the registry for hovers. Knows nothing about what a cluster's registry has.
import { defaultSchemaNamespace, parseSchemaReference } from '../../graph/messageSchema.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import { fileNameOf } from './findModule.ts';
import { findSchema } from './findSchema.ts';
import { code, codeBlock, paragraphs, plain } from './markdown.ts';

const maxLines = 12;

/** `text`, a reference in the file `uri`, as Markdown; undefined when it is no reference. */
export function describeMessageSchema(text: string, uri: string, facts: WorkspaceFacts): string | undefined {
  const wanted = parseSchemaReference(text);
  if (!wanted) return undefined;
  const known = findSchema(facts, text, uri);
  const named = parseSchemaReference(known?.reference ?? '') ?? wanted;
  const { namespace = defaultSchemaNamespace, name, version } = named;
  return paragraphs(
    `**${plain(name)}** ${plain(version)} · message schema${known?.format === undefined ? '' : `, ${known.format}`}`,
    [
      `- Namespace: ${code(namespace)}`,
      ...(known ? [`- File of local runs: ${code(fileNameOf(known.uri))}`] : []),
    ].join('\n'),
    known ? undefined : 'No file of this workspace has it. A registry may.',
    known?.head === undefined ? undefined : codeBlock(known.head, 'json', maxLines),
  );
}
