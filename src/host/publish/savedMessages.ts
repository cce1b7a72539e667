// Message files of the workspace: finds, reads and writes them. Knows no view.
import { relative } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { MessageDraft } from '../../base/messageDraft.ts';
import type { SavedMessage } from '../../protocol/publishView.ts';
import { messageFileName, readDraft, writeDraft } from '../../testing/draftFile.ts';
import { messageFileEnd } from '../../testing/inputMessages.ts';
import { fileExists } from '../fileExists.ts';

const MAX_FOUND = 200;
const WATCH_MS = 300;

/** In the order of their paths. */
export async function findSavedMessages(): Promise<SavedMessage[]> {
  const found = await vscode.workspace.findFiles(`**/*${messageFileEnd}`, '**/node_modules/**', MAX_FOUND);
  return found
    .map((uri) => ({ uri: uri.toString(), path: vscode.workspace.asRelativePath(uri) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Tells `listener` of all of them whenever one has come or gone. */
export function watchSavedMessages(listener: (saved: SavedMessage[]) => void): Disposable {
  const store = new DisposableStore();
  const watcher = store.add(vscode.workspace.createFileSystemWatcher(`**/*${messageFileEnd}`));
  let timer: NodeJS.Timeout | undefined;
  // A change of branch touches many files at once.
  const tell = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void findSavedMessages().then(listener), WATCH_MS);
  };
  store.add({ dispose: () => clearTimeout(timer) });
  store.add(watcher.onDidCreate(tell));
  store.add(watcher.onDidDelete(tell));
  return store;
}

/** The message in `uri`. Errors: with a sentence for people. */
export async function openSavedMessage(uri: vscode.Uri): Promise<MessageDraft> {
  const draft = readDraft(uri.fsPath, await vscode.workspace.fs.readFile(uri));
  if (typeof draft === 'string') throw new Error(draft);
  if (draft.payloadForm !== 'file') return draft;
  return { ...draft, payload: vscode.Uri.joinPath(uri, '..', draft.payload).fsPath };
}

/** Asks where to keep `draft`, by default in `messages` beside `graph`. Resolves to the file; undefined when it was given up. */
export async function saveMessage(
  draft: MessageDraft,
  graph: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const folder = graph ? vscode.Uri.joinPath(graph, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const messages = folder && vscode.Uri.joinPath(folder, 'messages');
  const isNew = messages !== undefined && (await makeFolder(messages));
  const uri = await vscode.window.showSaveDialog({
    title: 'Save Message',
    saveLabel: 'Save Message',
    filters: { 'Message Files': ['message.json'] },
    ...(messages && { defaultUri: vscode.Uri.joinPath(messages, messageFileName(draft.topic)) }),
  });
  if (messages && isNew && !uri?.path.startsWith(`${messages.path}/`)) await removeIfEmpty(messages);
  if (!uri) return undefined;
  const file = uri.path.endsWith(messageFileEnd)
    ? uri
    : uri.with({ path: uri.path.replace(/(\.json)?$/, messageFileEnd) });
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(file, '..'));
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(writeMessageAt(file, draft)));
  return file;
}

/** Dialogs open only in folders that exist. Resolves to whether it did not. */
async function makeFolder(uri: vscode.Uri): Promise<boolean> {
  if (await fileExists(uri)) return false;
  await vscode.workspace.fs.createDirectory(uri);
  return true;
}

async function removeIfEmpty(uri: vscode.Uri): Promise<void> {
  const entries = await vscode.workspace.fs.readDirectory(uri);
  if (entries.length === 0) await vscode.workspace.fs.delete(uri, { recursive: true });
}

/** The text of the file at `file`; a payload in a file of its own is named from there. */
function writeMessageAt(file: vscode.Uri, draft: MessageDraft): string {
  if (draft.payloadForm !== 'file') return writeDraft(draft);
  const folder = vscode.Uri.joinPath(file, '..').fsPath;
  return writeDraft(draft, relative(folder, draft.payload).replaceAll('\\', '/'));
}
