// What one canvas shows of runs: the one of its graph that goes on, or a recorded one that is shown again. Knows the canvas by
// where deltas go.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { RunDelta } from '../../protocol/canvas.ts';
import type { LiveRuns } from './liveRuns.ts';
import { replayOnCanvas } from './replayCommand.ts';
import { ShownRun } from './shownRun.ts';

export interface CanvasRunsOptions {
  /** The graph definition that the canvas shows. */
  readonly file: vscode.Uri;
  /** Names of the operations on the canvas. */
  readonly operations: () => readonly string[];
  readonly live: LiveRuns;
  readonly send: (delta: RunDelta) => void;
}

/** Follows runs from now on, whether there is a page or not. */
export class CanvasRuns implements Disposable {
  readonly #options: CanvasRunsOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #shown: ShownRun = new ShownRun();
  #replay: Disposable | undefined;

  constructor(options: CanvasRunsOptions) {
    this.#options = options;
    this.#store.add(
      options.live.follow({
        file: options.file.fsPath,
        send: (delta) => {
          // One picture at a time: what happens now is more than what happened once.
          this.#dropReplay();
          this.#show(delta);
        },
      }),
    );
  }

  /** Tells a page that has just started what is shown. */
  tellAll(): void {
    this.#shown.whole().forEach(this.#options.send);
  }

  /** Asks for a recorded run and shows it, in place of an earlier one. */
  async replay(): Promise<void> {
    const { file, operations } = this.#options;
    const replay = await replayOnCanvas({
      folder: vscode.Uri.joinPath(file, '..'),
      operations,
      isLive: () => this.#shown.isLive,
      send: (delta) => this.#show(delta),
      onBegin: () => this.#dropReplay(),
    });
    if (replay) this.#replay = this.#store.add(replay);
  }

  /** Ends a replay before its time; its last numbers stay, as past. */
  stopReplay(): void {
    this.#dropReplay();
    const end = this.#shown.endOfReplay();
    if (end) this.#show(end);
  }

  /** The page shows no past run any more. */
  clear(): void {
    if (!this.#shown.isPast) return;
    this.#shown.clear();
    const { live, file } = this.#options;
    live.forgetPast(file.fsPath);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #show(delta: RunDelta): void {
    this.#shown.take(delta);
    this.#options.send(delta);
  }

  #dropReplay(): void {
    this.#replay?.dispose();
    this.#replay = undefined;
  }
}
