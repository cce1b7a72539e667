// Graph texts changed at random, as somebody types, deletes, copies and misspells; and how many of them are tried. Knows nothing
// of what is examined in them.
import * as fc from 'fast-check';

/** How often a property is tried: `usual` times, or as often as the environment variable MUTATIONS says. */
export function mutationRuns(usual: number): number {
  return Number(process.env['MUTATIONS'] ?? usual);
}

/** Milliseconds that so many runs may take on a slow machine. */
export function mutationTimeoutMs(runs: number): number {
  return 60_000 + runs * 100;
}

/** A share of a text, from 0 to 1. Made of whole numbers, because random fractions are nearly all next to 0. */
export const share: fc.Arbitrary<number> = fc.integer({ min: 0, max: 10_000 }).map((part) => part / 10_000);

/** Pieces that change what the text around them means. */
const pieces = fc.constantFrom(
  ...[
    '',
    '\n',
    ' ',
    '  ',
    '\t',
    '\r',
    ':',
    ': ',
    '"',
    "'",
    '[',
    '{',
    '}',
    ']',
    ',',
    '- ',
    '-',
    '? ',
    '#',
    ' # ',
  ],
  ...['&a ', '*a', '<<: *a', '|', '>', '>-\n', '!x ', '---\n', '<<<<<<< a\n', 'True', '5', '💥', '\u0000'],
  ...['name: ', 'from:\n', '# dataflow-graph-disable', ' # dataflow-graph-disable-line KEY_UNKNOWN'],
);

const words = fc.constantFrom(
  ...[
    'source',
    'sink',
    'map',
    'branch',
    'concatenate',
    'left',
    'right',
    'kind',
    'in',
    'out',
    'm',
    'True',
    '1.1',
  ],
  ...[
    '"False"',
    'v1.0',
    'name',
    'arm',
    'module',
    'from',
    'to',
    'operationType',
    'features',
    'parameters',
    'null',
  ],
  ...[
    'reading',
    's',
    'sides:1.0.0',
    'ghcr.io/a/b:1.0.0',
    'Team/x:1.0.0',
    '[]',
    '{}',
    'wasi-nn',
    'flavour',
    '',
  ],
);

type Change = (text: string) => string;

const typing: fc.Arbitrary<Change> = fc
  .tuple(share, fc.nat(12), pieces)
  .map(([at, cut, insert]) => (text) => {
    const offset = Math.floor(at * text.length);
    return text.slice(0, offset) + insert + text.slice(offset + cut);
  });

const lines: fc.Arbitrary<Change> = fc
  .tuple(share, share, fc.constantFrom('delete', 'copy', 'move'))
  .map(([at, to, kind]) => (text) => {
    const all = text.split('\n');
    const from = Math.floor(at * all.length);
    const count = kind === 'delete' ? 1 : 1 + Math.floor(to * 4);
    const taken = all.slice(from, from + count);
    if (kind !== 'copy') all.splice(from, count);
    if (kind !== 'delete') all.splice(kind === 'copy' ? from : Math.floor(to * all.length), 0, ...taken);
    return all.join('\n');
  });

const misspelling: fc.Arbitrary<Change> = fc.tuple(share, words).map(([at, word]) => (text) => {
  const tokens = [...text.matchAll(/"[^"\n]*"|'[^'\n]*'|[\w$/.-]+(?::\d[\d.]*)?/g)];
  const token = tokens[Math.floor(at * tokens.length)];
  return token ? text.slice(0, token.index) + word + text.slice(token.index + token[0].length) : text;
});

/** One of `texts` with `minChanges` to five changes. */
export function mutate(texts: readonly string[], minChanges = 1): fc.Arbitrary<string> {
  const changes = fc.array(fc.oneof(typing, lines, misspelling), { minLength: minChanges, maxLength: 5 });
  return fc
    .tuple(fc.constantFrom(...texts), changes)
    .map(([text, all]) => all.reduce((result, change) => change(result), text));
}
