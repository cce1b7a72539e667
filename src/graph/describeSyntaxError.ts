// Words for the YAML library's syntax errors, which name the grammar rather than the mistake. Knows the library's error
// codes and nothing else.

const wordsByCode: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'An alias here is not written correctly: "*" needs a name after it.',
  BAD_DIRECTIVE: 'This directive (a line that begins with "%") is not valid.',
  BAD_DQ_ESCAPE:
    'Unknown escape sequence in a text in double quotes. Write "\\\\" for a backslash, or use single quotes.',
  BAD_INDENT: 'The indentation here does not fit the lines before. Keys of one map begin in the same column.',
  BAD_SCALAR_START: 'A text cannot begin with this character. Put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A ":" too many on this line, or a value that needs quotes.',
  BLOCK_IN_FLOW: 'Inside "{ }" and "[ ]" lists and maps are written with brackets, not with lines.',
  MULTILINE_IMPLICIT_KEY: 'A key must stand on one line. Is a ":" missing here, or the indentation wrong?',
  MULTIPLE_ANCHORS: 'A value can have one anchor only.',
  MULTIPLE_TAGS: 'A value can have one tag only.',
  UNEXPECTED_TOKEN: 'This does not belong here.',
};

/** A sentence for a syntax error with the library's `code`; its own `message` where that says more. */
export function describeSyntaxError(code: string, message: string): string {
  if (code === 'MISSING_CHAR' || code === 'BAD_INDENT') {
    const closing = /must (?:be sufficiently indented and )?end with an? (?<character>\S)/.exec(
      message,
    )?.groups;
    if (closing?.['character'])
      return `The bracket opened before is not closed: "${closing['character']}" is missing.`;
    const quote = /Missing closing (?<character>["'])quote/.exec(message)?.groups;
    if (quote?.['character']) return `The text is not closed: ${quote['character']} is missing.`;
  }
  return wordsByCode[code] ?? (message.endsWith('.') ? message : `${message}.`);
}
