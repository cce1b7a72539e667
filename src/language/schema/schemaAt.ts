// What the JSON Schema of a document says at one path. The JSON language service resolves the schemas and decides which
// parts apply; this asks it and reads the answer. Knows nothing about cursors.
import {
  getLanguageService,
  type JSONSchema,
  type LanguageService,
  type TextDocument,
} from 'vscode-json-languageservice';
import type { YamlNode } from '../../graph/yamlTree.ts';
import { ImmediatePromise } from './immediatePromise.ts';
import { makePathDocument, type Path } from './pathDocument.ts';
import { schemaFiles, type SchemaKind } from './schemaFiles.ts';
import { readSchemas, type SchemaInfo } from './schemaInfo.ts';

/**
 * What may stand at `path` in a document of `kind` with `root`; undefined when the schema does not know the path. The
 * document need not have anything there.
 */
export function schemaAt(kind: SchemaKind, root: YamlNode | undefined, path: Path): SchemaInfo | undefined {
  const { root: tree, target } = makePathDocument(root, path);
  const service = serviceFor();
  // The service asks a text that is already a tree for nothing but its address.
  const document = { uri: `${kind}.json` } as TextDocument;
  let schemas: readonly JSONSchema[] = [];
  let cause: unknown;
  void service.getMatchingSchemas(document, service.newJSONDocument(tree)).then(
    (matches) => (schemas = matches.filter(({ node }) => node === target).map(({ schema }) => schema)),
    (reason: unknown) => (cause = reason),
  );
  if (cause !== undefined) throw new Error('The JSON language service failed.', { cause });
  return readSchemas(schemas);
}

let service: LanguageService | undefined;

/** Made once: it holds nothing but the schemas. */
function serviceFor(): LanguageService {
  if (service) return service;
  service = getLanguageService({ promiseConstructor: ImmediatePromise });
  const schemas = Object.entries(schemaFiles).map(([kind, schema]) => ({
    uri: `schema:/${kind}`,
    fileMatch: [`${kind}.json`],
    // The service writes what references lead to into the schema.
    schema: structuredClone(schema),
  }));
  service.configure({ schemas });
  return service;
}
