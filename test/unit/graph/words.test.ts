// The small parts: kinds of documents, places, near words, module references, versions, edits.
import { describe, expect, it } from 'vitest';
import { findNearest } from '../../../src/graph/didYouMean.ts';
import { detectDocumentKind, type DocumentKind } from '../../../src/graph/documentKind.ts';
import { replaceText } from '../../../src/graph/edits.ts';
import { LineIndex } from '../../../src/graph/lineIndex.ts';
import { hasHost, parseModuleReference } from '../../../src/graph/moduleReference.ts';
import { parseGraphFile } from '../../../src/graph/parseGraph.ts';
import { parseYaml } from '../../../src/graph/parseYaml.ts';
import { defaultSeverities, hasErrors, makeProblem, sortProblems } from '../../../src/graph/problem.ts';
import {
  guessSemanticVersion,
  isCompatible,
  parseSemanticVersion,
} from '../../../src/graph/semanticVersion.ts';
import { insertPair, removePair } from '../../../src/graph/treeEdits.ts';
import { detectStyle } from '../../../src/graph/yamlStyle.ts';
import { getValue, type YamlMap, type YamlNode } from '../../../src/graph/yamlTree.ts';
import { deployment, graph } from './caseText.ts';

describe('detectDocumentKind', () => {
  const resource = (kind: string): string => `apiVersion: x/v1\nkind: ${kind} # comment\nmetadata: {}\n`;
  it.each<[string, string, DocumentKind]>([
    ['a graph', graph, 'graph-definition'],
    [
      'a graph that is not YAML any more',
      graph.replace('{ name: source }', '{ name: [sou'),
      'graph-definition',
    ],
    ['a graph just begun', 'operations:\n', 'graph-definition'],
    ['a graph with Windows line ends', graph.replaceAll('\n', '\r\n'), 'graph-definition'],
    ['resources', deployment, 'registry-endpoint'],
    ['a DataflowGraph', resource('DataflowGraph'), 'dataflow-graph'],
    ['a quoted kind', resource('"DataflowGraph"'), 'dataflow-graph'],
    ['another resource first', `${resource('Pod')}---\n${resource('DataflowGraph')}`, 'dataflow-graph'],
    ['another resource', resource('Deployment'), 'other-resource'],
    ['a test case', 'graph: a.yaml\ninput: in\nexpected: out.json\n', 'test-case'],
    ['responder rules', '# Rules.\nresponders:\n  - topic: a\n', 'responders'],
    ['faults', 'faults:\n  - kind: drop\n', 'faults'],
    ['a file of others that has responders, too', 'responders: []\nservice: x\n', 'other'],
    ['a compose file', 'services:\n  web:\n    image: x\n', 'other'],
    ['an indented key', 'x:\n  operations: []\n', 'other'],
    ['nothing', '', 'other'],
  ])('knows %s', (_name, text, kind) => {
    expect(detectDocumentKind(text)).toBe(kind);
  });
  it('agrees with the kinds found in parsing', () => {
    for (const text of [
      graph,
      resource('DataflowGraph'),
      resource('RegistryEndpoint'),
      resource('Pod'),
      'a: 1\n',
      'responders: []\n',
      'faults: []\n',
      'faults: []\nb: 1\n',
    ]) {
      expect(parseGraphFile(text).documents[0]?.kind).toBe(detectDocumentKind(text));
    }
  });
});

describe('LineIndex', () => {
  const lines = new LineIndex('ab\r\ncd\ref\n');
  it('ends lines at every kind of line end', () => {
    expect(lines.lineCount).toBe(4);
    expect([0, 2, 4, 6, 7, 9, 10].map((offset) => lines.positionAt(offset))).toEqual([
      { line: 0, character: 0 },
      { line: 0, character: 2 },
      { line: 1, character: 0 },
      { line: 1, character: 2 },
      { line: 2, character: 0 },
      { line: 2, character: 2 },
      { line: 3, character: 0 },
    ]);
  });
  it('keeps places outside the text inside', () => {
    expect(lines.positionAt(99)).toEqual({ line: 3, character: 0 });
    expect(lines.positionAt(-1)).toEqual({ line: 0, character: 0 });
    expect(lines.offsetAt({ line: 99, character: 0 })).toBe(10);
    expect(lines.offsetAt({ line: 3, character: 5 })).toBe(10);
  });
});

describe('findNearest', () => {
  it.each([
    ['nme', ['name', 'module'], 'name'],
    ['opertaionType', ['operationType'], 'operationType'],
    ['MODULE', ['name', 'module'], 'module'],
    ['flavour', ['name', 'module'], undefined],
    ['x', ['y'], 'y'],
    ['ab', ['xy'], undefined],
    ['', ['name'], undefined],
  ])('%j among %j is %j', (word, candidates, expected) => {
    expect(findNearest(word, candidates)).toBe(expected);
  });
});

describe('parseModuleReference', () => {
  it.each([
    ['temperature:1.0.0', { path: '', name: 'temperature', tag: '1.0.0' }],
    ['team/path/temperature:1.0.0', { path: 'team/path', name: 'temperature', tag: '1.0.0' }],
    ['a-b__c.d:latest', { path: '', name: 'a-b__c.d', tag: 'latest' }],
    ['filter', { path: '', name: 'filter' }],
    ['My_Filter-2', { path: '', name: 'My_Filter-2' }],
    ['team/filter', { path: 'team', name: 'filter' }],
  ])('takes %s apart', (text, parts) => {
    expect(parseModuleReference(text)).toEqual({ text, ...parts });
  });
  it.each([
    '',
    ':1',
    'a:',
    'a b',
    '/a:1',
    'a//b:1',
    'A/b:1',
    'a:1:2',
    'a@sha256:00',
    '../a',
    '-a:1',
    'a:-1',
    `a:${'1'.repeat(129)}`,
  ])('refuses %j', (text) => {
    expect(parseModuleReference(text)).toBeUndefined();
  });
  it.each([
    ['ghcr.io/a:1', true],
    ['localhost/a:1', true],
    ['team/a.b:1', false],
  ])('sees whether %s begins with a host', (text, expected) => {
    const reference = parseModuleReference(text);
    expect(reference && hasHost(reference)).toBe(expected);
  });
});

describe('semantic versions', () => {
  it.each(['0.0.0', '1.2.3', '1.0.0-alpha.1', '1.0.0-0a+b.01'])('accepts %s', (text) => {
    expect(parseSemanticVersion(text)).toBeDefined();
  });
  it.each(['', '1', '1.0', 'v1.0.0', '01.0.0', '1.0.0-01', '1.0.0-', ' 1.0.0'])('refuses %j', (text) => {
    expect(parseSemanticVersion(text)).toBeUndefined();
  });
  it.each([
    ['1.0.0', '1.1.0', true],
    ['1.1.9', '1.1.0', true],
    ['1.2.0', '1.1.0', false],
    ['2.0.0', '1.1.0', false],
    ['0.1.0', '0.1.5', true],
    ['0.1.0', '0.2.0', false],
  ])('%s runs on %s: %s', (needed, offered, expected) => {
    const [a, b] = [parseSemanticVersion(needed), parseSemanticVersion(offered)];
    expect(a && b && isCompatible(a, b)).toBe(expected);
  });
  it.each([
    ['1', '1.0.0'],
    ['1.2', '1.2.0'],
    ['v1.2.3', '1.2.3'],
    ['01.2.3', '1.2.3'],
    ['1.2.3.4', undefined],
    ['latest', undefined],
  ])('%s probably means %s', (text, expected) => {
    expect(guessSemanticVersion(text)).toBe(expected);
  });
});

describe('edits', () => {
  const parseMap = (text: string, key: string): { map: YamlMap; document: ReturnType<typeof parseYaml> } => {
    const document = parseYaml(text);
    const map = getValue(document.documents[0]?.root, key);
    if (map?.kind !== 'map') throw new Error('Not a map.');
    return { map, document };
  };
  it('leave alone what comes through an alias', () => {
    const { map, document } = parseMap('a: &a { b: 1, c: 2 }\nd: *a\n', 'd');
    expect(insertPair(document, detectStyle(document, map), map, 'x', '1')).toBeUndefined();
    expect(map.pairs[0] && removePair(document, map, map.pairs[0])).toBeUndefined();
  });
  it('do not empty a map', () => {
    const { map, document } = parseMap('a:\n  b: 1\n', 'a');
    expect(map.pairs[0] && removePair(document, map, map.pairs[0])).toBeUndefined();
  });
  it.each([
    ['a: x', 'True', '"True"'],
    ['a: x', 'no', '"no"'],
    ['a: x', 'b: c', '"b: c"'],
    ['a: x', 'a/b-c.d', 'a/b-c.d'],
    ["a: 'x'", 'b', '"b"'],
  ])('keep a text in %j a text: %s', (text, value, expected) => {
    const node = getValue(parseYaml(text).documents[0]?.root, 'a') as YamlNode & { kind: 'scalar' };
    expect(replaceText(node, value).newText).toBe(expected);
  });
});

describe('problems', () => {
  const at = (line: number): ReturnType<typeof makeProblem> => {
    const place = { line, character: 0 };
    return makeProblem('KEY_UNKNOWN', { start: place, end: place }, String(line));
  };
  it('have the default severity of their code', () => {
    expect(at(0)).toEqual({
      code: 'KEY_UNKNOWN',
      severity: defaultSeverities.KEY_UNKNOWN,
      message: '0',
      range: at(0).range,
      related: [],
    });
  });
  it('sort by place', () => {
    expect(sortProblems([at(3), at(1), at(2)]).map(({ message }) => message)).toEqual(['1', '2', '3']);
  });
  it('tell errors from the rest', () => {
    expect([hasErrors([at(0)]), hasErrors([]), hasErrors([{ ...at(0), severity: 'warning' }])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
