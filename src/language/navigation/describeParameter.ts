// A parameter for a hover: as a graph declares it, and as a DataflowGraph resource gives it a value.
import { getText, getValue, type YamlNode } from '../../graph/yamlTree.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import { findGraph } from './findModule.ts';
import { findDeclaredParameters, findKnownParameters } from './findParameters.ts';
import { bulleted, code, listed, paragraphs, plain } from './markdown.ts';
import { summarizeParameter } from './parameterText.ts';
import type { SymbolOccurrence } from './symbols.ts';

/** The declared parameter as Markdown; `parameters` is the map it stands in. */
export function describeParameter(
  file: GraphFile,
  occurrence: SymbolOccurrence,
  parameters: YamlNode | undefined,
  facts: WorkspaceFacts,
): string {
  const operation = getText(occurrence.item, 'name');
  const pair =
    parameters?.kind === 'map' ? parameters.pairs[Number(occurrence.scope.split('/')[1])] : undefined;
  const declared = pair?.value;
  const value = getText(declared, 'default');
  const known = findKnownParameters(file, occurrence, facts);
  const descriptions = new Set(
    [getText(declared, 'description'), ...known.map(({ description }) => description)].filter(
      (text) => text !== undefined && text !== '',
    ),
  );
  const required = getValue(declared, 'required');
  const isRequired = required?.kind === 'scalar' && required.value === true;
  return paragraphs(
    `**${plain(occurrence.name)}** · parameter${operation === undefined ? '' : ` of ${code(operation)}`}`,
    [...descriptions].map((text) => plain(text ?? '')).join('\n\n'),
    [
      `- ${isRequired ? 'Required' : 'Optional'}`,
      ...(value === undefined ? [] : [`- Default: ${code(JSON.stringify(value))}`]),
      ...(known.length > 0 ? ['- The operator is known to read it'] : []),
    ].join('\n'),
  );
}

/** The `configuration` key of a Graph node as Markdown; undefined when its graph is not known. */
export function describeConfigurationKey(
  occurrence: SymbolOccurrence,
  facts: WorkspaceFacts,
): string | undefined {
  const artifact = getText(getValue(occurrence.item, 'graphSettings'), 'artifact');
  const graph = artifact === undefined ? undefined : findGraph(facts, artifact)?.graph;
  if (!graph) return undefined;
  const declared = findDeclaredParameters(occurrence, facts);
  if (declared.length === 0) {
    const names = [...new Set(graph.parameters.map(({ name }) => name))];
    const others = names.length > 0 ? ` It has ${listed(names.map(code))}.` : '';
    return `The graph ${code(graph.name)} declares no parameter ${code(occurrence.name)}.${others}`;
  }
  return paragraphs(
    `**${plain(occurrence.name)}** · parameter of graph ${code(graph.name)}`,
    bulleted(
      declared.map((parameter) => `For ${code(parameter.operation)}: ${summarizeParameter(parameter)}`),
    ),
  );
}
