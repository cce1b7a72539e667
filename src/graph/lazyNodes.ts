// The nodes of a tree as the parser makes them: places are offsets until somebody asks, because most are never looked at and
// large files have tens of thousands. Knows no YAML library.
import type { Range } from '../base/position.ts';
import type { EditedText } from './edits.ts';
import type { Place, YamlMap, YamlNode, YamlPair, YamlScalar, YamlSequence } from './yamlTree.ts';

/** A place from `start` to `end`, offsets in UTF-16 code units; `alias` is the place through which it is reached. */
export class LazyPlace implements Place {
  protected readonly document: EditedText;
  protected readonly start: number;
  protected readonly end: number;
  private readonly alias: Place | undefined;
  private known: Range | undefined = undefined;

  constructor(document: EditedText, start: number, end: number, alias: Place | undefined) {
    this.document = document;
    this.start = start;
    this.end = end;
    this.alias = alias;
  }

  get isAliased(): boolean {
    return this.alias !== undefined;
  }

  get range(): Range {
    return this.alias ? this.alias.range : this.source;
  }

  get source(): Range {
    this.known ??= this.document.lines.rangeAt(this.start, this.end);
    return this.known;
  }
}

export class LazyScalar extends LazyPlace implements YamlScalar {
  readonly kind = 'scalar';
  readonly value: YamlScalar['value'];
  readonly isPlain: boolean;

  constructor(
    document: EditedText,
    start: number,
    end: number,
    alias: Place | undefined,
    value: YamlScalar['value'],
    isPlain: boolean,
  ) {
    super(document, start, end, alias);
    this.value = value;
    this.isPlain = isPlain;
  }

  get text(): string {
    return this.document.text.slice(this.start, this.end);
  }
}

export class LazyMap extends LazyPlace implements YamlMap {
  readonly kind = 'map';
  readonly isFlow: boolean;
  readonly pairs: readonly YamlPair[];
  readonly setAside?: readonly YamlPair[];

  constructor(
    document: EditedText,
    start: number,
    end: number,
    alias: Place | undefined,
    isFlow: boolean,
    pairs: readonly YamlPair[],
    setAside: readonly YamlPair[] = [],
  ) {
    super(document, start, end, alias);
    this.isFlow = isFlow;
    this.pairs = pairs;
    if (setAside.length > 0) this.setAside = setAside;
  }
}

export class LazySequence extends LazyPlace implements YamlSequence {
  readonly kind = 'sequence';
  readonly isFlow: boolean;
  readonly items: readonly YamlNode[];

  constructor(
    document: EditedText,
    start: number,
    end: number,
    alias: Place | undefined,
    isFlow: boolean,
    items: readonly YamlNode[],
  ) {
    super(document, start, end, alias);
    this.isFlow = isFlow;
    this.items = items;
  }
}

/** A pair whose key stands from `start` to `end`. */
export class LazyPair implements YamlPair {
  readonly key: string;
  readonly value: YamlNode;
  private readonly document: EditedText;
  private readonly start: number;
  private readonly end: number;
  private place: Place | undefined;

  constructor(
    document: EditedText,
    start: number,
    end: number,
    alias: Place | undefined,
    key: string,
    value: YamlNode,
  ) {
    this.document = document;
    this.start = start;
    this.end = end;
    this.key = key;
    this.value = value;
    // Few are reached through aliases; for the others the place waits.
    this.place = alias && new LazyPlace(document, start, end, alias);
  }

  get keyPlace(): Place {
    this.place ??= new LazyPlace(this.document, this.start, this.end, undefined);
    return this.place;
  }
}
