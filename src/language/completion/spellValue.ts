// How a text is written as a YAML value. Knows nothing about snippets.

/** Plain texts that need no quotes anywhere, also in brackets and for readers of YAML 1.1. */
const plainForm = /^(?:[A-Za-z_/$]|\.{1,2}\/)(?:[\w./@+$-]|:(?=[\w/]))*$/;
/** Plain texts outside of brackets: topics may hold wildcards and variables, sentences spaces and commas. */
const blockForm = /^(?:[A-Za-z_/$]|\.{1,2}\/)(?:[\w./@+$#{}(),;-]|:(?=[\w/])| (?=[\w(/$]))*$/;
const reservedWord = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** `value` as YAML; in `quote` when that is not empty, else in double quotes where plain it would not be that text. */
export function spellValue(value: string, isFlow: boolean, quote: '' | '"' | "'" = ''): string {
  if (quote === "'" && /^[^\p{Cc}]*$/u.test(value)) return `'${value.replaceAll("'", "''")}'`;
  const isPlain = (isFlow ? plainForm : blockForm).test(value) && !reservedWord.test(value);
  return quote === '' && isPlain ? value : JSON.stringify(value);
}
