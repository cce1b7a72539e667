// Every quick fix by example: the action by its title, and the whole text that it leaves.
import { CodeActionKind, type CodeAction } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { checkModules, type OperationModule } from '../../../../src/graph/checkModules.ts';
import type { Problem } from '../../../../src/graph/problem.ts';
import {
  codeActions,
  fixAllKind,
  type CodeActionRequest,
} from '../../../../src/language/fixes/codeActions.ts';
import type { KnownModule } from '../../../../src/language/workspaceFacts.ts';
import { parseText } from '../../../helpers/languageText.ts';
import { change, deployment, graph, inGraph } from '../../graph/caseText.ts';
import { examples, oneArm, styledExamples, type Example } from './fixCases.ts';

const uri = 'file:///g.yaml';

function actionsFor(text: string, request: Partial<CodeActionRequest> = {}): CodeAction[] {
  const file = parseText(text);
  const range = file.lines.rangeAt(0, text.length);
  return codeActions(file, { uri, version: 7, helpUri: () => '', range, ...request });
}

function apply(text: string, action: CodeAction | undefined): string {
  const [documentChange] = action?.edit?.documentChanges ?? [];
  if (!documentChange || !('edits' in documentChange)) throw new Error('There is no such action.');
  const edits = documentChange.edits as Parameters<typeof TextDocument.applyEdits>[1];
  return TextDocument.applyEdits(TextDocument.create(uri, 'dataflow-graph', 7, text), edits);
}

function run(text: string, title: string, request?: Partial<CodeActionRequest>): string {
  const actions = actionsFor(text, request);
  const action = actions.find((one) => one.title === title);
  expect(action, actions.map((one) => one.title).join('\n')).toBeDefined();
  return apply(text, action);
}

const toWindows = (text: string): string => text.replaceAll('\n', '\r\n');

describe('a quick fix', () => {
  it.each(examples)('%s changes nothing else', (title, text, mends) => {
    expect(run(text, title)).toBe(change(text, ...mends));
  });

  it.each(examples)('%s keeps Windows line ends', (title, text, mends) => {
    expect(run(toWindows(text), title)).toBe(toWindows(change(text, ...mends)));
  });
});

describe('fixes follow the style of the file', () => {
  it.each(styledExamples)('%s', (title, text, mends) => {
    expect(run(text, title)).toBe(change(text, ...mends));
    expect(run(toWindows(text), title)).toBe(toWindows(change(text, ...mends)));
  });

  it('adds to a list that is empty, or has no value, or no line end behind it', () => {
    const head =
      'metadata: { name: x }\noperations:\n- operationType: source\n  name: a\n- operationType: sink\n  name: b\n';
    const added = '- from:\n    name: a\n  to:\n    name: b';
    expect(run(`${head}connections:`, 'Begin "connections"').slice(head.length)).toBe(
      `connections:\n${added}`,
    );
    expect(run(`${head}connections: [] # none`, 'Connect "a" to "b"').slice(head.length)).toBe(
      'connections: [{ from: { name: a }, to: { name: b } }] # none',
    );
  });
});

describe('modules', () => {
  const module = (operator: string, imports: readonly string[] = []): OperationModule => ({
    imports: imports.map((packageName) => ({ packageName, name: 'x', version: '' })),
    exports: [{ packageName: 'wasm-graph:processor', name: operator, version: '1.1.0' }],
    sizeBytes: 1,
  });
  const problemsOf = (text: string, modules: Readonly<Record<string, OperationModule>>): Problem[] => {
    const [document] = parseText(text).documents;
    return document?.graph ? checkModules(document.graph, new Map(Object.entries(modules))) : [];
  };

  it.each<[name: string, ...Example]>([
    [
      'without features',
      'Ask for the feature "wasi-nn"',
      graph,
      [['  runtimeVersion: "1.1.0"\n', '  runtimeVersion: "1.1.0"\n  features:\n    - name: wasi-nn\n']],
    ],
    [
      'with features',
      'Ask for the feature "wasi-nn"',
      inGraph(['  runtimeVersion: "1.1.0"\n', '  runtimeVersion: "1.1.0"\n  features:\n    - name: other\n']),
      [['    - name: other\n', '    - name: other\n    - name: wasi-nn\n']],
    ],
    [
      'in braces',
      'Ask for the feature "wasi-nn"',
      inGraph([
        '  runtimeVersion: "1.1.0"\n',
        '  runtimeVersion: "1.1.0"\n  features: [ { name: other } ]\n',
      ]),
      [['[ { name: other } ]', '[ { name: other }, { name: wasi-nn } ]']],
    ],
  ])('get the feature they need, %s', (_name, title, text, mends) => {
    for (const write of [(lines: string) => lines, toWindows]) {
      const extraProblems = problemsOf(write(text), { left: module('map', ['wasi:nn']) });
      expect(run(write(text), title, { extraProblems })).toBe(write(change(text, ...mends)));
    }
  });

  it('lose the feature they do not need', () => {
    const text = inGraph([
      '  runtimeVersion: "1.1.0"\n',
      '  runtimeVersion: "1.1.0"\n  features:\n    - name: wasi-nn\n',
    ]);
    const names = [
      'module-window/delay',
      'module-temperature/map',
      'module-temperature/filter',
      'kind',
      'left',
      'right',
      'collection',
    ];
    const types = ['delay', 'map', 'filter', 'branch', 'map', 'map', 'accumulate'];
    const extraProblems = problemsOf(
      text,
      Object.fromEntries(names.map((name, index) => [name, module(types[index] ?? '')])),
    );
    expect(run(text, 'Remove the feature', { extraProblems })).toBe(graph);
  });

  it('give the type of their operation, and the version they are built for', () => {
    const wrongType = problemsOf(graph, { left: module('filter') });
    expect(run(graph, 'Make it a filter operation', { extraProblems: wrongType })).toBe(
      inGraph(['map\n    name: left', 'filter\n    name: left']),
    );
    const old = inGraph(['apiVersion: "1.1.0"', 'apiVersion: "1.0.0"']);
    const wrongVersion = problemsOf(old, { left: module('map') });
    expect(run(old, 'Ask for version 1.1.0', { extraProblems: wrongVersion })).toBe(graph);
  });

  it('of the workspace are referred to when they hold the operator', () => {
    const known = (name: string, operator: string): KnownModule => ({
      name,
      references: [`${name}:2.0.0`],
      origin: 'workspace',
      parameters: [],
      build: { uri: '', digest: '', ...module(operator) },
    });
    const text = inGraph(['    name: left\n    module: sides:1.0.0\n', '    name: left\n']);
    const modules = [known('first', 'filter'), known('second', 'map')];
    const [action] = actionsFor(text, { modules });
    expect([action?.title, action?.isPreferred]).toEqual(['Add "module: second:2.0.0"', true]);
    expect(apply(text, action)).toBe(
      inGraph(['left\n    module: sides:1.0.0', 'left\n    module: second:2.0.0']),
    );
  });
});

describe('suppressing', () => {
  it.each([
    ['  flavour: x\n', '  flavour: x # dataflow-graph-disable-line KEY_UNKNOWN\n'],
    ['  flavour: x # a\n', '  # dataflow-graph-disable-next-line KEY_UNKNOWN\n  flavour: x # a\n'],
    ['  flavour: |\n    x\n', '  # dataflow-graph-disable-next-line KEY_UNKNOWN\n  flavour: |\n    x\n'],
    ['  flavour: "x\n    y"\n', '  # dataflow-graph-disable-next-line KEY_UNKNOWN\n  flavour: "x\n    y"\n'],
    [
      '  flavour: x # dataflow-graph-disable-line KEY_MISSING -- a\n',
      '  flavour: x # dataflow-graph-disable-line KEY_MISSING, KEY_UNKNOWN -- a\n',
    ],
  ])('%j becomes %j', (before, after) => {
    for (const write of [(lines: string) => lines, toWindows]) {
      const fixed = run(
        write(inGraph(['  vendor:', `${before}  vendor:`])),
        'Suppress KEY_UNKNOWN on this line',
      );
      expect(fixed).toBe(write(inGraph(['  vendor:', `${after}  vendor:`])));
      expect(actionsFor(fixed)).toEqual([]);
    }
  });

  it.each([
    ['YAML_DUPLICATE_KEY', '  version: a\n    b\n'],
    ['YAML_BAD_MERGE', '  <<: a\n    b\n'],
  ])('of %s stands above a value that goes on below', (code, text) => {
    const fixed = run(inGraph(['  vendor:', `${text}  vendor:`]), `Suppress ${code} on this line`);
    const comment = `  # dataflow-graph-disable-next-line ${code}\n`;
    expect(fixed).toBe(inGraph(['  vendor:', `${comment}${text}  vendor:`]));
  });

  it('is not offered where the text is not YAML', () => {
    expect(actionsFor(inGraph(['  vendor:', '\tvendor:'])).map(({ title }) => title)).toEqual([
      'Indent with spaces',
      'Fix all that is sure',
    ]);
  });
});

describe('a removal', () => {
  it.each([
    ['a plain key', '  flavour: x\n', true],
    ['a key behind a question mark', '  ? flavour\n  : x\n', false],
    ['a key that holds one', '  flavour:\n    ? a\n    : x\n', false],
  ])('of %s is offered where its end is certain', (_title, text, isOffered) => {
    const titles = actionsFor(inGraph(['  vendor:', `${text}  vendor:`])).map(({ title }) => title);
    expect(titles).toContain('Suppress KEY_UNKNOWN on this line');
    expect(titles.includes('Remove "flavour"')).toBe(isOffered);
  });
});

describe('actions', () => {
  const arms = inGraph(['arm: "False"', 'arm: False'], ['arm: "True"', 'arm: True']);
  it('are for the version of the text, with their diagnostic', () => {
    const [action] = actionsFor(arms);
    expect(action).toMatchObject({
      title: 'Write "False"',
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [{ code: 'ARM_UNQUOTED', source: 'dataflow-graph' }],
      edit: { documentChanges: [{ textDocument: { uri, version: 7 }, edits: [{ newText: '"False"' }] }] },
    });
  });

  it('are for the problems that touch the range, the preferred ones first', () => {
    const file = parseText(arms);
    const titles = codeActions(file, {
      uri,
      version: 7,
      helpUri: () => '',
      range: file.problems[1]!.range,
      only: [CodeActionKind.QuickFix],
    }).map(({ title }) => title);
    expect(titles).toEqual([
      'Write "True"',
      'Fix all of this kind (ARM_UNQUOTED)',
      'Suppress ARM_UNQUOTED on this line',
    ]);
    const elsewhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    expect(actionsFor(arms, { range: elsewhere, only: [CodeActionKind.QuickFix] })).toEqual([]);
  });

  it('fix all of a kind, and all that is sure, at once', () => {
    expect(run(arms, 'Fix all of this kind (ARM_UNQUOTED)')).toBe(graph);
    const more = change(
      arms,
      ['apiVersion: "1.1.0"', 'apiVersion: 1.1'],
      ['schemaName: reading', 'schemaName: readin'],
    );
    const [all, ...others] = actionsFor(more, { only: [fixAllKind] });
    expect([all?.kind, others]).toEqual([fixAllKind, []]);
    // A guess at a name is not sure.
    expect(apply(more, all)).toBe(graph.replace('schemaName: reading', 'schemaName: readin'));
  });

  it('are only of the kinds that are asked for', () => {
    const kindsFor = (only: string): unknown[] => [
      ...new Set(actionsFor(arms, { only: [only] }).map(({ kind }) => kind)),
    ];
    expect([
      kindsFor('quickfix'),
      kindsFor('source'),
      kindsFor('source.fixAll'),
      kindsFor('refactor'),
    ]).toEqual([['quickfix'], [fixAllKind], [fixAllKind], []]);
  });

  it('follow severities and suppressions', () => {
    expect(actionsFor(arms, { severities: { ARM_UNQUOTED: 'off' } })).toEqual([]);
    expect(actionsFor(`# dataflow-graph-disable\n${arms}`)).toEqual([]);
  });

  it('find the document of a problem among several', () => {
    const text = `${deployment.trimEnd()}\n---\n${oneArm}`;
    expect(run(text, 'Connect arm "True" to "right"')).toBe(
      `${deployment.trimEnd()}\n---\n${run(oneArm, 'Connect arm "True" to "right"')}`,
    );
  });
});
