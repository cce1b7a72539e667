// Shows runs in the text editors of their graphs: numbers behind the lines of operations and connections, a line of numbers and
// actions above the graph, values of the stopped message. Loaded with the first run.
import * as vscode from 'vscode';
import { describeEdgeRun, describeNodeRun } from '../../base/describeRun.ts';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { ShiftedLines } from '../../base/shiftedLines.ts';
import type { EdgeDelta, NodeDelta, RunDelta } from '../../protocol/canvas.ts';
import { LiveRun } from '../editor/liveRun.ts';
import { languageId, settingNames, settingsSection } from '../ids.ts';
import { RunLenses } from './runLenses.ts';
import type { RunSessions, SessionRun } from './runSessions.ts';

interface ShownRun {
  readonly session: SessionRun;
  readonly live: LiveRun;
  /** Lines of operations by name, and of connections by their ends, as they were when the run was loaded. */
  readonly places: ReadonlyMap<string, number>;
  /** The last that was told of what has such a line. */
  readonly nodes: Map<number, NodeDelta>;
  readonly edges: Map<number, EdgeDelta>;
  readonly lines: ShiftedLines;
  isPast: boolean;
}

export class RunInText implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  /** By path of the graph: the run that is shown there. */
  readonly #shown: Map<string, ShownRun> = new Map<string, ShownRun>();
  readonly #plain: vscode.TextEditorDecorationType;
  readonly #bad: vscode.TextEditorDecorationType;

  constructor(sessions: RunSessions) {
    const store = this.#store;
    this.#plain = store.add(decorationType('editorCodeLens.foreground'));
    this.#bad = store.add(decorationType('editorError.foreground'));
    store.add(
      vscode.languages.registerCodeLensProvider({ language: languageId }, store.add(new RunLenses(sessions))),
    );
    store.add(
      vscode.languages.registerInlineValuesProvider(
        { language: languageId },
        { provideInlineValues: (document) => inlineValues(sessions, document) },
      ),
    );
    for (const run of sessions.all) this.#update(run);
    store.add(sessions.onLoaded((run) => this.#forget(run)));
    store.add(sessions.onReported((run) => this.#update(run)));
    store.add(sessions.onEnded((run) => this.#end(run)));
    store.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#drawAll()));
    store.add(vscode.workspace.onDidChangeTextDocument((event) => this.#shift(event)));
    store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${settingNames.runNumbers}`)) this.#drawAll();
      }),
    );
  }

  dispose(): void {
    this.#store.dispose();
    this.#shown.clear();
  }

  /** A new run takes the place of what an earlier one left. */
  #forget({ info }: SessionRun): void {
    for (const file of info.files) this.#shown.delete(file);
    this.#drawAll();
  }

  #update(session: SessionRun): void {
    const { info, report } = session;
    if (!report) return;
    const nowMs = performance.now();
    for (const file of info.files) {
      let shown = this.#shown.get(file);
      if (shown?.session !== session) {
        shown = beginShowing(session, file, nowMs);
        this.#shown.set(file, shown);
      }
      take(shown, shown.live.update(report, nowMs));
      this.#draw(file);
    }
  }

  /** The last numbers stay, as past. */
  #end(session: SessionRun): void {
    for (const [file, shown] of this.#shown) {
      if (shown.session !== session) continue;
      shown.isPast = true;
      this.#draw(file);
    }
  }

  #shift({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const shown = document.languageId === languageId ? this.#shown.get(document.uri.fsPath) : undefined;
    if (!shown || contentChanges.length === 0) return;
    shown.lines.apply(
      contentChanges.map(({ range, text }) => ({
        start: range.start,
        end: range.end,
        lineBreaks: text.split('\n').length - 1,
      })),
    );
    this.#draw(document.uri.fsPath);
  }

  #drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#drawIn(editor);
  }

  #draw(file: string): void {
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document.uri.fsPath === file) this.#drawIn(editor);
  }

  #drawIn(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (document.languageId !== languageId || document.uri.scheme !== 'file') return;
    const isWanted = vscode.workspace
      .getConfiguration(settingsSection, document.uri)
      .get<boolean>(settingNames.runNumbers, true);
    const shown = isWanted ? this.#shown.get(document.uri.fsPath) : undefined;
    const options: { plain: vscode.DecorationOptions[]; bad: vscode.DecorationOptions[] } = {
      plain: [],
      bad: [],
    };
    for (const [first, { text, isBad }] of shown ? textsOf(shown) : []) {
      const line = shown?.lines.now(first);
      if (line === undefined || line >= document.lineCount) continue;
      const { range } = document.lineAt(line);
      options[isBad ? 'bad' : 'plain'].push({
        range: new vscode.Range(range.end, range.end),
        renderOptions: { after: { contentText: text } },
      });
    }
    editor.setDecorations(this.#plain, options.plain);
    editor.setDecorations(this.#bad, options.bad);
  }
}

function beginShowing(session: SessionRun, file: string, nowMs: number): ShownRun {
  const { nodes, connections } = session.info;
  const places = new Map<string, number>();
  for (const { name, place } of nodes) if (place?.file === file) places.set(name, place.firstLine);
  for (const { place, ...ends } of connections)
    if (place?.file === file) places.set(endsKey(ends), place.firstLine);
  return {
    session,
    live: new LiveRun(session.info, file, nowMs),
    places,
    nodes: new Map(),
    edges: new Map(),
    lines: new ShiftedLines(),
    isPast: false,
  };
}

function endsKey({ from, arm, to }: Pick<EdgeDelta, 'from' | 'arm' | 'to'>): string {
  return JSON.stringify([from, arm ?? '', to]);
}

function take({ places, nodes, edges }: ShownRun, delta: RunDelta): void {
  for (const node of delta.nodes) {
    const line = places.get(node.operation);
    if (line !== undefined) nodes.set(line, node);
  }
  for (const edge of delta.edges) {
    const line = places.get(endsKey(edge));
    if (line !== undefined) edges.set(line, edge);
  }
}

/** What is behind each line that has something. */
function* textsOf({ nodes, edges, isPast }: ShownRun): Generator<[number, { text: string; isBad: boolean }]> {
  for (const [line, node] of nodes) {
    // Where it stands is highlighted already.
    const text = describeNodeRun({ ...node, isPast, isStopped: false });
    yield [line, { text, isBad: node.isFailing === true || node.errors > 0 }];
  }
  for (const [line, edge] of edges)
    yield [line, { text: describeEdgeRun({ ...edge, isPast }), isBad: false }];
}

function decorationType(color: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor(color), margin: '0 0 0 2em', fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
}

/** Of the session whose values VS Code shows. */
async function inlineValues(
  sessions: RunSessions,
  document: vscode.TextDocument,
): Promise<vscode.InlineValue[]> {
  const shown = vscode.debug.activeDebugSession;
  const run = shown && sessions.of(shown);
  if (!run) return [];
  const values = await run.request('inlineValues', undefined);
  return values
    .filter(({ file, line }) => file === document.uri.fsPath && line < document.lineCount)
    .map(({ line, text }) => new vscode.InlineValueText(document.lineAt(line).range, text));
}
