// The editor of the YAML pane: monaco with our schema on the text of the document. Loaded on demand, as a file of its own with
// a style sheet of the same name; says so when a part cannot be loaded.
import './contributions.ts';
import './yamlEditor.css';
import * as monaco from 'monaco-editor/editor/editor.api';
import { type Disposable, DisposableStore } from '../../../src/base/disposable.ts';
import { loadWorkerScript } from '../../loadWorker.ts';
import type { GraphEditor } from '../state/graphEditor.ts';
import { connectText } from './connectText.ts';
import { editorFont, followTheme } from './followTheme.ts';
import { offerGraphSchema } from './graphSchema.ts';
import { linkSelection } from './linkSelection.ts';
import { markersOf } from './problemMarkers.ts';
import { giveStylesNonce } from './styleNonce.ts';
import { withPlainLineEnds } from './textPositions.ts';
import { readYamlTokens } from './yamlTokens.ts';

/** Fills `container`. The caller disposes of it. Fails when the text or a worker cannot be had. */
export async function openYamlEditor(editor: GraphEditor, container: HTMLElement): Promise<Disposable> {
  const { baseUri } = editor.getSnapshot();
  const [yamlWorker, editorWorker] = await Promise.all([
    loadWorkerScript(baseUri, 'yamlWorker'),
    loadWorkerScript(baseUri, 'editorWorker'),
  ]);
  const open = new DisposableStore();
  open.add(followText(editor));
  const document = await editor.host.request('openYamlPane', undefined);
  open.add(yamlWorker);
  open.add(editorWorker);
  window.MonacoEnvironment = { getWorker: () => editorWorker.start() };
  open.add(giveStylesNonce(container.ownerDocument));
  open.add(offerGraphSchema(() => yamlWorker.start()));
  open.add(readYamlTokens());
  open.add(leaveUndoToHost());
  const model = open.add(
    monaco.editor.createModel(withPlainLineEnds(document.text), 'yaml', monaco.Uri.parse('graph:/text.yaml')),
  );
  const pane = open.add(createPane(editor, container, model));
  open.add({
    dispose: followTheme(container.ownerDocument, () =>
      pane.updateOptions(editorFont(container.ownerDocument)),
    ),
  });
  connect(editor, pane, model, document, open);
  return open;
}

/** How many panes follow the text: one can be on its way out while the next is loaded. The last tells the host. */
const following = new WeakMap<GraphEditor, number>();

function followText(editor: GraphEditor): Disposable {
  const count = (by: number): number => {
    const left = (following.get(editor) ?? 0) + by;
    following.set(editor, left);
    return left;
  };
  count(1);
  return {
    dispose: () => {
      if (count(-1) === 0) editor.host.notify('closeYamlPane', undefined);
    },
  };
}

function createPane(
  editor: GraphEditor,
  container: HTMLElement,
  model: monaco.editor.ITextModel,
): monaco.editor.IStandaloneCodeEditor {
  const { fileName, canEdit } = editor.getSnapshot();
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const toggle = navigator.userAgent.includes('Mac') ? 'Control+Shift+M' : 'Control+M';
  return monaco.editor.create(container, {
    ...editorFont(container.ownerDocument),
    model,
    readOnly: !canEdit,
    ariaLabel: `YAML of ${fileName}. ${toggle} lets Tab move the focus.`,
    automaticLayout: true,
    cursorBlinking: isCalm ? 'solid' : 'blink',
    // Copy and paste of VS Code reach a text field.
    editContext: false,
    fixedOverflowWidgets: true,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    quickSuggestions: { other: true, comments: false, strings: true },
    scrollBeyondLastLine: false,
    stickyScroll: { enabled: false },
    tabSize: 2,
    wordBasedSuggestions: 'off',
  });
}

function connect(
  editor: GraphEditor,
  pane: monaco.editor.IStandaloneCodeEditor,
  model: monaco.editor.ITextModel,
  document: { readonly version: number; readonly text: string },
  open: DisposableStore,
): void {
  const text = open.add(connectText(editor, model, document, () => update()));
  const selection = open.add(linkSelection(editor, pane, () => text.shownVersion()));
  let marked: unknown;
  const update = (): void => {
    const { model: graph, canEdit } = editor.getSnapshot();
    selection.update();
    if (graph === marked) return;
    marked = graph;
    monaco.editor.setModelMarkers(model, 'dataflow-graph', markersOf(graph));
    pane.updateOptions({ readOnly: !canEdit });
  };
  open.add({ dispose: editor.subscribe(update) });
  update();
}

// VS Code's undo is the only one: it knows gestures too. Its keys go past monaco.
function leaveUndoToHost(): Disposable {
  const { CtrlCmd, Shift } = monaco.KeyMod;
  const rules = [
    { keybinding: CtrlCmd | monaco.KeyCode.KeyZ, command: '-undo' },
    { keybinding: CtrlCmd | monaco.KeyCode.KeyY, command: '-redo' },
    { keybinding: CtrlCmd | Shift | monaco.KeyCode.KeyZ, command: '-redo' },
  ];
  return monaco.editor.addKeybindingRules(rules);
}
