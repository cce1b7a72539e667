// Pieces of Markdown for hovers: text from files never becomes markup. Knows nothing about graphs.

/** Longest list that is shown whole. */
const maxListed = 8;

/** `text` as it stands, on one line. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+!|~$-]/g, '\\$&')
    .replaceAll('&', '&amp;');
}

/** `text` as code, on one line. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // CommonMark 0.31, 6.1: one space at both ends is taken away, so that the content may touch the fence.
  const pad = /^[` ]|[` ]$/.test(line) || line === '' ? ' ' : '';
  return fence + pad + line + pad + fence;
}

/** `text` as a block of code, cut after `maxLines` lines. */
export function codeBlock(text: string, language: string, maxLines: number): string {
  const lines = text.replace(/\s+$/, '').split(/\r\n|\r|\n/);
  const shown = lines.slice(0, maxLines);
  const longest = Math.max(2, ...[...shown.join('\n').matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, ...shown, ...(lines.length > maxLines ? ['…'] : []), fence].join('\n');
}

/** `items` in one line, the later ones counted only. */
export function listed(items: readonly string[]): string {
  const rest = items.length - maxListed;
  const more = rest > 0 ? [`${String(rest)} more`] : [];
  return [...items.slice(0, maxListed), ...more].join(', ');
}

/** `items` as a bulleted list, the later ones counted only; empty when there are none. */
export function bulleted(items: readonly string[]): string {
  const rest = items.length - maxListed;
  const more = rest > 0 ? [`${String(rest)} more`] : [];
  return [...items.slice(0, maxListed), ...more].map((item) => `- ${item}`).join('\n');
}

/** Paragraphs out of those parts that say something. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
