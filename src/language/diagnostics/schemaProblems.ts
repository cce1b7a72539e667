// Problems of references to schemas that the workspace's folder of schemas does not have. Without such a folder there are
// none: the registry of a cluster may have what is not here. Opens no file.
import { findNearest } from '../../graph/didYouMean.ts';
import { replaceText } from '../../graph/edits.ts';
import {
  defaultSchemaNamespace,
  parseSchemaReference,
  type SchemaReference,
} from '../../graph/messageSchema.ts';
import type { GraphDocument } from '../../graph/parseGraph.ts';
import { makeProblem, type Problem, type RelatedPlace } from '../../graph/problem.ts';
import { findSchema, sharedLength } from '../navigation/findSchema.ts';
import { fileStart } from '../navigation/rangeOrder.ts';
import { schemaMentions, type SchemaMention } from '../navigation/schemaReferences.ts';
import type { MisnamedSchema, WorkspaceFacts } from '../workspaceFacts.ts';

/** In the order of `schemaMentions`; `uri` is that of the file. */
export function schemaProblems(document: GraphDocument, uri: string, facts: WorkspaceFacts): Problem[] {
  const mentions = schemaMentions(document);
  if (mentions.length === 0) return [];
  const files = [...(facts.schemas ?? []), ...(facts.misnamedSchemas ?? [])];
  const folder = nearest(
    files.map((file) => ({ uri: folderOf(file.uri) })),
    uri,
  )?.uri;
  if (folder === undefined) return [];
  return mentions.flatMap((mention) => {
    const wanted = parseSchemaReference(mention.text);
    if (!wanted || findSchema(facts, mention.text, uri)) return [];
    const misnamed = findMisnamed(facts, wanted, uri);
    return [
      misnamed ? tellMisnamed(mention, wanted, misnamed) : tellMissing(mention, wanted, { facts, folder }),
    ];
  });
}

function tellMisnamed({ range }: SchemaMention, wanted: SchemaReference, { uri }: MisnamedSchema): Problem {
  const path = pathInWorkspace(uri);
  const message = `Local runs do not find this schema: the name of ${path} does not say which it is. Rename the file to ${fileName(wanted)}.`;
  return makeProblem('SCHEMA_FILE_NAME', range, message, {
    related: [{ message: 'This file is not read.', uri, range: fileStart }],
  });
}

function tellMissing(
  { text, node, range }: SchemaMention,
  wanted: SchemaReference,
  { facts, folder }: { readonly facts: WorkspaceFacts; readonly folder: string },
): Problem {
  const references = (facts.schemas ?? []).map(({ reference }) => reference);
  const meant = findNearest(text, references);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const { namespace = defaultSchemaNamespace } = wanted;
  const inner = namespace === defaultSchemaNamespace ? '' : `${namespace}/`;
  const message = `The folder of schemas has no schema "${text}": operators that look it up in a local run will not find it.${hint} Its file would be schemas/${inner}${fileName(wanted)}. A cluster's registry may have it all the same.`;
  const fix =
    meant === undefined || node.isAliased
      ? undefined
      : { title: `Use schema "${meant}"`, edits: [replaceText(node, meant)] };
  const known = (facts.schemas ?? []).find(
    ({ reference, uri }) => reference === meant || uri.startsWith(folder),
  );
  const related: RelatedPlace[] = known
    ? [{ message: `A schema of ${pathInWorkspace(folder)}.`, uri: known.uri, range: fileStart }]
    : [];
  return makeProblem('SCHEMA_NOT_FOUND', range, message, { fix, related });
}

/** The file that was meant for `wanted`: its name begins with the schema's, as a word of its own, in whatever case. */
function findMisnamed(
  { misnamedSchemas = [] }: WorkspaceFacts,
  { namespace, name }: SchemaReference,
  uri: string,
): MisnamedSchema | undefined {
  const start = name.toLowerCase();
  const fits = misnamedSchemas.filter((file) => {
    if (namespace !== undefined && file.namespace !== namespace) return false;
    const own = nameOf(file.uri).toLowerCase();
    return own.startsWith(start) && !/^[a-z]/.test(own.slice(start.length).replace(/^v\d/, ''));
  });
  return nearest(fits, uri);
}

function fileName({ name, version }: SchemaReference): string {
  return `${name}@${version}.json`;
}

function nearest<T extends { readonly uri: string }>(files: readonly T[], uri: string): T | undefined {
  return [...files].sort((a, b) => sharedLength(b.uri, uri) - sharedLength(a.uri, uri))[0];
}

/** URI of the outermost folder `schemas` that holds the file, with `/` at the end. */
function folderOf(uri: string): string {
  return /^.*?\/schemas\//.exec(uri)?.[0] ?? uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** From the folder `schemas` on, for people to read. */
function pathInWorkspace(uri: string): string {
  return decodeURIComponent(/\/(schemas\/.*)$/.exec(uri)?.[1] ?? uri).replace(/\/$/, '');
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
