// What a cursor in a YAML text asks for: where in the document it is and what is being typed. The types only.
import type { Range } from '../../base/position.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import type { YamlNode } from '../../graph/yamlTree.ts';
import type { Path } from '../schema/pathDocument.ts';
import type { SchemaKind } from '../schema/schemaFiles.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';

/**
 * `key`: a key of the map at `path`. `value`: the value at `path`, behind its key or in a list in brackets. `node`: the
 * value at `path` on a line of its own or behind a dash, which may become anything. `item`: a new item, dash included, of
 * the list at `path`.
 */
export type CursorPlace = 'key' | 'value' | 'node' | 'item';

/** Where the cursor is in the text. */
export interface Cursor {
  readonly place: CursorPlace;
  readonly path: Path;
  /** Keys of the map at `path` besides the one at the cursor. */
  readonly present: ReadonlySet<string>;
  /** What an insertion replaces: what is typed there, quotes included. On one line. */
  readonly range: Range;
  /** The quote that the typed text begins with; empty when none. */
  readonly quote: '' | '"' | "'";
  readonly isFlow: boolean;
  /** In block style: the column that further lines of an insertion start at; behind a key, that of the key. */
  readonly column: number;
  /** In block style, behind a dash: the column of the dash. */
  readonly dash?: number;
  /** A colon, or a value further in, is there already, so that an inserted key goes without a value. */
  readonly hasValue: boolean;
  /** Whether the colon is there too. */
  readonly hasColon: boolean;
  /** The cursor touches the colon before it. */
  readonly needsSpace: boolean;
  /** Another entry of the same brackets follows without a comma between. */
  readonly needsComma: boolean;
}

/** The cursor with the document around it. */
export interface Scene {
  readonly file: GraphFile;
  readonly cursor: Cursor;
  readonly kind: SchemaKind;
  /** Absent while there is nothing to read. */
  readonly document?: GraphDocument;
  readonly root?: YamlNode;
  readonly facts: WorkspaceFacts;
  /** `file:` URI of the text, when it is known. */
  readonly uri?: string;
}

const noKeys: ReadonlySet<string> = new Set();

/** A cursor with what is usual; the rest must be given. */
export function makeCursor(
  parts: Pick<Cursor, 'place' | 'path' | 'range' | 'column'> & Partial<Cursor>,
): Cursor {
  const nothing = { hasValue: false, hasColon: false, needsSpace: false, needsComma: false } as const;
  return { ...nothing, present: noKeys, quote: '', isFlow: false, ...parts };
}

/** The quote that `typed` begins with. */
export function quoteOf(typed: string): Cursor['quote'] {
  return typed.startsWith('"') ? '"' : typed.startsWith("'") ? "'" : '';
}
