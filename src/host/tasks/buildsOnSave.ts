// Builds an operator when one of its files is saved, where the setting wants it. Knows nothing about how it is built.
import * as vscode from 'vscode';
import { settingNames, settingsSection } from '../ids.ts';
import { BuildQueue } from './buildQueue.ts';
import type { OperatorBuilds } from './operatorBuilds.ts';

/** What operators are made of; anything else that lies beside it changes no module. */
const sources = /\.(?:rs|toml|lock|py|txt|js|mjs|cjs|ts|json|wit)$/;
/** What tools put into the folder of an operator. */
const made = /\/operators\/[^/]+\/(?:bin|target|node_modules|venv|\.[^/]+)\//;

/** Dispose to build no more; what is running ends by itself. */
export function buildOnSave(
  builds: Pick<OperatorBuilds, 'ownerOf' | 'buildQuietly'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const queue = new BuildQueue(
    (folder) => builds.buildQuietly(folder),
    (message) => log.error(`A build after saving did not start: ${message}`),
  );
  const listener = vscode.workspace.onDidSaveTextDocument(async ({ uri }) => {
    const isSource = uri.scheme === 'file' && sources.test(uri.path) && !made.test(uri.path);
    if (!isSource || !isWanted(uri)) return;
    const owner = await builds.ownerOf(uri);
    if (owner !== undefined) queue.request(owner);
  });
  return vscode.Disposable.from(listener, { dispose: () => queue.clear() });
}

/** A build runs what the workspace holds, so that it has to be trusted. */
function isWanted(uri: vscode.Uri): boolean {
  const settings = vscode.workspace.getConfiguration(settingsSection, uri);
  return vscode.workspace.isTrusted && settings.get<boolean>(settingNames.buildOnSave, false);
}
