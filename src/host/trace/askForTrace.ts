// Which recorded trace a person means. Knows nothing about what is done with it.
import * as vscode from 'vscode';
import { traceEditorType } from '../ids.ts';

/** `uri`, else that of the editor in front, else one that is asked for; undefined when the person thought better of it. */
export async function chooseTrace(
  uri: vscode.Uri | undefined,
  title: string,
): Promise<vscode.Uri | undefined> {
  return uri ?? traceInFront() ?? askForTrace(title);
}

function traceInFront(): vscode.Uri | undefined {
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
