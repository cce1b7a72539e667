// What the index keeps of one file: what its contents tell, and by what it would be seen to have changed. Knows nothing of
// the files around it.
import { detectDocumentKind } from '../../graph/documentKind.ts';
import { parseGraphFile } from '../../graph/parseGraph.ts';
import type { ModuleBuild } from '../../language/workspaceFacts.ts';
import type { FileAccess, FileStamp } from './fileAccess.ts';
import { uriOf } from './fileUris.ts';
import { inspectBuild } from './inspectBuild.ts';
import { type GraphFacts, readGraphFacts } from './readGraphFacts.ts';
import { type Manifest, readManifest } from './readManifest.ts';
import { outlineSchema, type SchemaOutline } from './outlineSchema.ts';
import { readSource, type SourceFile } from './source/sourceFile.ts';
import type { FileRole, OperatorFolder } from './workspacePaths.ts';

interface EntryOf<K extends FileRole['kind']> {
  readonly kind: K;
  readonly path: string;
  readonly uri: string;
  readonly stamp: FileStamp;
}

/** The contents are absent when the file is too large, cannot be read, or is another kind of file after all. */
export type FileEntry =
  | (EntryOf<'yaml'> & { readonly facts?: GraphFacts })
  | (EntryOf<'schema'> & { readonly reference: string; readonly outline?: SchemaOutline })
  | (EntryOf<'misnamed-schema'> & { readonly namespace: string })
  | (EntryOf<'manifest'> & { readonly operator: OperatorFolder; readonly manifest?: Manifest })
  | (EntryOf<'source'> & { readonly operator: OperatorFolder; readonly source?: SourceFile })
  | (EntryOf<'build'> & { readonly operator: OperatorFolder; readonly build?: ModuleBuild })
  | (EntryOf<'cached'> & { readonly name: string; readonly reference: string; readonly build?: ModuleBuild });

const maxBytes = { yaml: 2_000_000, schema: 1_000_000, manifest: 1_000_000, source: 256_000 };

/** Reads the file at `path`; `label` is how messages call it. */
export async function readEntry(
  path: string,
  role: FileRole,
  stamp: FileStamp,
  { files, label }: { readonly files: FileAccess; readonly label: string },
): Promise<FileEntry> {
  const base = { path, uri: uriOf(path), stamp };
  switch (role.kind) {
    case 'yaml': {
      const text = await readSmall(path, stamp, maxBytes.yaml, files);
      const isGraph = text !== undefined && detectDocumentKind(text) === 'graph-definition';
      const facts = isGraph ? readGraphFacts(base.uri, parseGraphFile(text)) : undefined;
      return { ...base, kind: 'yaml', ...(facts && { facts }) };
    }
    case 'schema': {
      const text = await readSmall(path, stamp, maxBytes.schema, files);
      return { ...base, ...role, ...(text !== undefined && { outline: outlineSchema(text) }) };
    }
    case 'misnamed-schema':
      return { ...base, ...role };
    case 'manifest': {
      const text = await readSmall(path, stamp, maxBytes.manifest, files);
      const fileName = path.endsWith('.json') ? 'package.json' : 'Cargo.toml';
      const manifest = text === undefined ? undefined : readManifest(fileName, text);
      return { ...base, kind: 'manifest', operator: role.operator, ...(manifest && { manifest }) };
    }
    case 'source': {
      const text = await readSmall(path, stamp, maxBytes.source, files);
      const source = text === undefined ? undefined : readSource(text, role.language);
      return { ...base, kind: 'source', operator: role.operator, ...(source && { source }) };
    }
    case 'build':
    case 'cached': {
      const build = await inspectBuild(path, base.uri, label, files);
      return { ...base, ...role, ...(build && { build }) };
    }
  }
}

async function readSmall(
  path: string,
  { sizeBytes }: FileStamp,
  limit: number,
  files: FileAccess,
): Promise<string | undefined> {
  const text = sizeBytes > limit ? undefined : await files.readText(path);
  // Editors count positions without the byte order mark.
  return text?.startsWith('\uFEFF') ? text.slice(1) : text;
}
