// Minimal text edits for suggested fixes: every byte that is not at fault stays. Knows YAML's shape and no rule.
import type { TextEdit } from '../base/position.ts';
import type { LineIndex } from './lineIndex.ts';
import type { YamlPair, YamlScalar } from './yamlTree.ts';

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
