// What a component says of itself in types: the values of WIT, and the instances that have them. Shapes only.

/** A type of values. `named` is one that an interface gives a name; its `owner` tells which interface. */
export type WitType =
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'record'; readonly fields: readonly WitField[] }
  | { readonly kind: 'variant'; readonly cases: readonly WitCase[] }
  | { readonly kind: 'enum' | 'flags'; readonly names: readonly string[] }
  | { readonly kind: 'list'; readonly element: WitType; readonly length: number | undefined }
  | { readonly kind: 'option'; readonly element: WitType }
  | { readonly kind: 'tuple'; readonly elements: readonly WitType[] }
  | { readonly kind: 'result'; readonly ok: WitType | undefined; readonly error: WitType | undefined }
  | { readonly kind: 'stream' | 'future'; readonly element: WitType | undefined }
  | { readonly kind: 'own' | 'borrow'; readonly resource: WitType }
  | { readonly kind: 'resource' }
  | NamedType;

export interface NamedType {
  readonly kind: 'named';
  readonly name: string;
  /** Where it has this name. */
  readonly owner: WitInstance;
  /** What it stands for; a named one again when it is that of another interface. */
  readonly type: WitType;
}

export interface WitField {
  readonly name: string;
  readonly type: WitType;
}

export interface WitCase {
  readonly name: string;
  readonly type: WitType | undefined;
}

export interface WitFunction {
  readonly kind: 'function';
  readonly isAsync: boolean;
  readonly parameters: readonly WitField[];
  readonly result: WitType | undefined;
}

/** What an import or export is, by its sort. What operators do not have is passed over as `other`. */
export type WitItem =
  | { readonly sort: 'function'; readonly type: WitFunction }
  | { readonly sort: 'type'; readonly type: WitDefinition }
  | { readonly sort: 'instance'; readonly instance: WitInstance }
  | { readonly sort: 'component'; readonly open: OpenComponent }
  | { readonly sort: 'other' };

/** Makes an instance of a component, with what it imports by name. */
export type OpenComponent = (given: ReadonlyMap<string, WitItem>) => WitInstance;

/** All that the index space of types holds: types of values and of everything else. */
export type WitDefinition =
  | WitType
  | WitFunction
  | { readonly kind: 'instance'; readonly open: OpenComponent }
  | { readonly kind: 'component'; readonly open: OpenComponent };

/** An interface, or a world, with all that it has under a name, in order. */
export interface WitInstance {
  /** `wasm-graph:processor/types@1.1.0`; undefined as long as nothing names it. */
  name: string | undefined;
  readonly exports: Map<string, WitItem>;
}

/** What a component imports and exports. Types of the world itself belong to `owner`. */
export interface WitWorld {
  readonly imports: ReadonlyMap<string, WitItem>;
  readonly exports: ReadonlyMap<string, WitItem>;
  readonly owner: WitInstance;
}

export function isValueType(definition: WitDefinition): definition is WitType {
  return !['function', 'instance', 'component'].includes(definition.kind);
}
