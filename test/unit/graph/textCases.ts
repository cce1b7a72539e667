// Texts with one mistake each in the YAML text, keys and values, with its place marked: «the range that must be reported».
import type { ProblemCode } from '../../../src/graph/problem.ts';
import { deployment, graph, inDeployment, inGraph, type ProblemCases } from './caseText.ts';

/** Cases by code. */
export const textCases: Partial<Record<ProblemCode, ProblemCases>> = {
  YAML_SYNTAX: {
    bad: [
      {
        title: 'an unclosed bracket',
        text: inGraph(['{ name: module-temperature/filter }', '{ name: module-temperature/filter\n  «-» x']),
      },
      { title: 'an unclosed quote at the end', text: `${graph}  - name: "x«»` },
      {
        title: 'a single quote that is doubled at the end',
        text: "metadata:\n  name: «'n''»\noperations:\n  - name: 's'\n",
      },
      { title: 'two colons', text: inGraph(['name: "Thermostats"', 'name: «n»ame: x']) },
      { title: 'wrong indentation', text: inGraph(['    name: sink\n\nconn', '« »  name: sink\n\nconn']) },
    ],
    good: [inGraph(['name: "Thermostats"', "name: ''''"]), inGraph(['name: "Thermostats"', "name: 'it''s'"])],
  },
  YAML_TAB_INDENT: {
    bad: [
      {
        title: 'a tab before a key',
        text: inGraph(['  name: "Thermostats"', '«\t»name: "Thermostats"']),
        fixed: '\n  name: "Thermostats"',
      },
    ],
    good: [inGraph(['name: "Thermostats"', 'name:\t"Thermostats"'])],
  },
  YAML_CONFLICT_MARKER: {
    bad: [
      {
        title: 'a conflict and nothing else',
        text: inGraph([
          '  name: "Thermostats"',
          '«<<<<<<< HEAD»\n  name: "A"\n=======\n  nam: "B"\n>>>>>>> other',
        ]),
        related: ['=======', '>>>>>>>'],
      },
      {
        title: 'a conflict with Windows line ends',
        text: '«<<<<<<< HEAD»\r\na: 1\r\n=======\r\na: 2\r\n>>>>>>> other\r\n',
        related: ['=======', '>>>>>>>'],
      },
    ],
    good: [inGraph(['{ "type": "object" }', '<<<<<<< HEAD'])],
  },
  YAML_DUPLICATE_KEY: {
    bad: [
      { title: 'a key twice', text: inGraph(['  vendor:', '  «name»: again\n  vendor:']), related: ['name'] },
      {
        title: 'a parameter twice',
        text: inGraph(['upper_bound:\n        name: upper', '«lower_bound»:\n        name: upper']),
        related: ['lower_bound'],
      },
    ],
  },
  YAML_COMPLEX_KEY: {
    bad: [
      {
        title: 'a list as key',
        text: inGraph(['      upper_bound:', '      ? «[a, b]»\n      : {}\n      upper_bound:']),
      },
    ],
  },
  YAML_UNKNOWN_ALIAS: {
    bad: [{ title: 'an alias without anchor', text: inGraph(['vendor: Contoso', 'vendor: «*nobody»']) }],
    good: [inGraph(['name: "Thermostats"', 'name: &n "Thermostats"'], ['vendor: Contoso', 'vendor: *n'])],
  },
  YAML_ALIAS_LIMIT: {
    bad: [{ title: 'an alias inside its own anchor', text: 'a: &x [«*x»]' }],
  },
  YAML_BAD_MERGE: {
    bad: [
      {
        title: 'a text merged into a map',
        text: inGraph(['    name: kind\n    module', '    name: kind\n    <<: «nothing»\n    module']),
      },
    ],
    good: [
      inGraph(
        [
          '  - operationType: filter\n    name: module-temperature/filter',
          '  - &filter\n    operationType: filter\n    name: module-temperature/filter',
        ],
        ['  - operationType: map\n    name: left', '  - <<: *filter\n    operationType: map\n    name: left'],
      ).replace('    module: sides:1.0.0\n', ''),
    ],
  },
  YAML_TOO_DEEP: { bad: [{ title: 'a thousand lists', text: `${'['.repeat(101)}«[»${'['.repeat(898)}` }] },
  YAML_IGNORED: {
    bad: [{ title: 'a tag of nobody', text: inGraph(['vendor: Contoso', 'vendor: «!secret» Contoso']) }],
    good: [inGraph(['vendor: Contoso', 'vendor: !!str Contoso'])],
  },
  SUPPRESSION_UNKNOWN: {
    bad: [
      {
        title: 'a misspelled code',
        text: inGraph(['# plain text needs no quotes', '# dataflow-graph-disable-line «KEY_UNKNOWNS»']),
        fixed: '# dataflow-graph-disable-line KEY_UNKNOWN\n',
      },
      {
        title: 'a word that is no code behind one that is',
        text: `# dataflow-graph-disable KEY_UNKNOWN, «spelling» -- as it is\n${graph}`,
      },
    ],
    good: [
      `# dataflow-graph-disable\n${graph}`,
      inGraph(['{ "type": "object" }', '# dataflow-graph-disable-line NOTHING']),
      inGraph(['"Thermostats"', '"Thermostats # dataflow-graph-disable-line NOTHING"']),
      inGraph(['# plain text', '# dataflow-graph-disable-lines NOTHING']),
    ],
  },
  KEY_UNKNOWN: {
    bad: [
      { title: 'a key nobody knows', text: inGraph(['  vendor:', '  «flavour»: x\n  vendor:']) },
      {
        title: 'a misspelled key, and not that the right one is missing',
        text: inGraph(['    name: kind\n    module', '    «nme»: kind\n    module']),
        fixed: '\n    name: kind\n',
      },
      {
        title: 'a key in capitals',
        text: inGraph(['  vendor:', '  «Vendor»:']),
        fixed: '\n  vendor: Contoso',
      },
      { title: '$schema at the root', text: `«$schema»: x\n${graph}` },
      {
        title: 'a key in a resource',
        text: inDeployment(['    - nodeType: Graph', '    - «colour»: x\n      nodeType: Graph']),
      },
    ],
  },
  KEY_MISSING: {
    bad: [
      {
        title: 'metadata without $schema',
        text: inGraph(
          ['metadata', '«metadata»'],
          ['  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"\n', ''],
        ),
        fixed:
          'metadata:\n  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"\n  name:',
      },
      {
        title: 'no connections at all',
        text: `«metadata»${graph
          .replace(/^metadata/m, '')
          .replace(/connections:[^]*(?=moduleConf)/, '')
          .replace(/^# .*\n/, '')}`,
      },
      {
        title: 'an operation without a name, and not that connections to it lead nowhere',
        text: inGraph(['- operationType: map\n    name: left\n', '- «operationType»: map\n']),
      },
      {
        title: 'a node without its settings',
        text: inDeployment(
          ['- nodeType: Graph\n', '- «nodeType»: Graph\n'],
          [
            '      graphSettings:\n        registryEndpointRef: public-ghcr\n        artifact: graph-simple:1.0.0\n        configuration:\n          - key: lower_bound\n            value: "-40"\n',
            '',
          ],
        ),
      },
    ],
  },
  VALUE_TYPE: {
    bad: [
      { title: 'a map where a text stands', text: inGraph(['name: "Thermostats"', '«name»: {}']) },
      {
        title: 'a quoted boolean',
        text: inGraph(['required: true', 'required: «"true"»']),
        fixed: 'required: true',
      },
      {
        title: 'a text for a list',
        text: inGraph(['schemas:', 'schemas: «none»\nx_schemas:']),
        besides: ['KEY_UNKNOWN', 'SCHEMA_UNKNOWN'],
      },
    ],
    good: [
      inGraph(['vendor: Contoso', 'vendor:']),
      graph.replace(/schemas:[^]*/, 'schemas:\n').replace(', schemaName: reading', ''),
    ],
  },
  VALUE_UNQUOTED: {
    bad: [
      {
        title: 'a number as default',
        text: inGraph(['default: "-40"', 'default: «-40»']),
        fixed: 'default: "-40"',
      },
      {
        title: 'a version with one point',
        text: inGraph(['  version: "1.0.0"', '  version: «1.0»']),
        fixed: 'version: "1.0.0"',
      },
      {
        title: 'a boolean as name',
        text: inGraph(['name: "Thermostats"', 'name: «true»']),
        fixed: 'name: "true"',
      },
    ],
    good: [inGraph(['  version: "1.0.0"', '  version: 1.0.0'])],
  },
  VALUE_NOT_ALLOWED: {
    bad: [
      {
        title: 'a misspelled operation type',
        text: inGraph(['operationType: accumulate', 'operationType: «acumulate»']),
        fixed: 'operationType: accumulate',
      },
      {
        title: 'an operation type nobody knows',
        text: inGraph(['operationType: accumulate', 'operationType: «teleport»']),
      },
      {
        title: 'an arm in small letters',
        text: inGraph(['arm: "True"', 'arm: «"true"»']),
        fixed: 'arm: "True"',
      },
      { title: 'a mode nobody knows', text: inDeployment(['mode: enabled', 'mode: «perhaps»']) },
      {
        title: 'an API group nobody knows',
        text: deployment
          .replace(/azure\.com\/v1(?=\nkind: RegistryEndpoint)/, 'azure.com/v9')
          .replace(/(connectivity.*v9)/, '«$1»'),
        fixed: 'apiVersion: connectivity.iotoperations.azure.com/v1\nkind: RegistryEndpoint',
      },
    ],
    good: [inDeployment(['mode: enabled', 'mode: DISABLED'])],
  },
  VALUE_EMPTY: {
    bad: [
      { title: 'a name without a value', text: inGraph(['name: "Thermostats"', '«name»:']) },
      { title: 'an empty name', text: inGraph(['name: "Thermostats"', 'name: «""»']) },
      {
        title: 'a source without topics',
        text: inDeployment([
          'dataSources:\n          - sensors/+/temperature\n          - sensors/inside/#',
          '«dataSources»: []',
        ]),
      },
    ],
  },
  ARM_UNQUOTED: {
    bad: [
      {
        title: 'False without quotes, and not that the arm is missing',
        text: inGraph(['arm: "False"', 'arm: «False»']),
        fixed: 'arm: "False"',
      },
    ],
    good: [inGraph(['arm: "False"', "arm: 'False'"])],
  },
  VERSION_SYNTAX: {
    bad: [
      {
        title: 'two numbers',
        text: inGraph(['  version: "1.0.0"', '  version: «"1.0"»']),
        fixed: 'version: "1.0.0"',
      },
      {
        title: 'a letter before',
        text: inGraph(['apiVersion: "1.1.0"', 'apiVersion: «v1.1.0»']),
        fixed: 'apiVersion: "1.1.0"',
      },
      { title: 'words', text: inGraph(['runtimeVersion: "1.1.0"', 'runtimeVersion: «latest»']) },
    ],
    good: [inGraph(['  version: "1.0.0"', '  version: "1.0.0-beta.1+build.5"'])],
  },
};
