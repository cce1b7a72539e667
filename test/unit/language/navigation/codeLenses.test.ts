// What can be done with a graph definition, above its first line.
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { codeLenses } from '../../../../src/language/navigation/codeLenses.ts';
import { deployment, graph } from '../../graph/caseText.ts';

const uri = 'file:///work/a.dataflow.yaml';
const all = [
  'dataflowGraph.push',
  'dataflowGraph.debug',
  'dataflowGraph.run',
  'dataflowGraph.openVisualEditor',
  'x',
];

describe('code lenses', () => {
  it('stand at the first line of the definition, in the same order always, and carry the URI', () => {
    const lenses = codeLenses(parseGraphFile(graph), uri, all);
    expect(lenses.map(({ command }) => command?.title.replace(/^\$\([\w-]+\) /, ''))).toEqual([
      'Run',
      'Debug',
      'Open visual editor',
      'Push',
    ]);
    for (const { range, command } of lenses) {
      expect(range).toEqual({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } });
      expect(command?.arguments).toEqual([uri]);
    }
  });

  it('are only those whose command exists', () => {
    const lenses = codeLenses(parseGraphFile(graph), uri, ['dataflowGraph.debug']);
    expect(lenses.map(({ command }) => command?.command)).toEqual(['dataflowGraph.debug']);
    expect(codeLenses(parseGraphFile(graph), uri, [])).toEqual([]);
  });

  it('are none on other files', () => {
    expect(codeLenses(parseGraphFile(deployment), uri, all)).toEqual([]);
    expect(codeLenses(parseGraphFile(''), uri, all)).toEqual([]);
  });
});
