// Opens a module (`*.wasm`) as a page that tells what it is. Knows nothing about how it is read.
import * as vscode from 'vscode';
import { outlineChangedNotification } from '../../protocol/languageServer.ts';
import { moduleEditorType } from '../ids.ts';
import type { ModuleEditorOptions } from './showModule.ts';

/** Dispose to remove it. */
export function registerModuleEditor(options: ModuleEditorOptions): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(
    moduleEditorType,
    {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: async ({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel) => {
        const { ShownModule } = await import('./showModule.ts');
        const shown = new ShownModule(uri, panel.webview, options);
        // A build replaces the file.
        const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), '*.wasm');
        const watcher = vscode.workspace.createFileSystemWatcher(pattern);
        const onChange = (changed: vscode.Uri): void => {
          if (changed.toString() === uri.toString()) void shown.read();
        };
        watcher.onDidChange(onChange);
        watcher.onDidCreate(onChange);
        // Graphs are found by and by, and change.
        const { language } = options;
        const listener = language.onTold(outlineChangedNotification, () => void shown.showGraphs());
        panel.onDidDispose(() => {
          shown.close();
          watcher.dispose();
          listener.dispose();
        });
        await shown.read();
      },
    },
    { webviewOptions: { enableFindWidget: true }, supportsMultipleEditorsPerDocument: true },
  );
}
