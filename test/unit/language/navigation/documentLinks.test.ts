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
    const settings = 'stateStore: seed.json\nresponders: ../rules.yaml\nrecording: "run.ndjson"\n';
    expect(links(`graph: ../../graph.yaml\ninput: in\n${settings}`).slice(2)).toEqual([
      ['seed.json', 'file:///work/tests/one/seed.json'],
      ['../rules.yaml', 'file:///work/tests/rules.yaml'],
      ['run.ndjson', 'file:///work/tests/one/run.ndjson'],
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

  it('lead from a schema reference to the file that local runs take, the nearest of several', () => {
    const schemas = [
      { reference: 'aio-sr://plant/alarm:2', uri: 'file:///else/schemas/plant/alarm@2.json' },
      { reference: 'aio-sr://plant/alarm:2', uri: 'file:///work/tests/schemas/plant/alarm@2.json' },
      { reference: 'aio-sr://reading:1', uri: 'file:///work/schemas/reading@1.json' },
    ];
    const target = (reference: string): string[] => {
      const text = `apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
spec:
  nodes: [{ nodeType: Destination, name: d, destinationSettings: { outputSchemaSettings: { schemaRef: '${reference}' } } }]
  nodeConnections: [{ from: { name: a, schema: { schemaRef: "${reference}" } }, to: { name: d } }]
`;
      const found = documentLinks(parseGraphFile(text), 'file:///work/tests/one.yaml', {
        ...workshop,
        schemas,
      });
      expect(found.map(({ range }) => sliceRange(parseGraphFile(text), range))).toEqual(
        found.map(() => reference),
      );
      return found.map((link) => link.target ?? '');
    };
    const twice = (uri: string): string[] => [uri, uri];
    expect(target('aio-sr://plant/alarm:2')).toEqual(twice('file:///work/tests/schemas/plant/alarm@2.json'));
    // Without a namespace: the default one, or else the one that has the name, as for runs.
    expect(target('aio-sr://reading:1')).toEqual(twice('file:///work/schemas/reading@1.json'));
    expect(target('aio-sr://default/reading:1')).toEqual(twice('file:///work/schemas/reading@1.json'));
    expect(target('aio-sr://alarm:2')).toEqual(twice('file:///work/tests/schemas/plant/alarm@2.json'));
    for (const other of ['aio-sr://plant/reading:1', 'aio-sr://reading:2', 'reading', ''])
      expect(target(other)).toEqual([]);
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
