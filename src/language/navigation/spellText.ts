// How a text is written as a YAML scalar where another one stood: in the same style, as long as it stays that text.
import { quote } from '../../graph/edits.ts';
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

/** YAML 1.2.2, 7.3.3 Plain Style, and narrower: letters and digits with marks that never end or start anything. */
const plainForm = /^[\p{L}\p{N}_/.$(](?:[\p{L}\p{N}_./@+$()=~*!?;^-]| (?=[^ #:])|:(?=[\p{L}\p{N}_]))*$/u;

/** Words that some YAML reader takes for null or a boolean: YAML 1.2.2, 10.3.2, and YAML 1.1. */
const reservedWord = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** Everything that some reader takes for a number, a date or a time, and some more. */
const numberLike =
  /^[-+.]?\d[\d_.:]*(?:[eE][-+]?\d+)?$|^\d[\d-]*[\dTt:. Zz+-]*$|^0[xob][\da-fA-F_]+$|^\.(?:inf|nan)$|^\.+$/i;

function isPlainText(value: string): boolean {
  return (
    plainForm.test(value) && !value.endsWith(' ') && !reservedWord.test(value) && !numberLike.test(value)
  );
}
