// The resources of a deployment: what is given stands in them, and nothing wrong is written.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import {
  requiredParameters,
  resourceNameFrom,
  writeResources,
} from '../../../../src/build/deploy/writeResources.ts';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';

const graph = parseGraphFile(readFileSync('samples/thermostats/graph-simple.dataflow.yaml', 'utf8'))
  .documents[0]!.graph!;
const deployment = {
  name: 'thermostats',
  namespace: 'azure-iot-operations',
  profile: 'default',
  source: { endpoint: 'default', topics: ['sensors/#', 'more/+/temperature'] },
  destination: { endpoint: 'default', topic: 'out/${inputTopic}' },
  registry: { endpoint: 'my-registry', host: 'registry.example.com/x' },
  parameters: new Map([['decimals', '2']]),
};
const words = { parameter: 'give it somehow' };

it('writes what is given, without problems', () => {
  const { documents, problems } = parseGraphFile(writeResources(graph, deployment, words));
  expect(problems).toEqual([]);
  expect(documents.map(({ kind }) => kind)).toEqual(['registry-endpoint', 'dataflow-graph']);
  const { nodes } = documents[1]!.resource!;
  expect(nodes.map(({ type }) => type)).toEqual(['Source', 'Graph', 'Destination']);
  expect(nodes[0]).toMatchObject({ topics: [{ text: 'sensors/#' }, { text: 'more/+/temperature' }] });
  expect(nodes[1]).toMatchObject({ artifact: { text: 'graph-simple:1.0.0' } });
});

it('keeps any value of a parameter as it is, or refuses the whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, topic) => {
      const given = {
        ...deployment,
        destination: { endpoint: 'other', topic },
        parameters: new Map([['decimals', value]]),
      };
      let text: string;
      try {
        text = writeResources(graph, given, words);
      } catch (error) {
        return error instanceof AppError && error.code === 'DEPLOYMENT_INVALID';
      }
      const [, node, destination] = parseGraphFile(text).documents[1]!.resource!.nodes;
      return (
        node?.type === 'Graph' &&
        node.configuration[0]?.value === value &&
        destination?.type === 'Destination' &&
        destination.topic === topic
      );
    }),
  );
});

it('refuses parameters that the graph does not have', () => {
  const wrong = { ...deployment, parameters: new Map([['colour', 'red']]) };
  expect(() => writeResources(graph, wrong, words)).toThrow(
    'It has "decimals", "lower_bound", "upper_bound".',
  );
});

it('names the resource as Kubernetes wants it', () => {
  const named = (name: string): string =>
    resourceNameFrom({ ...graph, metadata: { ...graph.metadata, name } });
  expect(named('My Graph_2')).toBe('my-graph-2');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) =>
      /^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/.test(named(name)),
    ),
  );
});

it('asks for what has no default, in the words of the program', () => {
  const [configuration, ...others] = graph.moduleConfigurations;
  const [first, ...rest] = configuration!.parameters;
  const { default: _default, ...bare } = first!;
  const strict = {
    ...graph,
    moduleConfigurations: [
      { ...configuration!, parameters: [{ ...bare, isRequired: true }, ...rest] },
      ...others,
    ],
  };
  expect(requiredParameters(strict).map(({ name }) => name)).toEqual([first!.name]);
  const none = { ...deployment, parameters: new Map() };
  expect(() => writeResources(strict, none, words)).toThrow(`a value for "${first!.name}": give it somehow.`);
});
