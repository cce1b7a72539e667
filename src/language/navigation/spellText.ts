// How a text is written as a YAML scalar where another one stood: in the same style, as long as it stays that text.
import { quote } from '../../graph/edits.ts';
import { isPlainText } from '../../graph/plainText.ts';
import type { YamlScalar } from '../../graph/yamlTree.ts';

/**
 * `value` as YAML, plain or in the quotes that `scalar` has; in double quotes where that would not be the text `value`
 * for every reader, whichever version of YAML it follows.
 */
export function spellText(scalar: Pick<YamlScalar, 'isPlain' | 'text'>, value: string): string {
  if (scalar.isPlain) return isPlainText(value) ? value : quote(value);
  const isSingleQuoted = scalar.text.startsWith("'") && /^[^\p{Cc}\p{Cs}\u2028\u2029\uFEFF]*$/u.test(value);
  return isSingleQuoted ? `'${value.replaceAll("'", "''")}'` : quote(value);
}
