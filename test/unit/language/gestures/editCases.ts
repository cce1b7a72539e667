// One case for each thing that a gesture may do, by the lines that go and come.
import type { GraphGesture } from '../../../../src/graph/gesture.ts';
import { simple } from './graphTexts.ts';

export const head = `metadata: {$schema: "x", name: g, version: "1.0.0"}
moduleRequirements: {apiVersion: "1.1.0", runtimeVersion: "1.1.0"}
`;
/** Lists in the column of their keys, with parts in braces. */
export const branched: string = head.concat(`operations:
- operationType: source
  name: in
- operationType: branch # by kind
  name: b
  module: kinds:1.0.0
- operationType: sink
  name: out
connections:
- from: { name: in }
  to: { name: b }
- from: { name: b, arm: "True" }
  to: { name: out }
`);

/** Title, text, gesture, and the lines that go and come. */
export const editCases: readonly (readonly [string, string, GraphGesture, readonly string[]])[] = [
  [
    'adds a free operation at the end',
    simple,
    { kind: 'add-operation', type: 'sink', place: { kind: 'free' } },
    ['+  - operationType: sink', '+    name: sink-2'],
  ],
  [
    'adds an operation behind another one',
    simple,
    {
      kind: 'add-operation',
      type: 'delay',
      module: 'window:1.0.0',
      place: { kind: 'behind', from: { operation: 0 } },
    },
    [
      '+  - operationType: delay',
      '+    name: module-window/delay',
      '+    module: window:1.0.0',
      '+  - from:',
      '+      name: source',
      '+    to:',
      '+      name: module-window/delay',
    ],
  ],
  [
    'adds an operation before another one',
    simple,
    { kind: 'add-operation', type: 'source', name: 'source', place: { kind: 'before', to: 3 } },
    [
      '+  - operationType: source',
      '+    name: source-2',
      '+  - from:',
      '+      name: source-2',
      '+    to:',
      '+      name: sink',
    ],
  ],
  [
    'puts an operation into a connection and goes on right behind it',
    branched,
    { kind: 'add-operation', type: 'concatenate', place: { kind: 'between', connection: 0 } },
    [
      '+- operationType: concatenate',
      '+  name: concatenate',
      '+  to: { name: concatenate }',
      '+- from: { name: concatenate }',
    ],
  ],
  [
    'goes on by both arms of a branch',
    branched,
    {
      kind: 'add-operation',
      type: 'branch',
      name: 'c',
      module: 'k:1.0.0',
      place: { kind: 'between', connection: 0 },
    },
    [
      '+- operationType: branch',
      '+  name: c',
      '+  module: k:1.0.0',
      '+  to: { name: c }',
      '+- from: { name: c, arm: "False" }',
      '+- from: { name: c, arm: "True" }',
      '+  to: { name: b }',
    ],
  ],
  [
    'puts an operation that is there into a connection, which keeps its schema',
    branched
      .replace('name: in }', 'name: in, schemaName: s } # raw')
      .replace('connections:', '- operationType: delay # late\n  name: d\n  module: w:1.0.0\nconnections:'),
    { kind: 'insert-operation', operation: 3, connection: 0 },
    ['+  to: { name: d }', '+- from: { name: d }'],
  ],
  [
    'leads on by both arms of a branch that was there',
    branched.replace('connections:', '- operationType: branch\n  name: c\n  module: k:1.0.0\nconnections:'),
    { kind: 'insert-operation', operation: 3, connection: 1 },
    [
      '+  to: { name: c }',
      '+- from: { name: c, arm: "False" }',
      '+- from: { name: c, arm: "True" }',
      '+  to: { name: out }',
    ],
  ],
  [
    'takes the free arm behind a branch',
    branched,
    { kind: 'add-operation', type: 'sink', place: { kind: 'behind', from: { operation: 1 } } },
    [
      '+  name: sink',
      '+- operationType: sink',
      '+- from: { name: b, arm: "False" }',
      '+  to: { name: sink }',
    ],
  ],
  [
    'connects',
    simple,
    { kind: 'connect', from: { operation: 0 }, to: 3 },
    ['+  - from:', '+      name: source', '+    to:', '+      name: sink'],
  ],
  [
    'connects the other arm',
    branched,
    { kind: 'connect', from: { operation: 1 }, to: 2 },
    ['+- from: { name: b, arm: "False" }', '+  to: { name: out }'],
  ],
  [
    'moves an arm',
    branched,
    { kind: 'reconnect', connection: 1, from: { operation: 1, arm: 'False' } },
    ['-- from: { name: b, arm: "True" }', '+- from: { name: b, arm: "False" }'],
  ],
  [
    'loses the arm with the branch',
    branched,
    { kind: 'reconnect', connection: 1, from: { operation: 0 } },
    ['-- from: { name: b, arm: "True" }', '+- from: { name: in }'],
  ],
  [
    'finds an arm with the branch',
    branched.replace('b, arm: "True"', 'in'),
    { kind: 'reconnect', connection: 1, from: { operation: 1 } },
    ['-- from: { name: in }', '+- from: { name: b, arm: "False" }'],
  ],
  [
    'gives every connection an arm when a branch is made',
    simple,
    { kind: 'set-type', operation: 1, type: 'branch' },
    ['-  - operationType: map', '+  - operationType: branch', '+      arm: "False"'],
  ],
  [
    'takes module and arms away with the operator',
    branched,
    { kind: 'set-type', operation: 1, type: 'concatenate' },
    [
      '-- operationType: branch # by kind',
      '+- operationType: concatenate # by kind',
      '-  module: kinds:1.0.0',
      '-- from: { name: b, arm: "True" }',
      '+- from: { name: b }',
    ],
  ],
  [
    'asks for a module with an operator',
    simple.replace('    module: temperature:1.0.0\n', ''),
    { kind: 'set-type', operation: 1, type: 'delay' },
    ['-  - operationType: map', '+  - operationType: delay', '+    module: temperature:1.0.0'],
  ],
  [
    'changes a module',
    branched,
    { kind: 'set-module', operation: 1, module: 'kinds:2.0.0' },
    ['-  module: kinds:1.0.0', '+  module: kinds:2.0.0'],
  ],
  [
    'removes a module',
    branched,
    { kind: 'set-module', operation: 1, module: undefined },
    ['-  module: kinds:1.0.0'],
  ],
  [
    'removes an operation with its ways',
    branched,
    { kind: 'remove', operations: [1], connections: [] },
    [
      '-- operationType: branch # by kind',
      '-  name: b',
      '-  module: kinds:1.0.0',
      '-connections:',
      '-- from: { name: in }',
      '-  to: { name: b }',
      '-- from: { name: b, arm: "True" }',
      '-  to: { name: out }',
      '+connections: []',
    ],
  ],
  [
    'joins what lay on both sides',
    branched,
    { kind: 'remove', operations: [1], connections: [], doesBridge: true },
    [
      '-- operationType: branch # by kind',
      '-  name: b',
      '-  module: kinds:1.0.0',
      '-  to: { name: b }',
      '-- from: { name: b, arm: "True" }',
    ],
  ],
  [
    'removes one connection',
    branched,
    { kind: 'remove', operations: [], connections: [0] },
    ['-- from: { name: in }', '-  to: { name: b }'],
  ],
  [
    'renames with all uses',
    branched,
    { kind: 'rename-operation', operation: 1, name: 'kinds' },
    [
      '-  name: b',
      '+  name: kinds',
      '-  to: { name: b }',
      '-- from: { name: b, arm: "True" }',
      '+  to: { name: kinds }',
      '+- from: { name: kinds, arm: "True" }',
    ],
  ],
  [
    'declares the first parameter',
    branched,
    {
      kind: 'set-parameter',
      operation: 1,
      key: 'kind',
      changes: { description: 'What to look for', default: '1', isRequired: true },
    },
    [
      '+moduleConfigurations:',
      '+- name: b',
      '+  parameters:',
      '+    kind:',
      '+      name: kind',
      '+      description: What to look for',
      '+      default: "1"',
      '+      required: true',
    ],
  ],
  [
    'changes only what is said of a parameter',
    simple,
    { kind: 'set-parameter', operation: 1, key: 'decimals', changes: { key: 'digits', default: undefined } },
    [
      '-      decimals:',
      '-        name: decimals',
      '+      digits:',
      '+        name: digits',
      '-        default: "1"',
    ],
  ],
  [
    'writes a number as a text',
    simple.replace('"60"', 'warm'),
    { kind: 'set-parameter', operation: 2, key: 'upper_bound', changes: { default: '70' } },
    ['-        default: warm', '+        default: "70"'],
  ],
  [
    'removes one parameter',
    simple.replace(/ {6}lower_bound:(?:\n {8}.*)*/, '      a:\n        name: a'),
    { kind: 'remove-parameter', operation: 2, key: 'a' },
    ['-      a:', '-        name: a'],
  ],
  [
    'changes metadata',
    simple,
    { kind: 'set-metadata', key: 'version', value: '1.1.0' },
    ['-  version: 1.0.0', '+  version: 1.1.0'],
  ],
  [
    'removes metadata',
    simple,
    { kind: 'set-metadata', key: 'vendor', value: undefined },
    ['-  vendor: Thermostat samples'],
  ],
  [
    'writes a new text of metadata as people would',
    simple.replace(/ {2}vendor: .*\n/, ''),
    { kind: 'set-metadata', key: 'vendor', value: 'Warm rooms' },
    ['+  vendor: Warm rooms'],
  ],
  [
    'changes a required version',
    simple,
    { kind: 'set-requirement', key: 'apiVersion', value: '1.0.0' },
    ['-  apiVersion: "1.1.0"', '+  apiVersion: "1.0.0"'],
  ],
  [
    'asks for a feature',
    simple,
    { kind: 'set-feature', name: 'wasi-nn', isWanted: true },
    ['+  features:', '+    - name: wasi-nn'],
  ],
  [
    'adds a schema of many lines',
    branched,
    { kind: 'set-schema', name: 's', schema: '{\n  "a": 1\n}\n' },
    ['+schemas:', '+- name: s', '+  format: json', '+  schema: |', '+    {', '+      "a": 1', '+    }'],
  ],
  [
    'keeps a schema of one line in a line of its own',
    `${branched}schemas:\n- name: s\n  format: json\n  schema: |\n    {"a": 1}\n`,
    { kind: 'set-schema', name: 's', schema: '{"b": 2}\n' },
    ['-    {"a": 1}', '+    {"b": 2}'],
  ],
  [
    'keeps how a folded text begins, with its comment',
    `${branched}schemas:\n- name: s\n  format: json\n  schema: >- # short\n    {"a": 1}\n`,
    { kind: 'set-schema', name: 's', schema: '{"b": 2}' },
    ['-    {"a": 1}', '+    {"b": 2}'],
  ],
  [
    'writes a folded text of several lines as they are',
    `${branched}schemas:\n- name: s\n  format: json\n  schema: >\n    {"a": 1}\n`,
    { kind: 'set-schema', name: 's', schema: '{\n}\n' },
    ['-  schema: >', '-    {"a": 1}', '+  schema: |', '+    {', '+    }'],
  ],
  [
    'writes what a parameter is for as the samples do',
    simple,
    {
      kind: 'set-parameter',
      operation: 1,
      key: 'unit',
      changes: { description: 'Unit of the result, "C" or "F" (not K)' },
    },
    ['+      unit:', '+        name: unit', '+        description: Unit of the result, "C" or "F" (not K)'],
  ],
  [
    'keeps a description plain, also with a comma',
    simple,
    { kind: 'set-metadata', key: 'description', value: 'Celsius, within bounds' },
    [
      '-  description: Converts temperatures to degrees Celsius and keeps those within bounds',
      '+  description: Celsius, within bounds',
    ],
  ],
  [
    'quotes a description that would be something else without',
    simple,
    { kind: 'set-metadata', key: 'description', value: 'Celsius: within #1' },
    [
      '-  description: Converts temperatures to degrees Celsius and keeps those within bounds',
      '+  description: "Celsius: within #1"',
    ],
  ],
  [
    'names a schema',
    `${branched}schemas: [{name: s, format: json, schema: "{}"}]\n`,
    { kind: 'set-connection-schema', connection: 1, schema: 's' },
    ['-- from: { name: b, arm: "True" }', '+- from: { name: b, arm: "True", schemaName: s }'],
  ],
  [
    'removes a schema with its uses',
    `${branched.replace('name: in }', 'name: in, schemaName: s }')}schemas:\n- name: s\n  format: json\n  schema: "{}"\n`,
    { kind: 'remove-schema', name: 's' },
    [
      '-- from: { name: in, schemaName: s }',
      '+- from: { name: in }',
      '-schemas:',
      '-- name: s',
      '-  format: json',
      '-  schema: "{}"',
    ],
  ],
];
