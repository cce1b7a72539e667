// Texts with one mistake each in graph definitions, with its place marked: «the range that must be reported».
import type { ProblemCode } from '../../../src/graph/problem.ts';
import { inGraph, type ProblemCases } from './caseText.ts';

const collectionToSink = '  - from:\n      name: collection\n    to:\n      name: sink\n';
const branchRight = '  - from:\n      name: kind\n      arm: "True"\n    to:\n      name: right\n';
const sinkOperation = '  - operationType: sink\n    name: sink\n';

/** Cases by code. */
export const graphCases: Partial<Record<ProblemCode, ProblemCases>> = {
  OPERATION_DUPLICATE: {
    bad: [
      {
        title: 'two operations of one name',
        text: inGraph([
          '  - operationType: accumulate\n',
          '  - operationType: map\n    name: «kind»\n    module: kinds\n  - operationType: accumulate\n',
        ]),
        related: ['kind'],
      },
    ],
  },
  OPERATION_UNKNOWN: {
    bad: [
      {
        title: 'a misspelled end, and not that anything is unreachable',
        text: inGraph(['    to:\n      name: collection', '    to:\n      name: «colection»']),
        fixed: '    to:\n      name: collection',
      },
      {
        title: 'an unknown start',
        text: inGraph(['  - from: { name: source }', '  - from: { name: «entrance» }']),
      },
    ],
  },
  OPERATION_UNREACHABLE: {
    bad: [
      {
        title: 'where a path begins without a source, and nothing behind it',
        text: inGraph(
          [
            sinkOperation,
            '  - operationType: map\n    name: «lost»\n    module: a:1.0.0\n  - operationType: map\n    name: behind\n    module: b:1.0.0\n' +
              sinkOperation,
          ],
          [
            'connections:\n',
            'connections:\n  - from: { name: lost }\n    to: { name: behind }\n  - from: { name: behind }\n    to: { name: sink }\n',
          ],
        ),
      },
      {
        title: 'an operation without connections',
        text: inGraph([
          sinkOperation,
          '  - operationType: map\n    name: «lost»\n    module: a:1.0.0\n' + sinkOperation,
        ]),
      },
    ],
  },
  OPERATION_DEAD_END: {
    bad: [
      {
        title: 'where a path ends without a sink, and nothing before it',
        text: inGraph(
          ['- operationType: map\n    name: right', '- operationType: map\n    name: «right»'],
          ['  - from:\n      name: right\n    to:\n      name: concatenate1\n', ''],
        ),
        besides: ['CONCATENATE_INPUTS'],
      },
    ],
  },
  SOURCE_MISSING: {
    bad: [
      {
        title: 'no source, and not that nothing is reachable',
        text: inGraph(
          ['  - operationType: source\n    name: source\n', ''],
          ['  - from: { name: source }\n    to: { name: module-window/delay }\n', ''],
          ['operations:\n', '«operations»:\n'],
        ),
      },
    ],
  },
  SINK_MISSING: {
    bad: [
      {
        title: 'no sink, and not that everything is a dead end',
        text: inGraph([sinkOperation, ''], [collectionToSink, ''], ['operations:\n', '«operations»:\n']),
      },
    ],
  },
  CONNECTION_INTO_SOURCE: {
    bad: [
      {
        title: 'a connection into the source',
        text: inGraph([
          'connections:\n',
          'connections:\n  - from: { name: collection }\n    to: { name: «source» }\n',
        ]),
        besides: ['GRAPH_CYCLE'],
        related: ['source'],
      },
    ],
  },
  CONNECTION_OUT_OF_SINK: {
    bad: [
      {
        title: 'a connection out of the sink',
        text: inGraph(
          [sinkOperation, `${sinkOperation}  - operationType: sink\n    name: second\n`],
          ['connections:\n', 'connections:\n  - from: { name: «sink» }\n    to: { name: second }\n'],
        ),
        related: ['sink'],
      },
    ],
  },
  CONNECTION_TO_SELF: {
    bad: [
      {
        title: 'a connection to itself, and no cycle',
        text: inGraph([
          'connections:\n',
          'connections:\n  - from: { name: left }\n    to: { name: «left» }\n',
        ]),
      },
    ],
  },
  CONNECTION_DUPLICATE: {
    bad: [
      {
        title: 'the same connection twice',
        text: inGraph(
          ['connections:\n', 'connections:\n  - { from: { name: left }, to: { name: concatenate1 } }\n'],
          [
            '  - from:\n      name: left\n    to:\n      name: concatenate1',
            '  - from:\n      name: left\n    to:\n      name: «concatenate1»',
          ],
        ),
        related: ['{ from: { name: left }, to: { name: concatenate1 } }'],
      },
    ],
    good: [
      inGraph(
        ['      arm: "True"\n    to:\n      name: right', '      arm: "True"\n    to:\n      name: left'],
        ['connections:\n', 'connections:\n  - { from: { name: kind, arm: "True" }, to: { name: right } }\n'],
      ),
    ],
  },
  GRAPH_CYCLE: {
    bad: [
      {
        title: 'a way back, once',
        text: inGraph(
          [
            'connections:\n  - from: { name: source }\n    to: { name: module-window/delay }\n',
            'connections:\n  - from: { name: source }\n    to: { name: module-window/delay }\n  - { from: { name: module-temperature/filter }, to: { name: module-temperature/map } }\n',
          ],
          [
            '{ name: module-temperature/filter }\n  - from:',
            '{ name: «module-temperature/filter» }\n  - from:',
          ],
        ),
        related: ['{ from: { name: module-temperature/filter }, to: { name: module-temperature/map } }'],
      },
    ],
  },
  ARM_MISSING: {
    bad: [
      {
        title: 'a way out of a branch without arm',
        text: inGraph(['      name: kind\n      arm: "True"\n', '      name: «kind»\n']),
      },
    ],
  },
  ARM_MISPLACED: {
    bad: [
      {
        title: 'an arm on a map',
        text: inGraph(['      name: left\n    to:', '      name: left\n      arm: «"True"»\n    to:']),
        related: ['map'],
        fixed: '      name: left\n    to:',
      },
      {
        title: 'an arm in braces',
        text: inGraph(['{ name: source }\n    to', '{ arm: «"True"», name: source }\n    to']),
        related: ['source'],
        fixed: '{ name: source }\n    to',
      },
    ],
  },
  ARM_UNCONNECTED: {
    bad: [
      {
        title: 'a branch with one arm',
        text: inGraph(
          [branchRight, ''],
          ['    name: kind\n    module', '    name: «kind»\n    module'],
          ['  - operationType: map\n    name: right\n    module: others:1.0.0\n', ''],
          [
            '  - from:\n      name: right\n    to:\n      name: concatenate1\n',
            '  - { from: { name: left }, to: { name: collection } }\n',
          ],
        ),
        besides: ['CONCATENATE_INPUTS'],
        related: ['from:\n      name: kind\n      arm: "False"\n    to:\n      name: left'],
      },
    ],
  },
  CONCATENATE_INPUTS: {
    bad: [
      {
        title: 'one input',
        text: inGraph(
          ['    name: concatenate1\n    module', '    name: «concatenate1»\n    module'],
          [
            '  - from:\n      name: right\n    to:\n      name: concatenate1',
            '  - from:\n      name: right\n    to:\n      name: collection',
          ],
        ),
        related: ['from:\n      name: left\n    to:\n      name: concatenate1'],
      },
    ],
  },
};
