// The parts of a DataflowGraph resource for hovers: its nodes, and the graphs that artifacts mean.
import type { DataflowGraphResource, ResourceNode } from '../../graph/resource.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import { fileNameOf, findGraph } from './findModule.ts';
import { bulleted, code, listed, paragraphs, plain } from './markdown.ts';
import { summarizeParameter } from './parameterText.ts';

/** The node `name` as Markdown; undefined when there is none that could be read. */
export function describeNode(resource: DataflowGraphResource, name: string): string | undefined {
  const node = resource.nodes.find((one) => one.name === name);
  if (!node) return undefined;
  const inputs = resource.connections.filter(({ to }) => to === name).map(({ from }) => code(from));
  const outputs = resource.connections.filter(({ from }) => from === name).map(({ to }) => code(to));
  return paragraphs(
    `**${plain(name)}** · ${node.type} node`,
    [
      ...describeSettings(node),
      ...(inputs.length > 0 ? [`- From: ${listed(inputs)}`] : []),
      ...(outputs.length > 0 ? [`- To: ${listed(outputs)}`] : []),
    ].join('\n'),
  );
}

function describeSettings(node: ResourceNode): string[] {
  switch (node.type) {
    case 'Source': {
      const topics = listed(node.topics.map(({ text }) => code(text)));
      return [...line('Endpoint', node.endpoint), ...(topics === '' ? [] : [`- Topics: ${topics}`])];
    }
    case 'Graph':
      return [...line('Artifact', node.artifact?.text ?? ''), ...line('Registry', node.registryEndpoint)];
    case 'Destination':
      return [...line('Endpoint', node.endpoint), ...line('Topic', node.topic)];
  }
}

function line(title: string, value: string): string[] {
  return value === '' ? [] : [`- ${title}: ${code(value)}`];
}

/** The graph that `artifact` means as Markdown, also when none is known. */
export function describeArtifact(artifact: string, facts: WorkspaceFacts): string {
  const found = findGraph(facts, artifact);
  if (!found) {
    return paragraphs(
      `${code(artifact)} · graph in a registry`,
      'No graph definition of this workspace has this name.',
    );
  }
  const { graph, isExact } = found;
  const { name, version, parameters } = graph;
  return paragraphs(
    `**${plain(name)}** ${plain(version)} · graph in ${code(fileNameOf(graph.uri))}`,
    isExact ? undefined : `The file has version ${code(version)}, not the one of ${code(artifact)}.`,
    parameters.length > 0
      ? `Parameters:\n\n${bulleted(parameters.map((one) => `${summarizeParameter(one)} · ${code(one.operation)}`))}`
      : undefined,
  );
}
