// Work with a notification that tells how far it is and can cancel it. Knows nothing about the work.
import * as vscode from 'vscode';

export type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** Resolves and rejects as `work` does, whose signal says that it was cancelled. */
export function withProgress<T>(
  title: string,
  work: (progress: Progress, signal: AbortSignal) => Promise<T>,
): PromiseLike<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await work(progress, controller.signal);
    } finally {
      subscription.dispose();
    }
  });
}
