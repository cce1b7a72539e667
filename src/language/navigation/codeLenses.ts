// What can be done with a graph definition, offered above its first line. Knows which commands there may be, not what
// they do.
import type { CodeLens } from 'vscode-languageserver-types';
import type { GraphFile } from '../../graph/parseGraph.ts';

const lenses = [
  { command: 'dataflowGraph.run', title: '$(play) Run' },
  { command: 'dataflowGraph.debug', title: '$(debug-alt) Debug' },
  { command: 'dataflowGraph.openVisualEditor', title: '$(type-hierarchy) Open visual editor' },
  { command: 'dataflowGraph.push', title: '$(cloud-upload) Push' },
] as const;

/**
 * The lenses of each graph definition in `file`, whose own URI is `uri`: those commands that are in `availableCommands`.
 * Commands get the URI as their only argument.
 */
export function codeLenses(file: GraphFile, uri: string, availableCommands: readonly string[]): CodeLens[] {
  const available = new Set(availableCommands);
  const offered = lenses.filter(({ command }) => available.has(command));
  return file.documents
    .filter(({ kind }) => kind === 'graph-definition')
    .flatMap(({ range }) => {
      const place = { start: { ...range.start, character: 0 }, end: { ...range.start, character: 0 } };
      return offered.map((lens) => ({ range: place, command: { ...lens, arguments: [uri] } }));
    });
}
