// Minimal text edits for suggested fixes: every byte that is not at fault stays. Knows YAML's shape and no rule.
import type { TextEdit } from '../base/position.ts';
import type { LineIndex } from './lineIndex.ts';
import type { YamlPair, YamlScalar } from './yamlTree.ts';

/** The text that edits apply to. */
export interface EditedText {
  readonly text: string;
  readonly lines: LineIndex;
}

/** `text` with `edits` applied, which must not overlap; of those that begin at one place the first comes first. */
export function applyEdits({ lines, text }: EditedText, edits: readonly TextEdit[]): string {
  const sorted = edits
    .map(({ range, newText }) => ({
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  // In one walk: there may be as many edits as lines.
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, newText } of sorted) {
    parts.push(text.slice(at, start), newText);
    at = end;
  }
  return parts.join('') + text.slice(at);
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
