// One YAML text while something changes it: collects changes of its maps, and the first reason why they cannot be made. Knows how
// maps are written, and no graph.
import type { Range } from '../../base/position.ts';
import type { EditedText } from '../../graph/edits.ts';
import { columnAt, endOf, endOfLine, insertPair, isAbsent, removePair } from '../../graph/treeEdits.ts';
import {
  detectStyle,
  isBlock,
  writeAfterColon,
  writeFlow,
  type NewValue,
  type YamlStyle,
} from '../../graph/yamlStyle.ts';
import { findPair, type YamlMap, type YamlPair } from '../../graph/yamlTree.ts';
import { colonOf } from './changeList.ts';
import { endWithComments } from './entryPlace.ts';
import type { Splice } from './joinEdits.ts';
import { SharedText } from './sharedText.ts';
import { respell } from './spellValue.ts';

export const sharedMessage =
  'This part of the text is used in more than one place, through an anchor. Change it in the text.';
export const layoutMessage =
  'The text is written in a way in which this cannot be changed without guessing. Change it in the text.';

/** Collects what is to change; whoever extends it makes edits of it. */
export class MapDraft<T extends EditedText = EditedText> {
  readonly file: T;
  readonly root: YamlMap;
  readonly style: YamlStyle;
  protected readonly shared: SharedText;
  protected readonly splices: Splice[] = [];
  #refusal: string | undefined;

  constructor(file: T, root: YamlMap) {
    this.file = file;
    this.root = root;
    this.style = detectStyle(file, root);
    this.shared = new SharedText(file, root);
  }

  /** Says why the change cannot be made; the first reason counts, and nothing is changed. */
  refuse(message: string): undefined {
    this.#refusal ??= message;
    return undefined;
  }

  protected get refusal(): string | undefined {
    return this.#refusal;
  }

  replace({ start, end }: Range, newText: string): void {
    const { lines } = this.file;
    this.splices.push({ start: lines.offsetAt(start), end: lines.offsetAt(end), newText });
  }

  /** Takes over an edit that somebody else made; refuses when there is none. */
  take(edit: { readonly range: Range; readonly newText: string } | undefined): void {
    if (edit) this.replace(edit.range, edit.newText);
    else this.refuse(layoutMessage);
  }

  /** Whether `map` may be changed where it stands. */
  protected isOwn(map: YamlMap): boolean {
    if (!map.isAliased && !this.shared.has(map)) return true;
    this.refuse(sharedMessage);
    return false;
  }

  /** Sets the text at `key`, behind the first of `after` that is there when it is new; `raw` is the way to write it anew. */
  setText(map: YamlMap, key: string, value: string, after: readonly string[] = [], raw?: NewValue): void {
    const pair = findPair(map, key);
    if (!pair || isAbsent(pair.value)) this.setValue(map, key, raw ?? { prose: value }, after);
    else if (pair.value.kind !== 'scalar') this.refuse(layoutMessage);
    else if (pair.value.value !== value && this.isOwn(map) && !this.isForeign(pair)) {
      const { value: old } = pair;
      if (!old.isAliased && this.shared.has(old)) this.refuse(sharedMessage);
      // An alias of the scalar alone is only this use of it.
      const written = old.isAliased
        ? writeFlow(raw && !isBlock(raw) ? raw : value)
        : respell(this.file, this.style, { map, old, keyPlace: pair.keyPlace }, value, raw);
      this.replace(old.range, written);
    }
  }

  /** Whether a pair of `map` stands elsewhere, merged into it. */
  protected isForeign({ keyPlace }: YamlPair): boolean {
    if (keyPlace.isAliased) this.refuse(sharedMessage);
    return keyPlace.isAliased;
  }

  /** Puts `value` at `key`, which is not there, or has no value. */
  setValue(map: YamlMap, key: string, value: NewValue, after: readonly string[] = []): void {
    if (!this.isOwn(map)) return;
    const pair = findPair(map, key);
    if (pair) {
      this.fill(map, pair, value);
      return;
    }
    const before = after.find((one) => findPair(map, one));
    this.take(insertPair(this.file, this.style, map, key, value, before));
  }

  /** Writes `value` behind the colon of a key with nothing, null, or empty braces. */
  protected fill(map: YamlMap, pair: YamlPair, value: NewValue): void {
    if (this.isForeign(pair)) return;
    const { text, lines } = this.file;
    const colon = colonOf(this.file, pair);
    const column = columnAt(text, lines.offsetAt(pair.keyPlace.source.start));
    const end = Math.max(colon ?? 0, lines.offsetAt(endOf(pair.value)));
    const isEmpty = /^\s*(?:~|null|\{\s*\}|\[\s*\])?\s*$/i.test(text.slice(colon, end));
    if (colon === undefined || !isEmpty) {
      this.refuse(layoutMessage);
      return;
    }
    const isFlow = map.isFlow || column === undefined;
    const written = isFlow ? ` ${writeFlow(value)}` : writeAfterColon(this.style, column, value);
    const lineEnd = endOfLine(text, end, false);
    if (!/^\r?\n/.test(written)) this.splices.push({ start: colon, end, newText: written });
    else if (lineEnd === undefined) this.refuse(layoutMessage);
    else {
      const last = endWithComments(text, lineEnd, column ?? 0);
      this.splices.push({ start: colon, end, newText: '' });
      this.splices.push({ start: last, end: last, newText: written });
    }
  }

  /** Sets what is no text. */
  setRaw(map: YamlMap, key: string, raw: string, after: readonly string[]): void {
    const pair = findPair(map, key);
    if (!pair || isAbsent(pair.value)) this.setValue(map, key, { raw }, after);
    else if (pair.value.kind !== 'scalar') this.refuse(layoutMessage);
    else if (pair.value.text !== raw && this.isOwn(map) && !this.isForeign(pair)) {
      if (!pair.value.isAliased && this.shared.has(pair.value)) this.refuse(sharedMessage);
      this.replace(pair.value.range, raw);
    }
  }

  /** Changes the key of `pair` in `map` to `written`. */
  renameKey(map: YamlMap, pair: YamlPair, written: string): void {
    if (this.isOwn(map) && !this.isForeign(pair)) this.replace(pair.keyPlace.source, written);
  }

  /** Takes `key` out of `map`, where it is there. */
  removeKey(map: YamlMap, key: string): void {
    const pair = findPair(map, key);
    if (!pair || !this.isOwn(map) || this.isForeign(pair)) return;
    this.take(removePair(this.file, map, pair));
  }
}
