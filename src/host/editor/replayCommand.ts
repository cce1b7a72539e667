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
  /** Names of the operations on the canvas that was in front when the command was given. */
  readonly operations: () => readonly string[];
  /** That canvas shows a run that goes on. */
  readonly isLive: () => boolean;
  /** To that canvas. */
  readonly send: (delta: RunDelta) => void;
  /** Told before the first delta: an earlier replay ends. */
  readonly onBegin: () => void;
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

/** Undefined when the person thought better of it, or the trace cannot be shown here. Dispose to stop. */
export async function replayOnCanvas(target: ReplayTarget): Promise<Disposable | undefined> {
  if (isTaken(target)) return undefined;
  const file = await askForTrace(target.folder);
  const reader = file && attempt(() => readTraceFile(file.fsPath));
  if (!reader || !doesShow(target, reader)) return undefined;
  const pace = await vscode.window.showQuickPick(paces, { placeHolder: 'How fast?' });
  const speed = pace && attempt(() => pace.speed(reader));
  // A run may have begun meanwhile.
  if (speed === undefined || isTaken(target)) return undefined;
  const onEnd = (error?: unknown): void => {
    const damage = error ?? reader.problems[0];
    if (damage !== undefined) void vscode.window.showWarningMessage(describeError(damage));
  };
  target.onBegin();
  return replayTrace(reader, { clock: realClock, speed, send: target.send, onEnd });
}

async function askForTrace(folder: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Replay Recorded Trace on the Canvas',
    openLabel: 'Replay',
    filters: { 'Recorded traces': ['trace', 'ndjson'], 'All files': ['*'] },
    ...(folder && { defaultUri: folder }),
  });
  return files?.[0];
}

/** The run goes on writing its numbers where those of the replay would be. */
function isTaken({ isLive }: ReplayTarget): boolean {
  if (!isLive()) return false;
  void vscode.window.showInformationMessage(
    'The canvas shows a run that goes on. End it to replay a recorded trace here.',
  );
  return true;
}

/** A trace of another graph has nothing to show. */
function doesShow({ operations }: ReplayTarget, { header }: TraceReader): boolean {
  const names = new Set(operations());
  if (header.nodes.some((name) => names.has(name))) return true;
  void vscode.window.showWarningMessage(
    `This trace is of the graph "${header.graph}": none of its operations are on this canvas. Open that graph to replay it.`,
  );
  return false;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    void vscode.window.showErrorMessage(describeError(error));
    return undefined;
  }
}
