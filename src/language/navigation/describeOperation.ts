// An operation for a hover: what it does, what it is connected to, what it is given.
import type { Connection, GraphDefinition, Operation } from '../../graph/model.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import { summarizeBuild } from './describeModule.ts';
import { findModule } from './findModule.ts';
import { bulleted, code, listed, paragraphs, plain } from './markdown.ts';
import { operationWords } from './operationWords.ts';
import { summarizeParameter } from './parameterText.ts';

/** The operation `name` of `graph` as Markdown; undefined when there is none that could be read. */
export function describeOperation(
  graph: GraphDefinition,
  name: string,
  facts: WorkspaceFacts,
): string | undefined {
  const operation = graph.operations.find((one) => one.name === name);
  if (!operation) return undefined;
  const parameters = graph.moduleConfigurations
    .filter((configuration) => configuration.operation === name)
    .flatMap((configuration) => configuration.parameters);
  return paragraphs(
    `**${plain(name)}** · ${operation.type}`,
    operationWords[operation.type],
    describeOperator(operation, facts),
    describeWays(graph.connections, name),
    parameters.length > 0 ? `Parameters:\n\n${bulleted(parameters.map(summarizeParameter))}` : undefined,
  );
}

function describeOperator({ module }: Operation, facts: WorkspaceFacts): string | undefined {
  if (!module) return undefined;
  const known = findModule(facts, module.text);
  return `Module: ${code(module.text)} · ${known ? summarizeBuild(known) : 'not found'}`;
}

function describeWays(connections: readonly Connection[], name: string): string | undefined {
  const inputs = connections.filter(({ to }) => to === name).map(({ from, arm }) => code(from) + armOf(arm));
  const outputs = connections.filter(({ from }) => from === name).map(({ to, arm }) => code(to) + armOf(arm));
  const lines = [
    ...(inputs.length > 0 ? [`- From: ${listed(inputs)}`] : []),
    ...(outputs.length > 0 ? [`- To: ${listed(outputs)}`] : []),
  ];
  return lines.length > 0 ? lines.join('\n') : undefined;
}

function armOf(arm: string | undefined): string {
  return arm === undefined ? '' : ` (arm ${code(`"${arm}"`)})`;
}
