// Proposals that follow from the JSON Schema alone: keys, values, and items of lists. Knows no kind of document.
import { describeSchema, nameTypes } from '../schema/describeAt.ts';
import type { Path } from '../schema/pathDocument.ts';
import { schemaAt } from '../schema/schemaAt.ts';
import type { SchemaInfo } from '../schema/schemaInfo.ts';
import type { Scene } from './cursor.ts';
import { proposeText, type Proposal } from './proposal.ts';
import { spellValue } from './spellValue.ts';
import { choice, list, raw, stop, text, type Template } from './template.ts';

/** What the schema says about `path` in the document of `scene`. */
export function infoAt({ kind, root }: Scene, path: Path): SchemaInfo | undefined {
  return schemaAt(kind, root, path);
}

/** The keys of a map with `info` that are not there yet, required ones first. */
export function proposeKeys(info: SchemaInfo, present: ReadonlySet<string>): Proposal[] {
  return [...info.properties].flatMap(([key, property]) => {
    if (present.has(key)) return [];
    const isRequired = info.required.includes(key);
    const proposal: Proposal = {
      label: key,
      icon: 'key',
      detail: [nameTypes(property), isRequired ? 'required' : ''].filter((word) => word !== '').join(', '),
      documentation: describeSchema(property),
      rank: isRequired ? 1 : 2,
      content: { form: 'key', entry: { key, value: templateBehindKey(property) } },
    };
    return [proposal];
  });
}

/** All values that the schema names: those that are possible, and usual ones. */
export function proposeValues(info: SchemaInfo): Proposal[] {
  const { types, values, examples, description, default: usual } = info;
  const documentation = description === undefined ? {} : { documentation: description };
  const texts = [...new Set([...values, ...examples])].map((value) =>
    proposeText(value, 'constant', {
      rank: 1,
      ...documentation,
      ...(value === usual ? { detail: 'when left out' } : {}),
    }),
  );
  const words = types.includes('boolean') ? ['true', 'false'] : [];
  const booleans = words.map((word): Proposal => ({
    ...proposeText(word, 'constant', {
      rank: 1,
      ...documentation,
      ...(word === usual ? { detail: 'when left out' } : {}),
    }),
    content: { form: 'value', value: raw(word) },
  }));
  return [...texts, ...booleans];
}

/** One item of a list with `info`, with what an item must have. */
export function proposeItem(info: SchemaInfo): Proposal[] {
  const { items } = info;
  if (!items) return [];
  const label = items.title?.toLowerCase() ?? 'item';
  const documentation = describeSchema(items);
  const content = { form: 'items', items: [templateOf(items)] } as const;
  return [{ label, icon: 'snippet', detail: 'new item', documentation, content }];
}

/** A whole value with `info`: what it must have, with places to fill in. */
export function templateOf(info: SchemaInfo, depth = 0): Template {
  const { types, values, required, properties, items } = info;
  const isTooDeep = depth > 4;
  if (types.includes('object') && required.length > 0 && !isTooDeep) {
    const entries = required.map((key) => {
      const property = properties.get(key);
      return { key, value: property ? templateOf(property, depth + 1) : stop() };
    });
    return { kind: 'map', entries };
  }
  if (types.includes('array') && items && !isTooDeep) return list(templateOf(items, depth + 1));
  if (types.includes('boolean') && !types.includes('string')) return choice(['false', 'true'], true);
  const [only] = values;
  if (only !== undefined) return values.length === 1 ? text(only) : choice(values);
  const usual = info.examples[0] ?? '';
  return stop(usual, { isQuoted: usual !== '' && spellValue(usual, true).startsWith('"') });
}

/** What is put behind a key: a scalar is left to be chosen. */
function templateBehindKey(info: SchemaInfo): Template {
  const { types, values, required } = info;
  if (types.includes('array')) return templateOf(info);
  if (types.includes('object')) return required.length > 0 ? templateOf(info) : { kind: 'map', entries: [] };
  return values.length === 1 && values[0] !== undefined ? text(values[0]) : raw('');
}
