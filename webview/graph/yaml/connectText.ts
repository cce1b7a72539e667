// Ties monaco's text to the document by the machine of textSync.ts: what is typed goes to the host, what the document tells
// goes into monaco. Knows no component.
import type { editor as monaco } from 'monaco-editor/editor/editor.api';
import { describeError } from '../../../src/base/errors.ts';
import type { EditOutcome } from '../../../src/protocol/canvas.ts';
import type { GraphEditor } from '../state/graphEditor.ts';
import { changeOf, replacementsOf, type TextChange } from './textChange.ts';
import { beginSync, type DocumentText, stepSync, type SyncEffect, type SyncInput } from './textSync.ts';

export interface ConnectedText {
  /** Of the document, when monaco shows exactly that; undefined while something is under way. */
  shownVersion(): number | undefined;
  dispose(): void;
}

/** `document` is the text that `model` shows. `onStep` is told after whatever happened. */
export function connectText(
  editor: GraphEditor,
  model: monaco.ITextModel,
  document: DocumentText,
  onStep: () => void,
): ConnectedText {
  let sync = beginSync(document);
  let isPatching = false;
  let isDisposed = false;

  const take = (input: SyncInput): void => {
    if (isDisposed) return;
    const step = stepSync(sync, input);
    sync = step.sync;
    step.effects.forEach(perform);
    onStep();
  };
  const perform = (effect: SyncEffect): void => {
    switch (effect.kind) {
      case 'send':
        void send(editor, effect).then((outcome) => take({ kind: 'answered', outcome }));
        return;
      case 'reload':
        void editor.host
          .request('openYamlPane', undefined)
          .then((text) => take({ kind: 'reloaded', document: text }), fail);
        return;
      case 'patch':
        isPatching = true;
        patch(model, effect.change);
        isPatching = false;
        return;
      case 'tell':
        return editor.notify(effect.notice);
    }
  };
  const fail = (error: unknown): void => editor.notify(describeError(error));
  const typing = model.onDidChangeContent(({ changes }) => {
    if (!isPatching) take({ kind: 'typed', change: typedChange(changes) });
  });
  const stopText = editor.onText((change) => take({ kind: 'changed', change }));
  return {
    shownVersion: () => (sync.sent || sync.typed.length > 0 ? undefined : sync.version),
    dispose: () => {
      isDisposed = true;
      typing.dispose();
      stopText();
    },
  };
}

async function send(
  { host }: GraphEditor,
  { version, edits }: Extract<SyncEffect, { kind: 'send' }>,
): Promise<EditOutcome> {
  try {
    return await host.request('editText', { version, edits });
  } catch (error) {
    return { kind: 'refused', message: `The text could not be changed. ${describeError(error)}` };
  }
}

// Monaco tells the last place first.
function typedChange(changes: readonly monaco.IModelContentChange[]): TextChange {
  return changeOf(
    changes
      .map(({ rangeOffset, rangeLength, text }) => ({ offset: rangeOffset, length: rangeLength, text }))
      .reverse(),
  );
}

// Past monaco's own undo, which is not used: VS Code's is.
function patch(model: monaco.ITextModel, change: TextChange): void {
  model.applyEdits(
    replacementsOf(change).map(({ offset, length, text }) => {
      const start = model.getPositionAt(offset);
      const end = model.getPositionAt(offset + length);
      return {
        range: {
          startLineNumber: start.lineNumber,
          startColumn: start.column,
          endLineNumber: end.lineNumber,
          endColumn: end.column,
        },
        text,
      };
    }),
  );
}
