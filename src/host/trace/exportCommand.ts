// "Export as NDJSON": asks for a file and writes hops to it part by part, so that a trace of any size passes.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import * as vscode from 'vscode';
import { describeError } from '../../base/errors.ts';
import type { MessageQuery } from '../../protocol/traceMessages.ts';
import type { TraceSource } from './traceSource.ts';

export interface ExportTarget {
  readonly source: TraceSource;
  /** Of the graph; proposed as the file's name. */
  readonly name: string;
  /** What is exported, as words: "12 of 300 messages". */
  readonly query: MessageQuery;
}

/** Says to the person what came of it. */
export async function exportTrace({ source, name, query }: ExportTarget): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.trace.ndjson`;
  const file = await vscode.window.showSaveDialog({
    title:
      Object.keys(query).length === 0 ? 'Export the Trace as NDJSON' : 'Export the Messages Shown as NDJSON',
    filters: { NDJSON: ['ndjson'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, fileName) }),
  });
  if (!file) return;
  try {
    const hops = await writeWithProgress(file.fsPath, source, query);
    if (hops === undefined) return;
    const open = 'Open';
    const chosen = await vscode.window.showInformationMessage(
      `${hops.toLocaleString('en')} hops were written to ${file.fsPath}.`,
      open,
    );
    if (chosen === open) await vscode.commands.executeCommand('vscode.open', file);
  } catch (error) {
    void vscode.window.showErrorMessage(`The trace could not be written: ${describeError(error)}`);
  }
}

/** Hops written; undefined when the person stopped it, after which there is no file. */
async function writeWithProgress(
  path: string,
  source: TraceSource,
  query: MessageQuery,
): Promise<number | undefined> {
  // What was there before stays until all is written.
  const partial = `${path}.partial`;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Exporting the trace',
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    const stream = createWriteStream(partial);
    try {
      let hops = 0;
      for (let after: number | undefined; ;) {
        const part = await source.ask('exportHops', { query, ...(after !== undefined && { after }) });
        if (!stream.write(part.text)) await once(stream, 'drain');
        hops += part.hops;
        after = part.next;
        progress.report({ message: `${hops.toLocaleString('en')} hops` });
        if (cancellation.isCancellationRequested) {
          stream.destroy();
          await rm(partial, { force: true });
          return undefined;
        }
        if (after === undefined) break;
      }
      stream.end();
      await finished(stream);
      await rename(partial, path);
      return hops;
    } catch (error) {
      stream.destroy();
      await rm(partial, { force: true });
      throw error;
    }
  });
}
