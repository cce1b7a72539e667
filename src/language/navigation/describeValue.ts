// Values of a fixed set for hovers: operation types and arms; and schemas. Knows nothing about the workspace.
import { operatorPackage } from '../../graph/checkModules.ts';
import { arms, hasOperator, operationTypes, type GraphDefinition } from '../../graph/model.ts';
import type { GraphDocument } from '../../graph/parseGraph.ts';
import { getText, getValue } from '../../graph/yamlTree.ts';
import { code, codeBlock, listed, paragraphs, plain } from './markdown.ts';
import { armWords, operationWords, processSignatures } from './operationWords.ts';
import type { YamlPath } from './yamlPath.ts';

/** The value at the end of `path` as Markdown; undefined when it is none of a fixed set. */
export function describeValue(document: GraphDocument, path: YamlPath): string | undefined {
  const { steps } = path;
  const [section, , ...rest] = steps.map(({ key }) => key);
  const node = steps.at(-1)?.node;
  if (document.kind !== 'graph-definition' || node?.kind !== 'scalar') return undefined;
  const place = [section, ...rest].join('/');
  if (place === 'operations/operationType') return describeType(String(node.value), document);
  if (place !== 'connections/from/arm') return undefined;
  const connection = steps[1]?.node;
  const branch = getText(getValue(connection, 'from'), 'name');
  const target = getText(getValue(connection, 'to'), 'name');
  // Without quotes it is a boolean, which is reported; what it is meant to be is clear all the same.
  return describeArm(String(node.value), branch, target);
}

function describeType(text: string, { graph }: GraphDocument): string | undefined {
  const type = operationTypes.find((known) => known === text);
  if (!type) return undefined;
  const title = `**${type}** · operation type`;
  if (!hasOperator(type))
    return paragraphs(title, operationWords[type], 'Runs no operator and takes no module.');
  const version = graph?.moduleRequirements.apiVersion ?? '';
  const name = `${operatorPackage}/${type}${version === '' ? '' : `@${version}`}`;
  const signatures = [processSignatures[type], 'init: func(configuration: module-configuration) -> bool'];
  return paragraphs(
    title,
    operationWords[type],
    `Its module exports ${code(name)}:`,
    codeBlock(signatures.join('\n'), 'wit', signatures.length),
  );
}

function describeArm(
  text: string,
  branch: string | undefined,
  target: string | undefined,
): string | undefined {
  const arm = arms.find((known) => known.toLowerCase() === text.toLowerCase());
  if (!arm) return undefined;
  const way =
    branch === undefined || target === undefined
      ? undefined
      : `Leads from ${code(branch)} to ${code(target)}.`;
  return paragraphs(`**"${arm}"** · arm, ${armWords[arm]}`, way);
}

/** The schema `name` of `graph` with the connections that name it; undefined when there is none. */
export function describeSchema(graph: GraphDefinition, name: string): string | undefined {
  const schema = graph.schemas.find((one) => one.name === name);
  if (!schema) return undefined;
  const users = graph.connections.filter(({ schemaName }) => schemaName === name);
  const ways = users.map(({ from, to }) => `${code(from)} → ${code(to)}`);
  return paragraphs(
    `**${plain(name)}** · schema${schema.format === '' ? '' : `, ${plain(schema.format)}`}`,
    ways.length > 0 ? `On ${listed(ways)}` : undefined,
    schema.schema === ''
      ? undefined
      : codeBlock(schema.schema, /^[\w-]*$/.test(schema.format) ? schema.format : '', 20),
  );
}
