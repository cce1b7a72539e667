// Which file of the workspace a schema reference means. Opens no file.
import {
  defaultSchemaNamespace,
  formatSchemaReference,
  parseSchemaReference,
} from '../../graph/messageSchema.ts';
import type { KnownSchema, WorkspaceFacts } from '../workspaceFacts.ts';

/** Of several the one nearest to `uri`, the file in which the reference stands. Without a namespace `default` is meant, or any that has the name. */
export function findSchema(facts: WorkspaceFacts, text: string, uri: string): KnownSchema | undefined {
  const wanted = parseSchemaReference(text);
  if (!wanted) return undefined;
  const exact = formatSchemaReference({ namespace: defaultSchemaNamespace, ...wanted });
  const named = (facts.schemas ?? []).filter(({ reference }) => reference === exact);
  const ending = `/${wanted.name}:${wanted.version}`;
  const found =
    named.length > 0 || wanted.namespace !== undefined
      ? named
      : (facts.schemas ?? []).filter(({ reference }) => reference.endsWith(ending));
  return [...found].sort((a, b) => sharedLength(b.uri, uri) - sharedLength(a.uri, uri))[0];
}

/** How many characters `a` and `b` begin with alike: the more, the nearer are the files of those URIs. */
export function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
