// Which recorded trace a person means. Knows nothing about what is done with it.
import * as vscode from 'vscode';
import { traceEditorType } from '../ids.ts';

/** That of the editor in front. */
export function traceInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === traceEditorType ? input.uri : undefined;
}

/** Asks for one; undefined when the person thought better of it. */
export async function askForTrace(title = 'Open Recorded Trace'): Promise<vscode.Uri | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title,
      filters: { 'Recorded traces': ['trace', 'ndjson'], 'All files': ['*'] },
    })) ?? [];
  return file;
}
