// Every language feature as VS Code itself asks for it, in a real extension host.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codeOf, OpenText } from './openText.ts';

let simple: OpenText;
beforeEach(async () => (simple = await OpenText.open('graph-simple.dataflow.yaml')));
afterEach(() => simple.close());

const isThere = (list: readonly unknown[] | undefined): boolean => (list?.length ?? 0) > 0;

const textOf = (part: unknown): string => String((part as { readonly value?: unknown }).value);

describe('problems', () => {
  it('come with range, code, link to their explanation, and go with their cause', async () => {
    await simple.replace('operationType: filter', 'operationType: filtre');
    const [problem] = await simple.problems((all) =>
      all.some((each) => codeOf(each) === 'VALUE_NOT_ALLOWED'),
    );
    assert.ok(problem);
    assert.equal(simple.document.getText(problem.range), 'filtre');
    assert.equal(problem.source, 'dataflow-graph');
    const { code } = problem;
    assert.ok(typeof code === 'object');
    assert.equal(code.target.toString(true), 'command:dataflowGraph.explainProblem?["VALUE_NOT_ALLOWED"]');
    await simple.replace('filtre', 'filter');
    await simple.problems((all) => all.length === 0);
  });

  it('point at related places', async () => {
    await simple.replace(
      'name: module-temperature/filter\n    module',
      'name: module-temperature/map\n    module',
    );
    const all = await simple.problems((each) => each.some((one) => codeOf(one) === 'OPERATION_DUPLICATE'));
    const duplicate = all.find((one) => codeOf(one) === 'OPERATION_DUPLICATE');
    assert.ok(isThere(duplicate?.relatedInformation));
  });

  it('weigh what the settings say', async () => {
    const settings = vscode.workspace.getConfiguration('dataflowGraph');
    await simple.replace('operationType: filter', 'operationType: filtre');
    await simple.problems((all) => all.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    await settings.update('problems.severities', { VALUE_NOT_ALLOWED: 'hint' });
    try {
      await simple.problems((all) =>
        all.some(
          (one) => codeOf(one) === 'VALUE_NOT_ALLOWED' && one.severity === vscode.DiagnosticSeverity.Hint,
        ),
      );
    } finally {
      await settings.update('problems.severities', undefined);
    }
  });

  it('are of modules too', async () => {
    await simple.replace('operationType: map', 'operationType: delay');
    await simple.problems((all) => all.some((one) => codeOf(one) === 'MODULE_OPERATOR_MISSING'));
  });
});

describe('completion', () => {
  const labelsAt = async (words: string, shift: number): Promise<string[]> => {
    const { items } = await simple.ask<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      (list) => list.items.length > 0,
      simple.at(words, shift),
    );
    return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };

  it('offers types of operations', async () => {
    assert.ok((await labelsAt('operationType: map', 15)).includes('accumulate'));
  });

  it('offers targets and no source', async () => {
    const labels = await labelsAt('to:\n      name: ', 16);
    assert.ok(labels.includes('sink') && !labels.includes('source'));
  });

  it('offers modules of the workspace', async () => {
    await simple.ask<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      ({ items }) => items.some(({ detail }) => detail?.includes('exports') === true),
      simple.at('module: temperature', 8),
    );
  });
});

describe('navigation', () => {
  const at = (): vscode.Position => simple.at('name: module-temperature/map', 10);

  it('hovers over modules with what they export', async () => {
    await simple.ask<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      (hovers) => hovers.some((hover) => hover.contents.some((part) => textOf(part).includes('sha256'))),
      simple.at('module: temperature', 10),
    );
  });

  it('goes from a module to the source of its operator', async () => {
    const [link] = await simple.ask<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      isThere,
      simple.at('module: temperature', 10),
    );
    assert.match(link?.targetUri.path ?? '', /operators\/temperature\/src\/\w+\.rs$/);
  });

  it('finds every place of an operation', async () => {
    const places = await simple.ask<vscode.Location[]>('vscode.executeReferenceProvider', isThere, at());
    assert.equal(places.length, 4);
    const marks = await simple.ask<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      isThere,
      at(),
    );
    assert.equal(marks.length, 4);
  });

  it('renames them all, and one undo takes that back', async () => {
    const before = simple.text;
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      simple.uri,
      at(),
      'celsius',
    );
    await vscode.workspace.applyEdit(edit);
    assert.equal(simple.text, before.replaceAll('module-temperature/map', 'celsius'));
    await vscode.commands.executeCommand('undo');
    assert.equal(simple.text, before);
  });

  it('outlines, folds, selects, links and colours', async () => {
    const symbols = await simple.ask<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      isThere,
    );
    const operations = symbols.find(({ name }) => name === 'operations');
    assert.deepEqual(
      operations?.children.map(({ name }) => name),
      ['source', 'module-temperature/map', 'module-temperature/filter', 'sink'],
    );
    await simple.ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', isThere);
    const [selection] = await simple.ask<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      isThere,
      [at()],
    );
    const selected: string[] = [];
    for (let each = selection; each; each = each.parent) selected.push(simple.document.getText(each.range));
    assert.ok(selected.includes('module-temperature/map'));
    assert.ok(selected.some((text) => text.includes('decimals') && !text.includes('lower_bound')));
    await simple.ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', isThere);
    const tokens = await simple.ask<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      ({ data }) => data.length > 0,
    );
    assert.equal(tokens.data.length % 5, 0);
  });

  it('offers to run a graph, to debug it and to edit it visually above it', async () => {
    const lenses = await simple.ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', isThere);
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ['dataflowGraph.run', 'dataflowGraph.debug', 'dataflowGraph.openVisualEditor'],
    );
  });
});

describe('fixes', () => {
  it('mend a problem and nothing else', async () => {
    const before = simple.text;
    await simple.replace('operationType: filter', 'operationType: filtre');
    await simple.problems(isThere);
    const range = new vscode.Range(simple.at('filtre'), simple.at('filtre', 6));
    const actions = await simple.ask<vscode.CodeAction[]>('vscode.executeCodeActionProvider', isThere, range);
    const fix = actions.find(({ isPreferred }) => isPreferred);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(simple.text, before);
  });
});

describe('a DataflowGraph resource', () => {
  it('is recognised by its content and leads to its graph', async () => {
    const resource = await OpenText.open('dataflow-graph.yaml');
    try {
      const artifact = /artifact: *(\S+)/.exec(resource.text)?.[1] ?? '';
      const links = await resource.ask<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        isThere,
        resource.at(artifact, 1),
      );
      assert.match(links[0]?.targetUri.path ?? '', /\.dataflow\.yaml$/);
      assert.equal(resource.document.languageId, 'dataflow-graph');
    } finally {
      await resource.close();
    }
  });
});
