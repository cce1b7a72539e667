// What a schema says, as Markdown for hovers and completion. Knows nothing about where it is shown.
import type { GraphDocument } from '../../graph/parseGraph.ts';
import type { Path } from './pathDocument.ts';
import { schemaAt } from './schemaAt.ts';
import { hasSchema } from './schemaFiles.ts';
import type { SchemaInfo } from './schemaInfo.ts';

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  integer: 'whole number',
  number: 'number',
  object: 'map',
  array: 'list',
};

/** The types of a place in words, such as `text` or `list`; empty when anything may stand there. */
export function nameTypes({ types }: SchemaInfo): string {
  return types.flatMap((type) => typeWords[type] ?? []).join(', ');
}

/** Description, possible values and required keys; empty when there is nothing to say. */
export function describeSchema(info: SchemaInfo): string {
  const lines = [
    info.description,
    info.values.length > 0 && info.values.length < 6 ? `Possible: ${codes(info.values)}` : undefined,
    info.default === undefined ? undefined : `When left out: ${codes([info.default])}`,
    info.required.length > 0 ? `Required keys: ${codes(info.required)}` : undefined,
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

/**
 * Documentation of the key at `path` of `document`, from its name and type on; undefined when its schema does not know
 * the key. Keys that people choose themselves, as those of parameters, are described by what stands at them.
 */
export function describeAt(document: GraphDocument, path: Path): string | undefined {
  if (!hasSchema(document.kind)) return undefined;
  const info = schemaAt(document.kind, document.root, path);
  const key = path.at(-1);
  const parent = key === undefined ? undefined : schemaAt(document.kind, document.root, path.slice(0, -1));
  if (!info || typeof key !== 'string') return undefined;
  const isRequired = parent?.required.includes(key) === true;
  const about = [nameTypes(info), isRequired ? 'required' : ''].filter((word) => word !== '').join(', ');
  const head = about === '' ? `**${key}**` : `**${key}** · ${about}`;
  const text = describeSchema(info);
  return text === '' ? head : `${head}\n\n${text}`;
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
