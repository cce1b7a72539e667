// Writes the world of a component and its interfaces as WIT. Knows no bytes.
import { parseInterfaceName } from '../inspectModule.ts';
import { escapeName, TypeWriter } from './writeWitTypes.ts';
import type { WitFunction, WitInstance, WitItem, WitWorld } from './witModel.ts';

/** An interface as text. */
export interface PrintedInterface {
  /** `wasm-graph:processor/map@1.1.0`. */
  readonly name: string;
  /** `interface %map { … }`, in the words of its own package. */
  readonly text: string;
  readonly isImported: boolean;
  readonly isExported: boolean;
}

export interface PrintedWit {
  /** `world root { … }`. */
  readonly world: string;
  /** Exported ones first, then in the order of the component. */
  readonly interfaces: readonly PrintedInterface[];
}

/** Throws MalformedWasm when the types are deeper or longer than anybody could read. */
export function printWit({ imports, exports, owner }: WitWorld): PrintedWit {
  const interfaces = new Map<string, PrintedInterface>();
  const add = (items: ReadonlyMap<string, WitItem>, isExported: boolean): void => {
    for (const [name, item] of items) {
      if (item.sort !== 'instance' || !isInterface(name)) continue;
      const known = interfaces.get(name);
      const text = known?.text ?? printInterface(name, item.instance);
      const isImported = !isExported || known?.isImported === true;
      interfaces.set(name, { name, text, isImported, isExported });
    }
  };
  add(imports, false);
  add(exports, true);
  const sorted = [...interfaces.values()].sort((a, b) => Number(b.isExported) - Number(a.isExported));
  return { world: printWorld(imports, exports, owner), interfaces: sorted };
}

/** All of it as one text: the world, then the packages, as "wasm-tools component wit" prints them. */
export function joinWit({ world, interfaces }: PrintedWit): string {
  const packages = new Map<string, string[]>();
  for (const { name, text } of interfaces) {
    const { packageName, version } = parseInterfaceName(name);
    const key = version === '' ? packageName : `${packageName}@${version}`;
    packages.set(key, [...(packages.get(key) ?? []), text]);
  }
  const nested = [...packages].map(
    ([name, texts]) => `package ${name} {\n${texts.map(indent).join('\n\n')}\n}`,
  );
  return ['package root:component;', world, ...nested].join('\n\n');
}

/** Other names are those of functions, types and interfaces of the world's own. */
function isInterface(name: string): boolean {
  return parseInterfaceName(name).packageName !== '';
}

function printInterface(name: string, instance: WitInstance): string {
  const plain = parseInterfaceName(name).name;
  return `interface ${escapeName(plain)} ${printBody(name, instance)}`;
}

/** `{ … }` with all that an interface has: what it uses, its types, its functions. */
function printBody(name: string, instance: WitInstance): string {
  const writer = new TypeWriter(name, instance, instance.exports);
  const types: string[] = [];
  const functions: string[] = [];
  for (const [entry, item] of instance.exports) {
    if (item.sort === 'type') types.push(...writer.define(entry, item.type, methodsOf(entry, instance)));
    if (item.sort === 'function' && !entry.startsWith('['))
      functions.push(`${escapeName(entry)}: ${writer.function(item.type)};`);
  }
  const blocks = [writer.uses().join('\n'), ...types, functions.join('\n')].filter((text) => text !== '');
  return blocks.length === 0 ? '{}' : `{\n${indent(blocks.join('\n\n'))}\n}`;
}

/** What belongs to the resource: `[constructor]r`, `[method]r.name`, `[static]r.name`. */
function methodsOf(resource: string, { exports }: WitInstance): [string, WitFunction][] {
  return [...exports].flatMap(([name, item]): [string, WitFunction][] =>
    item.sort === 'function' && /^\[[^\]]+\](?<owner>[^.]+)/.exec(name)?.groups?.['owner'] === resource
      ? [[name, item.type]]
      : [],
  );
}

function printWorld(
  imports: ReadonlyMap<string, WitItem>,
  exports: ReadonlyMap<string, WitItem>,
  owner: WitInstance,
): string {
  const writer = new TypeWriter('', owner, [...imports, ...exports]);
  const methods = { name: undefined, exports: new Map([...imports, ...exports]) };
  const lines = (word: string, items: ReadonlyMap<string, WitItem>): string =>
    [...items].flatMap(([name, item]) => printEntry(word, name, item, writer, methods)).join('\n');
  const parts = [lines('import', imports), lines('export', exports)];
  const blocks = [writer.uses().join('\n'), ...parts].filter((text) => text !== '');
  return blocks.length === 0 ? 'world root {}' : `world root {\n${indent(blocks.join('\n\n'))}\n}`;
}

function printEntry(
  word: string,
  name: string,
  item: WitItem,
  writer: TypeWriter,
  world: WitInstance,
): string[] {
  if (item.sort === 'type') return writer.define(name, item.type, methodsOf(name, world));
  if (item.sort === 'function')
    return name.startsWith('[') ? [] : [`${word} ${escapeName(name)}: ${writer.function(item.type)};`];
  if (item.sort !== 'instance') return [];
  if (isInterface(name)) return [`${word} ${escapePath(name)};`];
  return [`${word} ${escapeName(name)}: interface ${printBody(name, item.instance)}`];
}

/** `wasm-graph:processor/%map@1.1.0`. */
function escapePath(name: string): string {
  const slash = name.indexOf('/');
  const [plain = '', ...version] = name.slice(slash + 1).split('@');
  return [`${name.slice(0, slash + 1)}${escapeName(plain)}`, ...version].join('@');
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
