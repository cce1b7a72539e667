// Graph texts in many styles, changed at random: as somebody types, deletes, copies and misspells. Knows nothing of what is
// examined in them.
import * as fc from 'fast-check';
import { deployment, graph } from '../../graph/caseText.ts';

const flowStyle = `metadata: { $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: x, version: "1.0.0" }
moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0", features: [ { name: wasi-nn } ] }
operations: [
  { operationType: source, name: in }, { operationType: branch, name: b, module: kinds:1.0.0 },
  { operationType: map, name: m, module: sides:1.0.0 }, # one side
  { operationType: map, name: n, module: sides:1.0.0 },
  { operationType: concatenate, name: c }, { operationType: sink, name: out } ]
connections: [ { from: { name: in }, to: { name: b } },
  { from: { name: b, arm: "True", schemaName: s }, to: { name: m } }, { from: { name: b, arm: "False" }, to: { name: n } },
  { from: { name: m }, to: { name: c } }, { from: { name: n }, to: { name: c } }, { from: { name: c }, to: { name: out } } ]
moduleConfigurations: [ { name: m, parameters: { a: { name: a, default: "1" } } }, { name: n, parameters: {} } ]
schemas: [ { name: s, format: json, schema: "{}" } ]
`;

const unindented = `# lists stand below their keys
metadata:
    $schema: 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json'
    name: 'Four spaces'
    version: '1.0.0'
moduleRequirements:
    apiVersion: '1.1.0'
    runtimeVersion: '1.1.0'
    features:
    -   name: 'wasi-nn'
operations:
-   operationType: 'source'
    name: 'in'
-   operationType: 'filter' # keeps what is warm
    name: 'module-warm/filter'
    module: 'warm:1.0.0'
-   operationType: 'filter'
    name: 'module-hot/filter'
    module: 'warm:1.0.0'
-   operationType: 'sink'
    name: 'out'
connections:
-   from:
        name: 'in'
    to:
        name: 'module-warm/filter'
-   from:
        name: 'module-warm/filter'
        schemaName: 's'
    to:
        name: 'module-hot/filter'
-   from:
        name: 'module-hot/filter'
    to:
        name: 'out'
moduleConfigurations:
-   name: 'module-warm/filter'
    parameters:
        bound:
            name: 'bound'
            required: true
-   name: 'module-hot/filter'
    parameters:
        bound:
            name: 'bound'
schemas:
-   name: 's'
    format: 'json'
    schema: >-
        {
        }`;

/** Texts without problems, in many styles. */
export const styles: Readonly<Record<string, string>> = {
  lines: graph,
  windows: graph.replaceAll('\n', '\r\n'),
  braces: flowStyle,
  unindented,
  'byte order mark': `\uFEFF${graph}`,
  resources: deployment,
  'many documents': `${deployment.trimEnd()}\n---\n${unindented}\n---\n${flowStyle}`,
  json: `${JSON.stringify({ metadata: { name: 'x' }, operations: [{ operationType: 'source', name: 'a' }], connections: [] }, undefined, 2)}\n`,
  anchors: graph
    .replace('  - operationType: map\n    name: left', '  - &left\n    operationType: map\n    name: left')
    .replace('  - operationType: map\n    name: right\n', '  - <<: *left\n    name: right\n')
    .replace('    module: others:1.0.0\n', ''),
};

const pieces = fc.constantFrom(
  ...[
    '',
    '\n',
    ' ',
    '\t',
    ':',
    '"',
    "'",
    '[',
    '{',
    '}',
    ']',
    ',',
    '- ',
    '&a ',
    '*a',
    '<<: *a',
    '|',
    '>',
    '#',
    '!x ',
    '---\n',
  ],
  ...[
    '\r',
    'True',
    '5',
    '💥',
    '\u0000',
    '# dataflow-graph-disable',
    ' # dataflow-graph-disable-line KEY_UNKNOWN',
    '? ',
  ],
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
    'sides:1.0.0',
    'True',
  ],
  ...[
    '"False"',
    '1.1',
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
  ...['reading', 's', 'ghcr.io/a/b:1.0.0', 'Team/x:1.0.0', '[]', '{}', 'wasi-nn', 'flavour', ''],
);

type Change = (text: string) => string;

/** From 0 to 1. Made of whole numbers, because random fractions are nearly all next to 0. */
const place = fc.integer({ min: 0, max: 9_999 }).map((part) => part / 10_000);

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.nat(12), pieces).map(([at, cut, insert]): Change => (text) => {
    const offset = Math.floor(at * text.length);
    return text.slice(0, offset) + insert + text.slice(offset + cut);
  }),
  fc
    .tuple(place, place, fc.constantFrom('delete', 'copy', 'move'))
    .map(([at, to, kind]): Change => (text) => {
      const lines = text.split('\n');
      const from = Math.floor(at * lines.length);
      const count = kind === 'delete' ? 1 : 1 + Math.floor(to * 4);
      const taken = lines.slice(from, from + count);
      if (kind !== 'copy') lines.splice(from, count);
      if (kind !== 'delete')
        lines.splice(kind === 'copy' ? from : Math.floor(to * lines.length), 0, ...taken);
      return lines.join('\n');
    }),
  fc.tuple(place, words).map(([at, word]): Change => (text) => {
    const tokens = [...text.matchAll(/"[^"\n]*"|'[^'\n]*'|[\w$/.-]+(?::\d[\d.]*)?/g)];
    const token = tokens[Math.floor(at * tokens.length)];
    return token ? text.slice(0, token.index) + word + text.slice(token.index + token[0].length) : text;
  }),
);

/** A text of {@link styles} with up to five changes. */
export const mutatedText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...Object.values(styles)), fc.array(changes, { minLength: 1, maxLength: 5 }))
  .map(([text, all]) => all.reduce((result, change) => change(result), text));
