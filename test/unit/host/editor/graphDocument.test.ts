// Which documents the visual editor takes for graphs.
import { expect, it } from 'vitest';
import { baseName, fileName } from '../../../../src/host/editor/fileName.ts';
import { isGraphText } from '../../../../src/host/editor/graphDocument.ts';

it.each([
  ['a graph definition', 'metadata:\noperations:\n', true],
  ['an empty text', '', true],
  ['blanks and comments', '# to be written\n\n---\n  # later\n', true],
  ['a DataflowGraph resource', 'apiVersion: a/v1\nkind: DataflowGraph\n', false],
  ['other YAML', 'replicas: 2\n', false],
])('%s can be edited as a graph: %s → %s', (_words, text, isGraph) => {
  expect(isGraphText(text)).toBe(isGraph);
});

it.each([
  ['/graphs/line.dataflow.yaml', 'line'],
  ['/graphs/line.yml', 'line'],
  ['Untitled-1', 'Untitled-1'],
  ['/.yaml', 'graph'],
])('names pictures after their graph: %s → %s', (path, name) => {
  expect(baseName(path)).toBe(name);
  expect(fileName(path)).toBe(path.replace(/.*\//, ''));
});
