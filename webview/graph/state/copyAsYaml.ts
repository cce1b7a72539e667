// Operations of a graph as YAML that the gesture `paste` takes, with what connects and configures them. The file's own
// spelling and comments are the host's to copy; this is for duplicates. Knows no text of a file.
import { isSafePlain } from '../../../src/graph/yamlStyle.ts';
import type { CanvasGraph, CanvasOperation } from '../../../src/protocol/canvas.ts';

/** `operations` are places in the list of the graph. Texts are plain where they can be, else in double quotes, as JSON has them. */
export function copyAsYaml(graph: CanvasGraph, operations: readonly number[]): string {
  const chosen = operations.flatMap((index) => graph.operations[index] ?? []);
  const names = new Set(chosen.map(({ name }) => name));
  const ways = graph.connections.filter(({ from, to }) => names.has(from) && names.has(to));
  const configured = chosen.filter(({ parameters }) => parameters !== undefined);
  return [
    'operations:',
    ...chosen.flatMap(({ type, name, module }) => [
      `  - operationType: ${type}`,
      `    name: ${spell(name)}`,
      ...(module === undefined ? [] : [`    module: ${spell(module)}`]),
    ]),
    ...section('connections:', ways.flatMap(connectionLines)),
    ...section('moduleConfigurations:', configured.flatMap(configurationLines)),
    '',
  ].join('\n');
}

function section(key: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [key, ...lines];
}

function connectionLines({ from, arm, schemaName, to }: CanvasGraph['connections'][number]): string[] {
  return [
    '  - from:',
    `      name: ${spell(from)}`,
    ...(arm ? [`      arm: ${spell(arm)}`] : []),
    ...(schemaName === undefined ? [] : [`      schemaName: ${spell(schemaName)}`]),
    '    to:',
    `      name: ${spell(to)}`,
  ];
}

function configurationLines({ name, parameters = [] }: CanvasOperation): string[] {
  return [
    `  - name: ${spell(name)}`,
    parameters.length === 0 ? '    parameters: {}' : '    parameters:',
    ...parameters.flatMap((parameter) => [
      `      ${spell(parameter.key)}:`,
      `        name: ${spell(parameter.name)}`,
      ...(parameter.description === undefined
        ? []
        : [`        description: ${spell(parameter.description)}`]),
      ...(parameter.default === undefined ? [] : [`        default: ${spell(parameter.default)}`]),
      `        required: ${String(parameter.isRequired)}`,
    ]),
  ];
}

function spell(text: string): string {
  return isSafePlain(text) ? text : JSON.stringify(text);
}
