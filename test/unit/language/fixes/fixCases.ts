// Quick fixes by example: the title of the action, a text with a mistake, and what becomes of which part of it.
import { change, graph, inDeployment, inGraph } from '../../graph/caseText.ts';
import { styles } from './mutatedText.ts';

/** `mends` are the parts that change, each once in the text, and what stands there then; everything else stays. */
export type Example = readonly [
  title: string,
  text: string,
  mends: readonly (readonly [oldPart: string, newPart: string])[],
];

const sinkOperation = '  - operationType: sink\n    name: sink\n';
const lost = inGraph([
  sinkOperation,
  `  - operationType: map\n    name: lost\n    module: a:1.0.0\n${sinkOperation}`,
]);
/** A graph whose branch leads on by one arm only. */
export const oneArm: string = inGraph([
  '  - from:\n      name: kind\n      arm: "True"\n    to:\n      name: right\n',
  '',
]);
const shared = inGraph(
  ['module: others:1.0.0', 'module: sides:1.0.0'],
  [
    'schemas:',
    '  - name: left\n    parameters:\n      a:\n        name: a # first\n        default: "1"\nschemas:',
  ],
);
const duplicateEntry = inGraph([
  'schemas:',
  '  - name: module-temperature/filter\n    parameters: {}\nschemas:',
]);

/** Every fix of one document's text. */
export const examples: readonly Example[] = [
  [
    'Write "False"',
    inGraph(['arm: "False"', 'arm: False # no']),
    [['      arm: False # no\n', '      arm: "False" # no\n']],
  ],
  [
    'Add the map operation "cooler"',
    inGraph([
      '    to:\n      name: collection',
      '    to:\n      name: cooler\n  - from:\n      name: cooler\n    to:\n      name: collection',
    ]),
    [
      [
        '  - operationType: sink\n    name: sink\n',
        '  - operationType: sink\n    name: sink\n  - operationType: map\n    name: cooler\n    module: cooler:1.0.0\n',
      ],
    ],
  ],
  [
    'Connect "collection"',
    inGraph(['    to:\n      name: collection', '    to:\n      name: colection']),
    [['      name: colection\n', '      name: collection\n']],
  ],
  [
    'Connect "source" to "lost"',
    lost,
    [['      name: sink\n', '      name: sink\n  - from:\n      name: source\n    to:\n      name: lost\n']],
  ],
  [
    'Connect arm "True" to "right"',
    oneArm,
    [
      [
        '      name: sink\n',
        '      name: sink\n  - from:\n      name: kind\n      arm: "True"\n    to:\n      name: right\n',
      ],
    ],
  ],
  [
    'Add a configuration for "right"',
    shared,
    [
      [
        '        default: "1"\n',
        '        default: "1"\n  - name: right\n    parameters:\n      a:\n        name: a\n        default: "1"\n',
      ],
    ],
  ],
  [
    'Use schema "reading"',
    inGraph(['schemaName: reading', 'schemaName: readin']),
    [
      [
        '  - from: { name: module-temperature/map, schemaName: readin }\n',
        '  - from: { name: module-temperature/map, schemaName: reading }\n',
      ],
    ],
  ],
  [
    'Add the schema "other"',
    inGraph(['schemaName: reading', 'schemaName: other']),
    [
      [
        '      { "type": "object" }\n',
        '      { "type": "object" }\n  - name: other\n    format: json\n    schema: \'{}\'\n',
      ],
    ],
  ],
  [
    'Rename to "name"',
    inGraph(['    name: kind\n    module', '    nme: kind\n    module']),
    [['    nme: kind\n', '    name: kind\n']],
  ],
  [
    'Remove "flavour"',
    inGraph(['  vendor:', '  flavour: x # sweet\n  vendor:']),
    [['  flavour: x # sweet\n', '']],
  ],
  [
    'Write "accumulate"',
    inGraph(['operationType: accumulate', 'operationType: acumulate']),
    [['  - operationType: acumulate\n', '  - operationType: accumulate\n']],
  ],
  [
    'Add "$schema"',
    inGraph(['  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"\n', '']),
    [
      [
        'metadata:\n',
        'metadata:\n  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"\n',
      ],
    ],
  ],
  [
    'Move into "metadata"',
    `$schema: https://example.org/x\n${inGraph(['  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"\n', ''])}`,
    [
      ['$schema: https://example.org/x\n', ''],
      ['metadata:\n', 'metadata:\n  $schema: "https://example.org/x"\n'],
    ],
  ],
  [
    'Add "version"',
    inGraph(['  version: "1.0.0"\n', '']),
    [['  name: "Thermostats"\n', '  name: "Thermostats"\n  version: "1.0.0"\n']],
  ],
  [
    'Add "runtimeVersion"',
    inGraph(['  runtimeVersion: "1.1.0"\n', '']),
    [['  apiVersion: "1.1.0"\n', '  apiVersion: "1.1.0"\n  runtimeVersion: "1.1.0"\n']],
  ],
  [
    'Add "moduleRequirements"',
    inGraph(['moduleRequirements:\n  apiVersion: "1.1.0"\n  runtimeVersion: "1.1.0"\n\n', '']),
    [
      [
        '  vendor: Contoso   # plain text needs no quotes\n',
        '  vendor: Contoso   # plain text needs no quotes\nmoduleRequirements:\n  apiVersion: "1.1.0"\n  runtimeVersion: "1.1.0"\n',
      ],
    ],
  ],
  [
    'Add "name"',
    inGraph(['- operationType: map\n    name: left\n', '- operationType: map\n']),
    [['    module: sides:1.0.0\n', '    name: map\n    module: sides:1.0.0\n']],
  ],
  [
    'Write "1.1.0"',
    inGraph(['apiVersion: "1.1.0"', 'apiVersion: 1.1']),
    [['  apiVersion: 1.1\n', '  apiVersion: "1.1.0"\n']],
  ],
  [
    'Write "1.0.0"',
    inGraph(['  version: "1.0.0"', '  version: "1.0"']),
    [['  version: "1.0"\n', '  version: "1.0.0"\n']],
  ],
  [
    'Write "-40"',
    inGraph(['default: "-40"', 'default: -40']),
    [['        default: -40\n', '        default: "-40"\n']],
  ],
  [
    'Remove the second "name"',
    inGraph(['  vendor:', '  name: "Thermostats"\n  vendor:']),
    [['  version: "1.0.0"\n  name: "Thermostats"\n', '  version: "1.0.0"\n']],
  ],
  ['Remove this "name"', inGraph(['  vendor:', '  name: Others\n  vendor:']), [['  name: Others\n', '']]],
  [
    'Remove the connection',
    inGraph([
      '  - from:\n      name: left\n    to:',
      '  # again\n  - from:\n      name: left\n    to:\n      name: concatenate1 # twice\n  - from:\n      name: left\n    to:',
    ]),
    [['      name: left\n    to:\n      name: concatenate1\n  - from:\n', '']],
  ],
  [
    'Remove the configuration',
    duplicateEntry,
    [['  - name: module-temperature/filter\n    parameters: {}\n', '']],
  ],
  [
    'Name it "upper_bound", like its key',
    inGraph(['        name: upper_bound', '        name: lower_bound']),
    [['      upper_bound:\n        name: lower_bound\n', '      upper_bound:\n        name: upper_bound\n']],
  ],
  [
    'Change the key to "top", like its name',
    inGraph(['        name: upper_bound', '        name: top']),
    [['      upper_bound:\n', '      top:\n']],
  ],
  [
    'Remove this schema',
    `${graph}  - name: reading\n    format: json\n    schema: "{}"\n`,
    [['  - name: reading\n    format: json\n    schema: "{}"\n', '']],
  ],
  [
    'Rename this one to "kind-2"',
    inGraph(
      ['    name: left\n    module', '    name: kind\n    module'],
      ['    to:\n      name: left', '    to:\n      name: concatenate1'],
      ['  - from:\n      name: left\n    to:\n      name: concatenate1\n', ''],
    ),
    [['  - operationType: map\n    name: kind\n', '  - operationType: map\n    name: kind-2\n']],
  ],
  [
    'Add arm "True"',
    inGraph(['      name: kind\n      arm: "True"\n', '      name: kind\n']),
    [['      name: kind\n    to:\n', '      name: kind\n      arm: "True"\n    to:\n']],
  ],
  [
    'Remove the arm',
    inGraph(['      name: left\n    to:', '      name: left\n      arm: "True"\n    to:']),
    [['      name: left\n      arm: "True"\n', '      name: left\n']],
  ],
  [
    'Turn the connection round',
    inGraph([
      '  - from: { name: source }',
      '  - from: { name: collection }\n    to: { name: source }\n  - from: { name: source }',
    ]),
    [
      ['  - from: { name: collection }\n    to: { name: source }\n', ''],
      [
        '  - from: { name: source }\n',
        '  - from: { name: source }\n    to: { name: collection }\n  - from: { name: source }\n',
      ],
    ],
  ],
  [
    'Write "sides:1.0.0"',
    inGraph(['module: sides:1.0.0', 'module: ghcr.io/sides:1.0.0']),
    [['    module: ghcr.io/sides:1.0.0\n', '    module: sides:1.0.0\n']],
  ],
  [
    'Add "module: left:1.0.0"',
    inGraph(['    name: left\n    module: sides:1.0.0\n', '    name: left\n']),
    [
      [
        '    name: left\n  - operationType: map\n',
        '    name: left\n    module: left:1.0.0\n  - operationType: map\n',
      ],
    ],
  ],
  [
    'Add the operation "sink"',
    inGraph([sinkOperation, ''], ['  - from:\n      name: collection\n    to:\n      name: sink\n', '']),
    [
      [
        '    module: collection:1.0.0\n',
        '    module: collection:1.0.0\n  - operationType: sink\n    name: sink\n',
      ],
      [
        '      name: collection\n',
        '      name: collection\n  - from:\n      name: collection\n    to:\n      name: sink\n',
      ],
    ],
  ],
  [
    'Write "my-graph"',
    inDeployment(['  name: thermostats', '  name: My_Graph']),
    [['  name: My_Graph\n', '  name: my-graph\n']],
  ],
  [
    'Configure "module-temperature/filter"',
    inGraph(['  - name: module-temperature/filter\n', '  - name: module-temperature/fliter\n']),
    [['  - name: module-temperature/fliter\n', '  - name: module-temperature/filter\n']],
  ],
  [
    'Remove the module',
    inGraph([
      '    name: concatenate1\n    module:\n',
      '    name: concatenate1\n    module: a:1.0.0 # none\n',
    ]),
    [['    module: a:1.0.0 # none\n', '']],
  ],
  [
    'Write true',
    inGraph(['required: true', 'required: "True" # yes']),
    [['required: "True" # yes', 'required: true # yes']],
  ],
  [
    'Write KEY_UNKNOWN',
    inGraph(['  vendor: Contoso ', '  vendor: Contoso # dataflow-graph-disable-line KEY_UNKNWN -- ']),
    [['KEY_UNKNWN', 'KEY_UNKNOWN']],
  ],
  [
    'Indent with spaces',
    inGraph(['    name: left\n    module', '\tname: left\n    module']),
    [['\tname: left\n', '  name: left\n']],
  ],
  [
    'Write "2.0.0"',
    inGraph(['  version: "1.0.0"', '  version: v2']),
    [['  version: v2', '  version: "2.0.0"']],
  ],
  [
    'Connect "convert"',
    inDeployment(['      to:\n        name: convert', '      to:\n        name: convrt # here']),
    [['        name: convrt # here', '        name: convert # here']],
  ],
  [
    'Make it a list',
    inDeployment([
      'dataSources:\n          - sensors/+/temperature\n          - sensors/inside/#\n',
      'dataSources: sensors/+/temperature\n',
    ]),
    [['dataSources: sensors/+/temperature', 'dataSources: ["sensors/+/temperature"]']],
  ],
];

const { braces = '', unindented = '' } = styles;

/** Fixes of texts that are written otherwise. */
export const styledExamples: readonly Example[] = [
  [
    'Add the schema "t"',
    change(braces, ['schemaName: s', 'schemaName: t']),
    [['schema: "{}" } ]', `schema: "{}" }, { name: t, format: json, schema: '{}' } ]`]],
  ],
  [
    'Add arm "False"',
    change(braces, ['name: b, arm: "False" }', 'name: b }']),
    [['{ from: { name: b }, to: { name: n } }', '{ from: { name: b, arm: "False" }, to: { name: n } }']],
  ],
  [
    'Remove "flavour"',
    change(braces, ['{ name: s, format', '{ name: s, flavour: x, format']),
    [['name: s, flavour: x, format', 'name: s, format']],
  ],
  [
    'Connect "in" to "module-warm/filter"',
    change(unindented, ["-   from:\n        name: 'in'\n    to:\n        name: 'module-warm/filter'\n", '']),
    [
      [
        'moduleConfigurations:\n',
        "-   from:\n        name: 'in'\n    to:\n        name: 'module-warm/filter'\nmoduleConfigurations:\n",
      ],
    ],
  ],
  [
    'Add a configuration for "module-hot/filter"',
    change(unindented, [
      "-   name: 'module-hot/filter'\n    parameters:\n        bound:\n            name: 'bound'\n",
      '',
    ]),
    [
      [
        'schemas:\n',
        "-   name: 'module-hot/filter'\n    parameters:\n        bound:\n            name: 'bound'\n            required: true\nschemas:\n",
      ],
    ],
  ],
];
