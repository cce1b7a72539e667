// Writes types and functions of one interface as WIT, with what it uses of others. Knows no bytes.
import { MalformedWasm } from '../wasmReader.ts';
import { parseInterfaceName } from '../inspectModule.ts';
import {
  isValueType,
  type NamedType,
  type WitDefinition,
  type WitField,
  type WitFunction,
  type WitInstance,
  type WitItem,
  type WitType,
} from './witModel.ts';

/** Words that WIT takes for its own unless a "%" is before them. */
const keywords: ReadonlySet<string> = new Set(
  (
    'as async bool borrow char constructor enum error-context export f32 f64 flags from func future import include ' +
    'interface list map option own package record resource result s16 s32 s64 s8 static stream string tuple type ' +
    'u16 u32 u64 u8 use variant with world'
  ).split(' '),
);

export function escapeName(name: string): string {
  return keywords.has(name) ? `%${name}` : name;
}

/** Types of nobody nest deeper, and no person reads on after so many parts. */
const MAX_DEPTH = 100;
const MAX_PARTS = 200_000;

export class TypeWriter {
  readonly #interface: string;
  readonly #owner: WitInstance;
  /** What types are called here. */
  readonly #names: Map<WitType, string> = new Map<WitType, string>();
  /** Names that come from elsewhere, by their interface: `data-model`, `error as failure`. */
  readonly #uses: Map<string, Set<string>> = new Map<string, Set<string>>();
  #parts = 0;

  /** For the interface `name`, whose types belong to `owner`; for a world, the name is empty. `types` get their names here. */
  constructor(name: string, owner: WitInstance, types: Iterable<readonly [string, WitItem]>) {
    this.#interface = name;
    this.#owner = owner;
    for (const [entry, item] of types)
      if (item.sort === 'type' && isValueType(item.type)) this.#learn(escapeName(entry), item.type);
  }

  /** The definition of the type `name`; none when it comes from another interface. */
  define(
    name: string,
    definition: WitDefinition,
    methods: readonly (readonly [string, WitFunction])[],
  ): string[] {
    if (!isValueType(definition) || definition.kind !== 'named') return [];
    const target = definition.type;
    if (target.kind === 'named' && this.#isForeign(target)) return [];
    const text = this.#defineAs(escapeName(name), target);
    if (target.kind !== 'resource') return [text];
    const lines = methods.map(([key, type]) => `  ${this.#method(key, type)};`);
    return [lines.length === 0 ? `${text};` : `${text} {\n${lines.join('\n')}\n}`];
  }

  /** `func(level: level, message: string) -> bool`. */
  function({ isAsync, parameters, result }: WitFunction): string {
    const returned = result ? ` -> ${this.#write(result)}` : '';
    return `${isAsync ? 'async ' : ''}func(${this.#fields(parameters).join(', ')})${returned}`;
  }

  /** One line for each interface that types come from, once everything else is written. */
  uses(): string[] {
    const ours = parseInterfaceName(this.#interface);
    return [...this.#uses].map(([full, names]) => {
      const { packageName, version, name } = parseInterfaceName(full);
      const isNear = packageName === ours.packageName && version === ours.version && packageName !== '';
      const path = `${packageName}/${escapeName(name)}${version === '' ? '' : `@${version}`}`;
      return `use ${isNear ? escapeName(name) : path}.{${[...names].join(', ')}};`;
    });
  }

  /** A type that stands for another is called so, too: functions may name either. */
  #learn(word: string, type: WitType): void {
    this.#names.set(type, word);
    if (type.kind !== 'named') return;
    const target = type.type;
    if (target.kind === 'named' && this.#isForeign(target)) this.#use(target, word);
    if (target.kind !== 'primitive' && !this.#names.has(target)) this.#names.set(target, word);
  }

  #isForeign({ owner }: NamedType): boolean {
    return owner !== this.#owner && owner.name !== undefined && owner.name !== this.#interface;
  }

  #use(type: NamedType, word: string): void {
    const from = type.owner.name ?? '';
    const name = escapeName(type.name);
    const names = this.#uses.get(from) ?? new Set<string>();
    this.#uses.set(from, names.add(name === word ? name : `${name} as ${word}`));
  }

  #defineAs(word: string, type: WitType): string {
    switch (type.kind) {
      case 'record':
        return block(`record ${word}`, this.#fields(type.fields));
      case 'variant': {
        const cases = type.cases.map((each) => {
          const value = each.type ? `(${this.#write(each.type)})` : '';
          return `${escapeName(each.name)}${value}`;
        });
        return block(`variant ${word}`, cases);
      }
      case 'enum':
      case 'flags':
        return block(`${type.kind} ${word}`, type.names.map(escapeName));
      case 'resource':
        return `resource ${word}`;
      default:
        return `type ${word} = ${this.#spell(type, 0)};`;
    }
  }

  #method(key: string, type: WitFunction): string {
    const { form = '', name = '' } = /^\[(?<form>[^\]]+)\][^.]+(?:\.(?<name>.+))?$/.exec(key)?.groups ?? {};
    const [, ...rest] = type.parameters;
    // The resource itself is the first parameter of a method, and what a constructor returns.
    if (form === 'constructor') return `constructor(${this.#fields(type.parameters).join(', ')})`;
    if (form.endsWith('static')) return `${escapeName(name)}: static ${this.function(type)}`;
    return `${escapeName(name)}: ${this.function({ ...type, parameters: rest })}`;
  }

  #fields(fields: readonly WitField[]): string[] {
    return fields.map(({ name, type }) => `${escapeName(name)}: ${this.#write(type)}`);
  }

  #write(type: WitType, depth = 0): string {
    this.#parts += 1;
    if (depth > MAX_DEPTH || this.#parts > MAX_PARTS)
      throw new MalformedWasm('types that are deeper or longer than can be shown');
    return this.#names.get(type) ?? this.#spell(type, depth);
  }

  /** As what it is made of. */
  #spell(type: WitType, depth: number): string {
    const inner = (each: WitType | undefined): string => (each ? this.#write(each, depth + 1) : '_');
    switch (type.kind) {
      case 'primitive':
        return type.name;
      case 'named':
        return this.#writeNamed(type, depth);
      case 'list':
        return `list<${inner(type.element)}${type.length === undefined ? '' : `, ${String(type.length)}`}>`;
      case 'option':
        return `option<${inner(type.element)}>`;
      case 'tuple':
        return `tuple<${type.elements.map(inner).join(', ')}>`;
      case 'result':
        if (type.error) return `result<${inner(type.ok)}, ${inner(type.error)}>`;
        return type.ok ? `result<${inner(type.ok)}>` : 'result';
      case 'stream':
      case 'future':
        return type.element ? `${type.kind}<${inner(type.element)}>` : type.kind;
      case 'own':
        return inner(type.resource);
      case 'borrow':
        return `borrow<${inner(type.resource)}>`;
      default:
        // The component model has these under a name only.
        throw new MalformedWasm(`a ${type.kind} without a name`);
    }
  }

  #writeNamed(type: NamedType, depth: number): string {
    const word = escapeName(type.name);
    if (type.owner === this.#owner) return word;
    if (!this.#isForeign(type)) return this.#write(type.type, depth + 1);
    this.#use(type, word);
    this.#names.set(type, word);
    return word;
  }
}

function block(head: string, entries: readonly string[]): string {
  return `${head} {\n${entries.map((entry) => `  ${entry},\n`).join('')}}`;
}
