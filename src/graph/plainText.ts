// Which texts may be written without quotes, so that every YAML reader takes them for these texts. Knows no tree.

/** YAML 1.2.2, 7.3.3 Plain Style, and narrower: letters and digits with marks that never end or start anything. */
const plainForm = /^[\p{L}\p{N}_/.$(](?:[\p{L}\p{N}_./@+$()=~*!?;^-]| (?=[^ #:])|:(?=[\p{L}\p{N}_]))*$/u;

/** Words that some YAML reader takes for null or a boolean: YAML 1.2.2, 10.3.2, and YAML 1.1. */
const reservedWord = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** Everything that some reader takes for a number, a date or a time, and some more. */
const numberLike =
  /^[-+.]?\d[\d_.:]*(?:[eE][-+]?\d+)?$|^\d[\d-]*[\dTt:. Zz+-]*$|^0[xob][\da-fA-F_]+$|^\.(?:inf|nan)$|^\.+$/i;

/** The same where nothing but the end of the line ends it: commas, quotes and brackets may be inside, a comment may not begin. */
const proseForm = /^[\p{L}\p{N}_/.$(](?:[^\p{C}\p{Z}:#]| (?=[^ #:])|:(?=[\p{L}\p{N}_]))*$/u;

/** Whether `text` is safe without quotes anywhere. */
export function isPlainText(text: string): boolean {
  return plainForm.test(text) && isWords(text);
}

/** Whether `text` is safe without quotes behind a key in a line of its own. */
export function isPlainInLine(text: string): boolean {
  return proseForm.test(text) && isWords(text);
}

function isWords(text: string): boolean {
  return !text.endsWith(' ') && !reservedWord.test(text) && !numberLike.test(text);
}
