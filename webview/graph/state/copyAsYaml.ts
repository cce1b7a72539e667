// Operations of a graph as YAML that the gesture `paste` takes, with what connects and configures them. The file's own
// spelling and comments are the host's to copy; this is for duplicates. Knows no text of a file.
import type { CanvasGraph, CanvasOperation } from '../../../src/protocol/canvas.ts';

/** `operations` are places in the list of the graph. Texts are in double quotes, as JSON and YAML both read them. */
export function copyAsYaml(graph: CanvasGraph, operations: readonly number[]): string {
  const chosen = operations.flatMap((index) => graph.operations[index] ?? []);
  const names = new Set(chosen.map(({ name }) => name));
  const ways = graph.connections.filter(({ from, to }) => names.has(from) && names.has(to));
  const configured = chosen.filter(({ parameters }) => parameters !== undefined);
  return [
    'operations:',
    ...chosen.flatMap(({ type, name, module }) => [
      `  - operationType: ${type}`,
      `    name: ${quote(name)}`,
      ...(module === undefined ? [] : [`    module: ${quote(module)}`]),
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
    `      name: ${quote(from)}`,
    ...(arm ? [`      arm: ${quote(arm)}`] : []),
    ...(schemaName === undefined ? [] : ['      schema:', `        name: ${quote(schemaName)}`]),
    '    to:',
    `      name: ${quote(to)}`,
  ];
}

function configurationLines({ name, parameters = [] }: CanvasOperation): string[] {
  return [
    `  - name: ${quote(name)}`,
    parameters.length === 0 ? '    parameters: {}' : '    parameters:',
    ...parameters.flatMap((parameter) => [
      `      ${quote(parameter.key)}:`,
      `        name: ${quote(parameter.name)}`,
      ...(parameter.description === undefined
        ? []
        : [`        description: ${quote(parameter.description)}`]),
      ...(parameter.default === undefined ? [] : [`        default: ${quote(parameter.default)}`]),
      `        required: ${String(parameter.isRequired)}`,
    ]),
  ];
}

function quote(text: string): string {
  return JSON.stringify(text);
}
