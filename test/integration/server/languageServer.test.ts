// The built language server on a copy of the samples, asked as an editor asks it.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  Hover,
  LocationLink,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outlineChangedNotification, outlineRequest } from '../../../src/protocol/languageServer.ts';
import type { WorkspaceOutline } from '../../../src/protocol/languageServer.ts';
import { type OpenedText, ServerProcess } from './serverProcess.ts';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'language-server-'));
  await cp('samples/thermostats', folder, { recursive: true, filter: (path) => !path.includes('target') });
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  server = await ServerProcess.start(folder, { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') });
});
afterEach(() => server.stop());

const openSimple = (text?: string): Promise<OpenedText> =>
  server.open(join(folder, 'graph-simple.dataflow.yaml'), text);
const codesOf = (problems: readonly { readonly code?: string | number }[]): unknown[] =>
  problems.map(({ code }) => code);

/** Asks until the answer is as wanted: the workspace is read in the background. */
async function until<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  let wake = (): void => undefined;
  const subscription = server.connection.onNotification(outlineChangedNotification, () => wake());
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => (wake = resolve));
      const answer = await ask();
      if (isWanted(answer)) return answer;
      await changed;
    }
  } finally {
    subscription.dispose();
  }
}

describe('problems', () => {
  it('of a sample are none', async () => {
    const text = await openSimple();
    expect(await server.problemsOf(text)).toEqual([]);
  });

  it('come and go with edits, each for the text as it is', async () => {
    const text = await openSimple();
    await text.replace('operationType: filter', 'operationType: filtre');
    const [problem] = await server.problemsOf(text);
    expect(problem).toMatchObject({
      code: 'VALUE_NOT_ALLOWED',
      severity: 1,
      source: 'dataflow-graph',
      range: { start: text.at('filtre').position, end: text.at('filtre', 6).position },
      codeDescription: {
        href: `command:dataflowGraph.explainProblem?${encodeURIComponent('["VALUE_NOT_ALLOWED"]')}`,
      },
    });
    await text.replace('filtre', 'filter');
    expect(await server.problemsOf(text)).toEqual([]);
  });

  it('follow the settings, also when those change', async () => {
    const text = await openSimple();
    await text.replace('  - from:\n      name: module-temperature/filter\n    to:\n      name: sink\n', '');
    expect(codesOf(await server.problemsOf(text))).toContain('OPERATION_DEAD_END');
    await server.change({ problems: { severities: { OPERATION_DEAD_END: 'off' } } });
    const left = await server.problemsOf(text, (all) => !codesOf(all).includes('OPERATION_DEAD_END'));
    expect(left.length).toBeGreaterThan(0);
  });

  it('include those with modules, once these have been read and when they are damaged', async () => {
    const text = await openSimple();
    await text.replace('operationType: map', 'operationType: delay');
    await server.problemsOf(text, (all) => codesOf(all).includes('MODULE_OPERATOR_MISSING'));
    const module = join(folder, 'operators/temperature/bin/x86_64/release/temperature.wasm');
    await cp(module, `${module}.kept`);
    await writeFile(module, 'no module');
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: `file://${module}`, type: 2 }],
    });
    const problems = await server.problemsOf(text, (all) => codesOf(all).includes('MODULE_UNUSABLE'));
    expect(problems.find(({ code }) => code === 'MODULE_UNUSABLE')?.range.start).toEqual(
      text.at('module: temperature:1.0.0', 'module: '.length).position,
    );
    await cp(`${module}.kept`, module);
  });
});

describe('the editor is answered about', () => {
  it('completion: operations and modules of the workspace', async () => {
    const text = await openSimple();
    const ask = (): Promise<CompletionItem[]> =>
      server.connection.sendRequest('textDocument/completion', text.at('temperature:1.0.0'));
    const moduleItem = (all: CompletionItem[]): CompletionItem | undefined =>
      all.find(({ label }) => label === 'temperature:1.0.0');
    const items = await until(ask, (all) => moduleItem(all)?.detail?.includes('exports') === true);
    expect(moduleItem(items)?.detail).toContain('map');
    const targets: CompletionItem[] = await server.connection.sendRequest(
      'textDocument/completion',
      text.at('to:\n      name: module', 'to:\n      name: '.length),
    );
    const labels = targets.map(({ label }) => label);
    expect(labels).toContain('sink');
    expect(labels).not.toContain('source');
  });

  it('hover: a module with its digest and size', async () => {
    const text = await openSimple();
    const ask = (): Promise<Hover | null> =>
      server.connection.sendRequest('textDocument/hover', text.at('temperature:1.0.0', 2));
    const answer = await until(ask, (hover) => JSON.stringify(hover).includes('sha256'));
    expect(JSON.stringify(answer)).toMatch(/KiB/);
  });

  it('definition: the Rust function behind an operation’s module', async () => {
    const text = await openSimple();
    const ask = (): Promise<LocationLink[]> =>
      server.connection.sendRequest('textDocument/definition', text.at('temperature:1.0.0', 2));
    const [link] = await until(ask, (links) => links.length > 0);
    expect(link?.targetUri).toMatch(/operators\/temperature\/src\/.*\.rs$/);
  });

  it('rename: every place at once, against the version that was read', async () => {
    const text = await openSimple();
    const at = text.at('module-temperature/filter', 3);
    const edit: WorkspaceEdit = await server.connection.sendRequest('textDocument/rename', {
      ...at,
      newName: 'limits',
    });
    const [change] = edit.documentChanges ?? [];
    expect(change).toMatchObject({ textDocument: { uri: text.uri, version: 1 } });
    expect(change && 'edits' in change && change.edits.length).toBe(4);
    const refused = server.connection.sendRequest('textDocument/rename', { ...at, newName: 'sink' });
    await expect(refused).rejects.toThrow(/sink/);
  });

  it('code actions: a fix that mends the text', async () => {
    const text = await openSimple();
    await text.replace('operationType: filter', 'operationType: filtre');
    await server.problemsOf(text);
    const { position } = text.at('filtre', 2);
    const actions: CodeAction[] = await server.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: text.uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    const preferred = actions.find(({ isPreferred }) => isPreferred);
    expect(JSON.stringify(preferred?.edit)).toContain('filter');
  });

  it('structure: symbols, folding, lenses and tokens', async () => {
    const text = await openSimple();
    const textDocument = { uri: text.uri };
    const ask = <T>(what: string): Promise<T> =>
      server.connection.sendRequest(`textDocument/${what}`, { textDocument });
    const symbols = await ask<DocumentSymbol[]>('documentSymbol');
    expect(symbols.map(({ name }) => name)).toContain('operations');
    expect((await ask<unknown[]>('foldingRange')).length).toBeGreaterThan(10);
    const lenses = await ask<CodeLens[]>('codeLens');
    expect(lenses.map(({ command }) => command?.command)).toEqual(['dataflowGraph.run']);
    expect((await ask<{ data: number[] }>('semanticTokens/full')).data.length % 5).toBe(0);
  });

  it('the workspace: graphs, operators and modules', async () => {
    const ask = (): Promise<WorkspaceOutline> => server.connection.sendRequest(outlineRequest);
    const outline = await until(ask, ({ modules }) => modules.length > 0);
    expect(outline.graphs.map(({ name }) => name)).toContain('graph-simple');
    expect(outline.operators.map(({ name }) => name)).toContain('temperature');
    expect(outline.modules.find(({ name }) => name === 'temperature')?.operators).toContain('accumulate');
  });

  it('texts that are not open: nothing', async () => {
    const textDocument = { uri: 'file:///nowhere.dataflow.yaml' };
    const position = { line: 0, character: 0 };
    for (const what of ['completion', 'hover', 'definition'])
      expect(
        await server.connection.sendRequest(`textDocument/${what}`, { textDocument, position }),
      ).toBeNull();
  });
});
