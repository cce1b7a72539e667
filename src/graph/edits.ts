// Minimal text edits for suggested fixes: every byte that is not at fault stays. Knows YAML's shape and no rule.
import type { Range, TextEdit } from '../base/position.ts';
import type { LineIndex } from './lineIndex.ts';
import type { YamlMap, YamlPair, YamlScalar } from './yamlTree.ts';

/** The text that edits apply to. */
export interface EditedText {
  readonly text: string;
  readonly lines: LineIndex;
}

/** `text` with `edits` applied; the edits must not overlap. */
export function applyEdits(document: EditedText, edits: readonly TextEdit[]): string {
  const { lines, text } = document;
  const sorted = edits
    .map((edit) => ({
      start: lines.offsetAt(edit.range.start),
      end: lines.offsetAt(edit.range.end),
      newText: edit.newText,
    }))
    .sort((a, b) => b.start - a.start);
  return sorted.reduce(
    (result, edit) => result.slice(0, edit.start) + edit.newText + result.slice(edit.end),
    text,
  );
}

/** `value` as a YAML scalar that is a text for sure: JSON's double quotes are YAML's. */
export function quote(value: string): string {
  return JSON.stringify(value);
}

/** Replaces a scalar by the text `value`, quoted when the old one was or when plain it would not be that text. */
export function replaceText(scalar: YamlScalar, value: string): TextEdit {
  const isSafePlain =
    /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return { range: scalar.source, newText: scalar.isPlain && isSafePlain ? value : quote(value) };
}

/** Renames the key of `pair`. */
export function renameKey(pair: YamlPair, key: string): TextEdit {
  return { range: pair.keyPlace.source, newText: /^[A-Za-z]\w*$/.test(key) ? key : quote(key) };
}

/** Adds `key: value` before the first key of `map`; undefined where that is not plain (empty, or through an alias). */
export function insertPair(map: YamlMap, key: string, value: string): TextEdit | undefined {
  const first = map.pairs[0]?.keyPlace;
  if (!first || map.isAliased || first.isAliased) return undefined;
  const { start } = first.source;
  const separator = map.isFlow ? ', ' : `\n${' '.repeat(start.character)}`;
  return { range: { start, end: start }, newText: `${key}: ${value}${separator}` };
}

/** Removes `pair` from `map` with its line; undefined where that is not plain (the only key, or through an alias). */
export function removePair(document: EditedText, map: YamlMap, pair: YamlPair): TextEdit | undefined {
  const index = map.pairs.indexOf(pair);
  if (map.isAliased || pair.keyPlace.isAliased || map.pairs.length < 2) return undefined;
  const next = map.pairs[index + 1];
  // The first pair may share its line with a "- " or a "{": only the way to the next key goes.
  if (index === 0 && next) return cut({ start: pair.keyPlace.source.start, end: next.keyPlace.source.start });
  const before = map.pairs[index - 1];
  if (!before || before.keyPlace.isAliased) return undefined;
  const end = endOf(pair);
  if (map.isFlow) return cut({ start: endOf(before), end });
  const lineStart = { line: pair.keyPlace.source.start.line, character: 0 };
  return cut({
    start: lineStart,
    end: document.lines.positionAt(document.lines.offsetAt({ line: end.line + 1, character: 0 })),
  });
}

function endOf(pair: YamlPair): Range['end'] {
  return pair.value.isAliased ? pair.value.range.end : pair.value.source.end;
}

function cut(range: Range): TextEdit {
  return { range, newText: '' };
}
