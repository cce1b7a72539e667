// The graph that the first gesture writes into an empty file. Knows the format's required parts and the samples' layout.
import { detectStyle, type YamlStyle } from '../../graph/yamlStyle.ts';
import { graphSchemaAddress } from '../../graph/missingValues.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';

/** A graph without operations, to be put behind all of the text of `file`, which holds blanks and comments only. */
export function writeEmptyGraph(file: GraphFile, fileName: string): string {
  const { newline }: YamlStyle = detectStyle(file, undefined);
  const { text } = file;
  const gap = text.trim() === '' || /(?:\n|^)[ \t]*$/.test(text) ? '' : newline;
  const lines = [
    'metadata:',
    `  $schema: ${graphSchemaAddress}`,
    `  name: ${nameFrom(fileName)}`,
    '  version: 1.0.0',
    '',
    'moduleRequirements:',
    '  apiVersion: "1.1.0"',
    '  runtimeVersion: "1.1.0"',
    '',
    'operations: []',
    '',
    'connections: []',
    '',
  ];
  return gap + lines.join(newline);
}

/** A name for a graph that registries take, too: lower case, digits and hyphens. */
function nameFrom(fileName: string): string {
  const name = fileName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return name === '' || /^(?:true|false|null|yes|no|on|off|y|n)$/.test(name) ? 'my-graph' : name;
}
