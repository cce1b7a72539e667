// Links to other files and to the web.
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { documentLinks } from '../../../../src/language/navigation/documentLinks.ts';
import { resolveUri } from '../../../../src/language/navigation/resolveUri.ts';
import { deployment, graph } from '../../graph/caseText.ts';
import { sliceRange, workshop } from './navigationText.ts';

function links(text: string): [string, string | undefined][] {
  const file = parseGraphFile(text);
  return documentLinks(file, 'file:///work/tests/one/one.test.yaml', workshop).map(({ range, target }) => [
    sliceRange(file, range),
    target,
  ]);
}

describe('links', () => {
  it('lead from a test case to its files', () => {
    expect(links('graph: ../../graph.yaml\r\ninput: "./my messages"\r\nexpected: \'out.json\'\r\n')).toEqual([
      ['../../graph.yaml', 'file:///work/graph.yaml'],
      ['./my messages', 'file:///work/tests/one/my%20messages'],
      ['out.json', 'file:///work/tests/one/out.json'],
    ]);
  });

  it('lead to a schema on the web only where it is one', () => {
    const address = 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json';
    expect(links(graph)).toEqual([[address, address]]);
    for (const other of [
      './schema.json',
      'file:///etc/passwd',
      'command:x',
      'https://',
      'javascript:alert(1)',
    ])
      expect(links(graph.replace(address, other))).toEqual([]);
  });

  it('lead from an artifact to its graph', () => {
    expect(links(deployment)).toEqual([['graph-simple:1.0.0', 'file:///work/graph-simple.dataflow.yaml']]);
    expect(links(deployment.replace('graph-simple', 'unknown'))).toEqual([]);
  });

  it('are none while a test case is half written', () => {
    expect(links('graph:\ninput: 5\nexpected: ""\n')).toEqual([]);
  });
});

describe('the URI of a path', () => {
  it.each([
    ['file:///a/b.yaml', 'c.yaml', 'file:///a/c.yaml'],
    ['file:///a/b/', './c/../d.yaml', 'file:///a/b/d.yaml'],
    ['file:///a/b', '../../../c', 'file:///c'],
    ['file:///a/b', '/c/d', 'file:///c/d'],
    ['file:///c%3A/a/b.yaml', 'b\\c', 'file:///c%3A/a/b/c'],
    ['file:///c%3A/a', 'D:\\b', 'file:///D%3A/b'],
    ['vscode-vfs://github/owner/repo/a', '../x?y#z%', 'vscode-vfs://github/owner/x%3Fy%23z%25'],
    ['file:///a', '\uD800', 'file:///%EF%BF%BD'],
    ['untitled:Untitled-1', 'c', undefined],
    ['file:///a', '', undefined],
  ])('from %s is for %j %s', (base, path, expected) => {
    expect(resolveUri(base, path)).toBe(expected);
  });
});
