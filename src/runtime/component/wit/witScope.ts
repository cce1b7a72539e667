// The index spaces of a component while it is read: what was defined under which number, here and around. Knows no bytes.
import { MalformedWasm } from '../wasmReader.ts';
import {
  isValueType,
  type OpenComponent,
  type WitDefinition,
  type WitFunction,
  type WitInstance,
  type WitItem,
  type WitType,
} from './witModel.ts';

/** More than real components have by far; what stands for more could keep this busy for ever. */
const MAX_ITEMS = 500_000;

export class WitScope {
  readonly outer: WitScope | undefined;
  readonly types: WitDefinition[] = [];
  /** Undefined where the type is of no interest. */
  readonly functions: (WitFunction | undefined)[] = [];
  readonly instances: WitInstance[] = [];
  readonly components: (OpenComponent | undefined)[] = [];
  /** Shared by all scopes of one reading. */
  readonly #count: { items: number };

  constructor(outer?: WitScope) {
    this.outer = outer;
    this.#count = outer ? outer.#count : { items: 0 };
  }

  /** Gives `item` the next number of its sort. Throws MalformedWasm when there are too many. */
  add(item: WitItem): void {
    this.#count.items += 1;
    if (this.#count.items > MAX_ITEMS) throw new MalformedWasm('more definitions than can be looked at');
    if (item.sort === 'type') this.types.push(item.type);
    if (item.sort === 'function') this.functions.push(item.type);
    if (item.sort === 'instance') this.instances.push(item.instance);
    if (item.sort === 'component') this.components.push(item.open);
  }

  /** The scope `count` levels further out. */
  above(count: number): WitScope {
    let scope: WitScope | undefined = this.outer;
    if (count === 0) return this;
    for (let left = count - 1; left > 0; left -= 1) scope = scope?.outer;
    return scope ?? fail(`scope ${String(count)}`);
  }

  definition(index: number): WitDefinition {
    return this.types[index] ?? fail(`type ${String(index)}`);
  }

  valueType(index: number): WitType {
    const found = this.definition(index);
    return isValueType(found) ? found : fail(`type ${String(index)} of values`);
  }

  functionType(index: number): WitFunction {
    const found = this.definition(index);
    return found.kind === 'function' ? found : fail(`type ${String(index)} of functions`);
  }

  instance(index: number): WitInstance {
    return this.instances[index] ?? fail(`instance ${String(index)}`);
  }

  /** What has the number `index` among the items of a sort (component model, Binary.md `sort`). */
  item(sort: number, index: number): WitItem {
    if (sort === 0x01) {
      const type = this.functions[index];
      return type ? { sort: 'function', type } : { sort: 'other' };
    }
    if (sort === 0x03) return { sort: 'type', type: this.definition(index) };
    if (sort === 0x04) {
      const open = this.components[index];
      return open ? { sort: 'component', open } : fail(`component ${String(index)}`);
    }
    if (sort === 0x05) return { sort: 'instance', instance: this.instance(index) };
    return { sort: 'other' };
  }
}

function fail(what: string): never {
  throw new MalformedWasm(`there is no ${what}`);
}
