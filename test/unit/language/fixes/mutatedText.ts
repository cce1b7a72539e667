// Graph texts in many styles, also changed at random. Knows nothing of what is examined in them.
import type * as fc from 'fast-check';
import { mutate } from '../../../helpers/mutateText.ts';
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

/** A text of {@link styles} that is changed at random. */
export const mutatedText: fc.Arbitrary<string> = mutate(Object.values(styles));
