// The run that a trace view shows: where its messages come from now, whether it goes on or has ended. Knows no page.
import type { Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { RunNode } from '../../protocol/runProcess.ts';
import type { TraceLevel } from '../../protocol/trace.ts';
import type { ShownRun } from '../../protocol/traceView.ts';
import { traceLevels } from '../../protocol/trace.ts';
import { realClock } from '../realClock.ts';
import type { KnownRun } from './runHistory.ts';
import { type FileSource, liveSource, openFileSource, type TraceSource } from './traceSource.ts';

export interface ShownTraceOptions {
  readonly id: string;
  readonly workerPath: string;
  /** What is known of the run; of a file from elsewhere nothing is. */
  readonly run: () => KnownRun | undefined;
  /** The recorded trace; undefined while nothing else than the run itself has it. */
  readonly path: string | undefined;
}

/** A run that has just ended may still be writing the last of its trace. */
const RETRY_MS = 300;
const MAX_RETRIES = 10;

export class ShownTrace implements Disposable {
  readonly #options: ShownTraceOptions;
  #file: Promise<FileSource> | undefined;
  #isDisposed = false;

  constructor(options: ShownTraceOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.id;
  }

  get run(): KnownRun | undefined {
    return this.#options.run();
  }

  get program(): string | undefined {
    return this.run?.info.program;
  }

  node(name: string): RunNode | undefined {
    return this.run?.info.nodes.find((node) => node.name === name);
  }

  /** Errors: TRACE_UNREADABLE. */
  async source(): Promise<TraceSource> {
    const session = this.run?.session;
    return session ? liveSource(session) : this.#open();
  }

  /** For the page. `canSend`: whether a run goes on that messages can be sent to. */
  async describe(canSend: boolean): Promise<ShownRun> {
    const { id, run } = this;
    const nodes = run?.info.nodes.map(({ name, type, place }) => ({
      name,
      type,
      hasPlace: place !== undefined,
    }));
    const common = { id, canSend, canSave: this.program !== undefined };
    if (run?.session)
      return {
        ...common,
        name: run.info.name,
        startedMs: run.startedMs,
        state: 'live',
        nodes: nodes ?? [],
        problems: [],
      };
    try {
      const file = await this.#open();
      const { graph, startedMs, level, nodes: names } = file.trace;
      return {
        ...common,
        name: graph,
        startedMs,
        state: 'ended',
        nodes: nodes ?? names.map((name) => ({ name, hasPlace: false })),
        ...levelOf(level),
        problems: await file.problems(),
      };
    } catch (error) {
      const { name = '', startedMs = 0 } = { name: run?.info.name, startedMs: run?.startedMs };
      const failure = describeError(error);
      return { ...common, name, startedMs, state: 'ended', nodes: [], problems: [], failure };
    }
  }

  /** The file may be another one by now: it is opened anew. */
  reopen(): void {
    this.#close();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#close();
  }

  #close(): void {
    void this.#file?.then(
      (file) => file.dispose(),
      () => undefined, // It never opened, which whoever asked was told.
    );
    this.#file = undefined;
  }

  #open(): Promise<FileSource> {
    if (!this.#file) {
      const opening = this.#openWhenWritten();
      this.#file = opening;
      // The next who asks tries again.
      opening.catch(() => {
        if (this.#file === opening) this.#file = undefined;
      });
      void opening.then(
        (file) => {
          if (this.#isDisposed) file.dispose();
        },
        () => undefined,
      );
    }
    return this.#file;
  }

  async #openWhenWritten(): Promise<FileSource> {
    const { workerPath, path = '', run } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      const file = await openFileSource(workerPath, path);
      // Of a file from elsewhere that was never closed there is no more to come.
      if (file.trace.isClosed || !run() || attempt >= MAX_RETRIES) return file;
      file.dispose();
      await new Promise<void>((resolve) => void realClock.startTimer(resolve, RETRY_MS));
    }
  }
}

function levelOf(level: string): { readonly level?: TraceLevel } {
  const known = traceLevels.find((each) => each === level);
  return known ? { level: known } : {};
}
