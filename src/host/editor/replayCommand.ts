// "Replay Recorded Trace on the Canvas": asks for a trace and a pace, then shows the run again. Knows canvases by where deltas
// go.
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { RunDelta } from '../../protocol/canvas.ts';
import { readTraceFile } from '../../runtime/trace/readTraceFile.ts';
import type { TraceReader } from '../../runtime/trace/traceReader.ts';
import { realClock } from '../realClock.ts';
import { replayTrace, speedFor } from './runReplay.ts';

export interface ReplayTarget {
  /** Where the file picker begins. */
  readonly folder?: vscode.Uri;
  /** To the canvas that was in front when the command was given. */
  readonly send: (delta: RunDelta) => void;
}

interface Pace extends vscode.QuickPickItem {
  readonly speed: (reader: TraceReader) => number;
}

const paces: readonly Pace[] = [
  { label: 'As recorded', speed: () => 1 },
  { label: 'Within ten seconds', speed: (reader) => speedFor(reader, 10_000) },
  { label: 'Ten times faster', speed: () => 10 },
  { label: 'Ten times slower', speed: () => 0.1 },
  { label: 'As fast as possible', speed: () => Infinity },
];

/** Undefined when the person thought better of it, or the trace cannot be read. Dispose to stop. */
export async function replayOnCanvas({ folder, send }: ReplayTarget): Promise<Disposable | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'Replay Recorded Trace on the Canvas',
      openLabel: 'Replay',
      filters: { 'Recorded traces': ['trace', 'ndjson'], 'All files': ['*'] },
      ...(folder && { defaultUri: folder }),
    })) ?? [];
  if (!file) return undefined;
  const reader = attempt(() => readTraceFile(file.fsPath));
  const pace = reader && (await vscode.window.showQuickPick(paces, { placeHolder: 'How fast?' }));
  const speed = pace && attempt(() => pace.speed(reader));
  if (!reader || speed === undefined) return undefined;
  const onEnd = (error?: unknown): void => {
    const damage = error ?? reader.problems[0];
    if (damage !== undefined) void vscode.window.showWarningMessage(describeError(damage));
  };
  return replayTrace(reader, { clock: realClock, speed, send, onEnd });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    void vscode.window.showErrorMessage(describeError(error));
    return undefined;
  }
}
