// Publishes to a run of a debug session and follows how far that is. Knows no view.
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { AsJson } from '../../protocol/debugViews.ts';
import type { SeriesProgress, SeriesRequest } from '../../protocol/publishing.ts';
import type { PublishStatus } from '../../protocol/publishView.ts';
import type { SessionRun } from '../debug/runSessions.ts';

const EVERY_MS = 250;

interface Current {
  readonly run: SessionRun;
  readonly id: number;
  readonly what: string;
}

export class RunPublisher implements Disposable {
  readonly #tell: (status: PublishStatus) => void;
  #current: Current | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `tell` is told at most four times a second, and at the end. */
  constructor(tell: (status: PublishStatus) => void) {
    this.#tell = tell;
  }

  get isGoing(): boolean {
    return this.#current !== undefined;
  }

  /** Resolves when it has begun. Ends what goes on. Errors: of the run, as text. */
  async start(run: SessionRun, request: AsJson<SeriesRequest>, what: string): Promise<void> {
    await this.stop();
    const progress = await run.request('startSeries', request);
    const current = { run, id: progress.id, what };
    this.#current = current;
    this.#follow(current, progress);
  }

  async stop(): Promise<void> {
    const current = this.#current;
    if (!current) return;
    this.#end();
    try {
      const progress = await current.run.request('stopSeries', { id: current.id });
      if (progress) this.#tell({ ...statusOf(progress, current.what), kind: 'stopped' });
    } catch (error) {
      this.#tell(failed(current.what, describeError(error)));
    }
  }

  dispose(): void {
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
  }

  #follow(current: Current, progress: SeriesProgress): void {
    this.#tell(statusOf(progress, current.what));
    if (progress.isOver) return this.#end();
    this.#timer = setTimeout(() => void this.#look(current), progress.sent < progress.total ? EVERY_MS : 50);
  }

  async #look(current: Current): Promise<void> {
    let progress: SeriesProgress | null;
    try {
      progress = await current.run.request('readSeries', { id: current.id });
    } catch (error) {
      if (this.#current !== current) return;
      this.#end();
      return this.#tell(failed(current.what, `The run has ended. ${describeError(error)}`));
    }
    if (this.#current !== current) return;
    if (progress) this.#follow(current, progress);
    else this.#end();
  }
}

function statusOf(progress: SeriesProgress, what: string): PublishStatus {
  const { total, sent, taken, failed: failures, error, isOver, elapsedMs, topic } = progress;
  const counts = { total, sent, taken, failed: failures, elapsedMs };
  return {
    kind: isOver ? (failures > 0 ? 'failed' : 'done') : 'going',
    ...counts,
    ...(error !== undefined && { error }),
    what: what === '' ? topic : what,
  };
}

function failed(what: string, error: string): PublishStatus {
  return { kind: 'failed', total: 0, sent: 0, taken: 0, failed: 0, elapsedMs: 0, error, what };
}
