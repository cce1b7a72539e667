// Texts with one mistake each in Kubernetes resources, with its place marked: «the range that must be reported».
import type { ProblemCode } from '../../../src/graph/problem.ts';
import { deployment, inDeployment, type ProblemCases } from './caseText.ts';

/** Cases by code. */
export const resourceCases: Partial<Record<ProblemCode, ProblemCases>> = {
  RESOURCE_NAME: {
    bad: [
      {
        title: 'capitals and underscores',
        text: inDeployment(['  name: thermostats', '  name: «My_Graph»']),
      },
      { title: 'two letters', text: inDeployment(['  name: public-ghcr', '  name: «ab»']) },
      { title: '64 letters', text: inDeployment(['  name: thermostats', `  name: «${'a'.repeat(64)}»`]) },
    ],
    good: [inDeployment(['  name: thermostats', `  name: ${'a'.repeat(63)}`])],
  },
  PROFILE_NAME: {
    bad: [
      { title: '40 letters', text: inDeployment(['profileRef: default', `profileRef: «${'a'.repeat(40)}»`]) },
    ],
    good: [inDeployment(['profileRef: default', `profileRef: ${'a'.repeat(39)}`])],
  },
  NODE_NAME: {
    bad: [
      {
        title: 'a space in a name',
        text: inDeployment(
          ['      name: convert\n      graph', '      name: «con vert»\n      graph'],
          ['        name: convert\n    - from', '        name: con vert\n    - from'],
          ['        name: convert\n      to', '        name: con vert\n      to'],
        ),
      },
    ],
  },
  NODE_DUPLICATE: {
    bad: [
      {
        title: 'two nodes of one name',
        text: inDeployment([
          '    - nodeType: Destination\n',
          '    - nodeType: Graph\n      name: «convert»\n      graphSettings: { registryEndpointRef: public-ghcr, artifact: "a:1" }\n    - nodeType: Destination\n',
        ]),
        related: ['convert'],
      },
    ],
  },
  NODE_UNKNOWN: {
    bad: [
      {
        title: 'a misspelled node',
        text: inDeployment(['      to:\n        name: output', '      to:\n        name: «outpt»']),
      },
    ],
  },
  NODE_SOURCE_MISSING: {
    bad: [
      {
        title: 'no source',
        text: deployment
          .replace(/ {4}- nodeType: Source[^]*(?= {4}- nodeType: Graph)/, '')
          .replace(/ {4}- from:\n {8}name: sensors[^]*(?= {4}- from:\n {8}name: convert)/, '')
          .replace('  nodes:', '  «nodes»:'),
      },
    ],
  },
  NODE_DESTINATION_MISSING: {
    bad: [
      {
        title: 'no destination',
        text: deployment
          .replace(/ {4}- nodeType: Destination[^]*(?= {2}nodeConnections)/, '')
          .replace(/ {4}- from:\n {8}name: convert[^]*$/, '')
          .replace('  nodes:', '  «nodes»:'),
      },
    ],
  },
  NODE_UNCONNECTED: {
    bad: [
      {
        title: 'a node by itself',
        text: inDeployment([
          '    - nodeType: Destination\n',
          '    - nodeType: Graph\n      name: «alone»\n      graphSettings: { registryEndpointRef: public-ghcr, artifact: "a:1" }\n    - nodeType: Destination\n',
        ]),
      },
    ],
  },
  NODE_CONNECTION: {
    bad: [
      {
        title: 'a connection into a source',
        text: `${deployment}    - { from: { name: convert }, to: { name: «sensors» } }\n`,
        besides: ['NODE_CYCLE'],
        related: ['convert', 'sensors'],
      },
    ],
    good: [`${deployment}    - { from: { name: sensors }, to: { name: output } }\n`],
  },
  NODE_OUTPUT: {
    bad: [
      {
        title: 'an output nobody knows',
        text: inDeployment([
          '        name: convert\n      to',
          '        name: «convert.output.maybe»\n      to',
        ]),
      },
      {
        title: 'an output of a source',
        text: inDeployment([
          '        name: sensors\n        schema',
          '        name: «sensors.output.true»\n        schema',
        ]),
      },
    ],
    good: [inDeployment(['        name: convert\n      to', '        name: convert.output.true\n      to'])],
  },
  NODE_CYCLE: {
    bad: [
      {
        title: 'a node connected to itself',
        text: `${deployment}    - { from: { name: convert }, to: { name: «convert» } }\n`,
      },
    ],
  },
  CONFIGURATION_KEY: {
    bad: [{ title: 'a point in a key', text: inDeployment(['key: lower_bound', 'key: «lower.bound»']) }],
  },
  ARTIFACT_SYNTAX: {
    bad: [
      {
        title: 'capitals',
        text: inDeployment(['artifact: graph-simple:1.0.0', 'artifact: «Graph Simple:1.0.0»']),
      },
    ],
  },
  TOPIC_SYNTAX: {
    bad: [
      { title: 'a wildcard inside a level', text: inDeployment(['- sensors/inside/#', '- «sensors/in+/x»']) },
      {
        title: 'a wildcard in a destination',
        text: inDeployment(['dataDestination: converted/${inputTopic}', 'dataDestination: «converted/+»']),
      },
    ],
    good: [inDeployment(['- sensors/inside/#', '- $share/group/sensors/inside/#'])],
  },
  TOPIC_VARIABLE: {
    bad: [
      {
        title: 'a variable nobody knows',
        text: inDeployment(['converted/${inputTopic}', '«converted/${topic}»']),
      },
    ],
    good: [inDeployment(['converted/${inputTopic}', 'converted/${inputTopic.2}'])],
  },
  TOPIC_LOOP: {
    bad: [
      {
        title: 'a destination below a source filter',
        text: inDeployment(['converted/${inputTopic}', '«sensors/inside/x»']),
        related: ['sensors/inside/#'],
      },
      {
        title: 'the topic messages came on',
        text: inDeployment(['converted/${inputTopic}', '«${inputTopic}»']),
        related: ['sensors/+/temperature'],
      },
      {
        title: 'a topic that grows',
        text: inDeployment(['converted/${inputTopic}', '«sensors/inside/${inputTopic}»']),
        related: ['sensors/inside/#'],
      },
    ],
    good: [
      inDeployment(['converted/${inputTopic}', '${outputTopic}']),
      inDeployment(['converted/${inputTopic}', 'sensors/a/humidity']),
      inDeployment([
        'endpointRef: default\n        dataDestination: converted/${inputTopic}',
        'endpointRef: other\n        dataDestination: sensors/inside/x',
      ]),
    ],
  },
  ENDPOINT_TYPE: {
    bad: [
      {
        title: 'a data lake as destination',
        text: inDeployment([
          'endpointRef: default\n        dataDestination',
          'endpointRef: «lake»\n        dataDestination',
        ]),
      },
    ],
    good: [
      inDeployment(
        ['endpointType: DataLakeStorage', 'endpointType: OpenTelemetry'],
        ['endpointRef: default\n        dataDestination', 'endpointRef: lake\n        dataDestination'],
      ),
    ],
  },
  SCHEMA_REFERENCE: {
    bad: [
      {
        title: 'another scheme',
        text: inDeployment(['aio-sr://azure-iot-operations/reading:1', '«https://example.org/reading»']),
      },
    ],
    good: [inDeployment(['aio-sr://azure-iot-operations/reading:1', 'aio-sr://reading:1'])],
  },
  INSTANCE_COUNT: {
    bad: [
      {
        title: 'a window on three instances',
        text: inDeployment(
          ['profileRef: default', 'profileRef: many'],
          ['graph-simple:1.0.0', '«azureiotoperations/graph-dataflow-window:1.0.0»'],
        ),
        related: ['many'],
      },
    ],
    good: [
      inDeployment(['profileRef: default', 'profileRef: many']),
      inDeployment(['graph-simple:1.0.0', 'azureiotoperations/graph-dataflow-window:1.0.0']),
    ],
  },
  REGISTRY_HOST: {
    bad: [
      {
        title: 'a URL',
        text: inDeployment([
          'host: ghcr.io/azure-samples/explore-iot-operations',
          'host: «https://ghcr.io/azure-samples/»',
        ]),
        fixed: 'host: "ghcr.io/azure-samples"',
      },
      {
        title: 'a placeholder',
        text: inDeployment([
          'host: ghcr.io/azure-samples/explore-iot-operations',
          'host: «<registry>.azurecr.io»',
        ]),
      },
    ],
    good: [inDeployment(['host: ghcr.io/azure-samples/explore-iot-operations', 'host: localhost:5000'])],
  },
  FAULT_INVALID: {
    bad: [
      {
        title: 'a delay without how long',
        text: 'faults:\n  - «node: map\n    kind: delay»\n',
      },
      {
        title: 'what its kind has no use for',
        text: 'faults:\n  - { node: map, kind: drop, delayMs: «5» }\n',
      },
    ],
    good: [
      'faults:\n  - { node: map, kind: delay, delayMs: 5, every: 3 }\n  - { kind: brokerGone, durationMs: 100 }\n',
      'responders:\n  - topic: a/{x}\n    when: "payload.force"\n    reply: { json: { id: 1 } }\n',
      // Words of other formats.
      'responders:\n  - anything\non-call: x\n',
      'faults: none\nservice: x\n',
    ],
  },
};
