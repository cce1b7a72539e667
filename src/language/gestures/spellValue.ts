// How a text is written where another one stood: in the style that its author chose, as far as that can hold it. Knows YAML's
// shape and no graph.
import { quote, type EditedText } from '../../graph/edits.ts';
import { isPlainInLine } from '../../graph/plainText.ts';
import { columnAt } from '../../graph/treeEdits.ts';
import {
  isBlock,
  writeAfterColon,
  writeFlow,
  type NewBlock,
  type NewValue,
  type YamlStyle,
} from '../../graph/yamlStyle.ts';
import type { YamlMap, YamlPair, YamlScalar } from '../../graph/yamlTree.ts';
import { spellText } from '../navigation/spellText.ts';

/** `value` in place of `old`, the value of a pair of `map`; `raw` is how it would be written anew. */
export function respell(
  document: EditedText,
  style: YamlStyle,
  {
    map,
    keyPlace,
    old,
  }: { readonly map: YamlMap; readonly keyPlace: YamlPair['keyPlace']; readonly old: YamlScalar },
  value: string,
  raw: NewValue | undefined,
): string {
  const { text, lines } = document;
  const header = headerOf(old);
  if (header || (raw !== undefined && isBlock(raw))) {
    const column = map.isFlow ? undefined : columnAt(text, lines.offsetAt(keyPlace.source.start));
    const isAlone = /^[ \t]*(?:[\r\n]|$)/.test(text.slice(lines.offsetAt(old.source.end)));
    const block: NewBlock = { block: value, ...(header && { header }) };
    if (column !== undefined && isAlone) return writeAfterColon(style, column, block).trimStart();
    return writeFlow(value.includes('\n') ? block : value);
  }
  const keepsStyle = raw === undefined || (!old.isPlain && /^["']/.test(old.text));
  if (!keepsStyle) return writeFlow(raw);
  if (old.isPlain && !map.isFlow) return isPlainInLine(value) ? value : quote(value);
  return spellText(old, value);
}

/** YAML 1.2.2, 8.1.1: how a text in lines of its own begins; undefined for others. */
function headerOf({ isPlain, text }: YamlScalar): NewBlock['header'] {
  const found = isPlain ? undefined : /^(?<kind>[|>])[-+\d]*(?<comment>[ \t]+#[^\r\n]*)?/.exec(text)?.groups;
  return found && { isFolded: found['kind'] === '>', comment: found['comment'] ?? '' };
}
