// Lays JSON out over lines without reading it: numbers, texts and placeholders stay as they are written. Knows nothing about what
// it means.

const INDENT = '  ';

// What stays together: a placeholder, a string, a bracket, comma or colon, any other word.
const TOKEN = /\{\{.*?\}\}|"(?:[^"\\]|\\.)*"|[{}[\],:]|(?:(?!\{\{)[^\s{}[\],:"])+/gs;

/** `text`, which must be JSON (but for placeholders `{{…}}`), with one member on each line. */
export function formatJson(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  let formatted = '';
  let depth = 0;
  const newLine = (): string => `\n${INDENT.repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') {
      const isEmpty = tokens[index + 1] === (token === '{' ? '}' : ']');
      depth += 1;
      formatted += isEmpty ? token : token + newLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const isEmpty = tokens[index - 1] === (token === '}' ? '{' : '[');
      formatted += isEmpty ? token : newLine() + token;
    } else if (token === ',') formatted += token + newLine();
    else if (token === ':') formatted += ': ';
    else formatted += token;
  }
  return formatted;
}
