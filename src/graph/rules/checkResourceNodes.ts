// Rules on the nodes of a DataflowGraph resource and the way messages take between them. Knows nothing about topics.
import { makeGuesser } from '../didYouMean.ts';
import { makeProblem, type Problem } from '../problem.ts';
import type { DataflowGraphResource, DeploymentFacts, NodeConnection, ResourceNode } from '../resource.ts';
import { findCycles } from './findCycles.ts';
import { groupBy } from './graphRule.ts';

/** Every rule of this file. */
export function checkResourceNodes(resource: DataflowGraphResource, facts: DeploymentFacts): Problem[] {
  const byName = new Map([...resource.nodes].reverse().map((node) => [node.name, node]));
  const guessName = makeGuesser(byName.keys());
  return [
    ...checkPresence(resource),
    ...checkDuplicates(resource.nodes),
    ...resource.connections.flatMap((connection) => checkConnection(resource, byName, guessName, connection)),
    ...checkCycles(resource.connections),
    ...checkUnconnected(resource),
    ...resource.nodes.flatMap((node) => checkEndpoint(node, facts)),
    ...resource.nodes.flatMap((node) => checkInstances(resource, node, facts)),
  ];
}

function checkPresence({ nodes, isComplete, ranges }: DataflowGraphResource): Problem[] {
  if (!ranges.nodes || !isComplete) return [];
  const problems: Problem[] = [];
  const range = ranges.nodes;
  if (!nodes.some(({ type }) => type === 'Source')) {
    problems.push(
      makeProblem('NODE_SOURCE_MISSING', range, 'No node is a Source, so no message can come in.'),
    );
  }
  if (!nodes.some(({ type }) => type === 'Destination')) {
    problems.push(
      makeProblem('NODE_DESTINATION_MISSING', range, 'No node is a Destination, so no message can come out.'),
    );
  }
  return problems;
}

function checkDuplicates(nodes: readonly ResourceNode[]): Problem[] {
  const groups = groupBy(nodes, ({ name }) => name);
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map(({ name, ranges }) => {
      const related = first
        ? [{ message: 'The first one.', range: first.ranges.name ?? first.ranges.item }]
        : [];
      return makeProblem(
        'NODE_DUPLICATE',
        ranges.name ?? ranges.item,
        `Another node is already named "${name}".`,
        { related },
      );
    }),
  );
}

function checkConnection(
  resource: DataflowGraphResource,
  byName: ReadonlyMap<string, ResourceNode>,
  guessName: (word: string) => string | undefined,
  connection: NodeConnection,
): Problem[] {
  const { ranges, output } = connection;
  const [from, to] = [byName.get(connection.from), byName.get(connection.to)];
  if (!from || !to) {
    // A node that could not be read may be the one that is meant.
    if (!resource.isComplete) return [];
    const sides = [...(from ? [] : (['from'] as const)), ...(to ? [] : (['to'] as const))];
    return sides.map((side) => {
      const name = connection[side];
      const meant = guessName(name);
      const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      return makeProblem('NODE_UNKNOWN', ranges[side] ?? ranges.item, `No node is named "${name}".${hint}`);
    });
  }
  if (output !== undefined && (from.type !== 'Graph' || !/^(?:true|false)$/i.test(output))) {
    const message = `"${from.name}" has no output "${output}". Only branch transforms have outputs: "<name>.output.true" and "<name>.output.false".`;
    return [makeProblem('NODE_OUTPUT', ranges.from ?? ranges.item, message)];
  }
  if (from.type !== 'Destination' && to.type !== 'Source') return [];
  const message = `A ${from.type} cannot be connected to a ${to.type}. Possible: Source or Graph to Graph or Destination.`;
  const related = [from, to].map((node) => ({
    message: `"${node.name}" is a ${node.type}.`,
    range: node.ranges.name ?? node.ranges.item,
  }));
  return [makeProblem('NODE_CONNECTION', ranges.to ?? ranges.item, message, { related })];
}

function checkCycles(connections: readonly NodeConnection[]): Problem[] {
  const loops = connections.filter(({ from, to }) => from === to).map((connection) => [connection]);
  const cycles = findCycles(connections.filter(({ from, to }) => from !== to));
  return [...loops, ...cycles].map((cycle) => {
    const path = [...cycle.map(({ from }) => from), cycle[0]?.from ?? '']
      .map((name) => `"${name}"`)
      .join(' → ');
    const last = cycle[cycle.length - 1];
    const range = last?.ranges.to ?? last?.ranges.item;
    const related = cycle
      .slice(0, -1)
      .map(({ ranges }) => ({ message: 'Also on the cycle.', range: ranges.item }));
    if (!range) throw new Error('A cycle has at least one connection.');
    return makeProblem('NODE_CYCLE', range, `Nodes are connected in a cycle: ${path}.`, { related });
  });
}

function checkUnconnected({ nodes, connections, isComplete }: DataflowGraphResource): Problem[] {
  const connected = new Set(connections.flatMap(({ from, to }) => [from, to]));
  const names = new Set(nodes.map(({ name }) => name));
  // A connection with a wrong name may be the one that is missing.
  if (!isComplete || [...connected].some((name) => !names.has(name))) return [];
  return nodes
    .filter(({ name }) => !connected.has(name))
    .map(({ name, ranges }) =>
      makeProblem('NODE_UNCONNECTED', ranges.name ?? ranges.item, `"${name}" is not connected.`),
    );
}

const sourceTypes = ['mqtt', 'kafka'];
const destinationTypes = [...sourceTypes, 'opentelemetry'];

function checkEndpoint(node: ResourceNode, { endpointTypes }: DeploymentFacts): Problem[] {
  if (node.type === 'Graph') return [];
  const type = endpointTypes.get(node.endpoint);
  const allowed = node.type === 'Source' ? sourceTypes : destinationTypes;
  if (type === undefined || allowed.includes(type.toLowerCase())) return [];
  const words = node.type === 'Source' ? 'MQTT or Kafka' : 'MQTT, Kafka or OpenTelemetry';
  const message = `The endpoint "${node.endpoint}" is of type ${type}. A ${node.type} of a data flow graph needs ${words}.`;
  return [makeProblem('ENDPOINT_TYPE', node.ranges.endpoint ?? node.ranges.item, message)];
}

/** The built-in transform that keeps state. */
const windowTransform = 'graph-dataflow-window';

function checkInstances(
  resource: DataflowGraphResource,
  node: ResourceNode,
  facts: DeploymentFacts,
): Problem[] {
  if (node.type !== 'Graph' || !node.artifact || resource.profile === undefined) return [];
  const count = facts.instanceCounts.get(resource.profile) ?? 1;
  const isStateful =
    node.artifact.name === windowTransform || facts.statefulArtifacts.has(node.artifact.text);
  if (!isStateful || count <= 1) return [];
  const message = `"${node.artifact.text}" keeps state between messages, but the profile "${resource.profile}" runs ${String(count)} instances, each with a part of the messages. Use a profile with instance count 1.`;
  const related = resource.ranges.profile
    ? [{ message: 'The profile is chosen here.', range: resource.ranges.profile }]
    : [];
  return [makeProblem('INSTANCE_COUNT', node.ranges.artifact ?? node.ranges.item, message, { related })];
}
