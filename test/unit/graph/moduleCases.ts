// Texts with one mistake each in modules, configurations and schemas, with its place marked: «the range that must be reported».
import type { ProblemCode } from '../../../src/graph/problem.ts';
import { graph, inGraph, type ProblemCases } from './caseText.ts';

const configuration = '  - name: module-temperature/filter\n    parameters:';

/** Cases by code. */
export const moduleCases: Partial<Record<ProblemCode, ProblemCases>> = {
  MODULE_REFERENCE_MISSING: {
    bad: [
      {
        title: 'a map without module',
        text: inGraph(['    name: left\n    module: sides:1.0.0\n', '    name: «left»\n']),
      },
      {
        title: 'a map with a null module',
        text: inGraph(['    name: left\n    module: sides:1.0.0\n', '    name: «left»\n    module: null\n']),
      },
    ],
  },
  MODULE_REFERENCE_SURPLUS: {
    bad: [
      {
        title: 'a source with a module',
        text: inGraph(['    name: source\n', '    name: source\n    module: «a:1.0.0» # no\n']),
        fixed: '    name: source\n  - operationType: delay',
      },
      {
        title: 'a sink that begins with a module',
        text: inGraph(['  - operationType: sink', '  - module: «a:1.0.0»\n    operationType: sink']),
        fixed: '  - operationType: sink\n',
      },
    ],
    good: [inGraph(['    name: source\n', '    name: source\n    module: null\n'])],
  },
  MODULE_REFERENCE_SYNTAX: {
    bad: [
      {
        title: 'capitals in a registry path',
        text: inGraph(['module: sides:1.0.0', 'module: «Team/sides:1.0.0»']),
      },
      { title: 'a URL', text: inGraph(['module: sides:1.0.0', 'module: «https://example.org/sides:1.0.0»']) },
      { title: 'no tag after the colon', text: inGraph(['module: sides:1.0.0', 'module: «"sides:"»']) },
    ],
    good: [inGraph(['module: sides:1.0.0', 'module: my_Operator-2'])],
  },
  MODULE_REFERENCE_HOST: {
    bad: [
      {
        title: 'a host before the path',
        text: inGraph(['module: sides:1.0.0', 'module: «ghcr.io/team/sides:1.0.0»']),
      },
    ],
  },
  CONFIGURATION_UNKNOWN_OPERATION: {
    bad: [
      {
        title: 'a misspelled name',
        text: inGraph([configuration, '  - name: «module-temperatur/filter»\n    parameters:']),
        fixed: '  - name: module-temperature/filter\n    parameters:',
      },
      {
        title: 'the name of the module alone',
        text: inGraph([configuration, '  - name: «window»\n    parameters:']),
        fixed: '  - name: module-window/delay\n    parameters:',
      },
      {
        title: 'a name of nothing',
        text: inGraph([configuration, '  - name: «elsewhere»\n    parameters:']),
      },
    ],
  },
  CONFIGURATION_DUPLICATE: {
    bad: [
      {
        title: 'two entries for one operation',
        text: inGraph(['schemas:', '  - name: «module-temperature/filter»\n    parameters: {}\nschemas:']),
        related: ['module-temperature/filter'],
      },
    ],
  },
  CONFIGURATION_WITHOUT_OPERATOR: {
    bad: [
      {
        title: 'parameters for a sink',
        text: inGraph(['schemas:', '  - name: «sink»\n    parameters: {}\nschemas:']),
        related: ['sink'],
      },
    ],
  },
  CONFIGURATION_NOT_SHARED: {
    bad: [
      {
        title: 'a second operation with the same operator',
        text: inGraph(
          ['module: others:1.0.0', 'module: sides:1.0.0'],
          ['    name: right\n    module', '    name: «right»\n    module'],
          ['schemas:', '  - { name: left, parameters: { a: { name: a } } }\nschemas:'],
        ),
        related: ['{ name: left, parameters: { a: { name: a } } }'],
      },
    ],
    good: [inGraph(['module: others:1.0.0', 'module: sides:1.0.0'])],
  },
  PARAMETER_DUPLICATE: {
    bad: [
      {
        title: 'two parameters of one name',
        text: inGraph(['        name: upper_bound', '        name: «lower_bound»']),
        besides: ['PARAMETER_NAME_DIFFERS'],
        related: ['lower_bound'],
      },
    ],
  },
  PARAMETER_NAME_DIFFERS: {
    bad: [
      {
        title: 'a key and another name',
        text: inGraph(['        name: upper_bound', '        name: «top»']),
        related: ['upper_bound'],
      },
    ],
  },
  SCHEMA_UNKNOWN: {
    bad: [
      {
        title: 'a misspelled schema',
        text: inGraph(['schemaName: reading', 'schemaName: «readin»']),
        fixed: 'schemaName: reading',
      },
      {
        title: 'no schemas at all',
        text: graph.replace(/schemas:[^]*/, '').replace('schemaName: reading', 'schemaName: «reading»'),
      },
    ],
  },
  SCHEMA_DUPLICATE: {
    bad: [
      {
        title: 'two schemas of one name',
        text: `${graph}  - name: «reading»\n    format: json\n    schema: "{}"\n`,
        related: ['reading'],
      },
    ],
  },
};
