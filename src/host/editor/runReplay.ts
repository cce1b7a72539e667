// Shows a recorded run again: its hops, at the pace at which they happened or another, as what a canvas is told of a live run.
// Knows no canvas, and nothing about where the trace comes from.
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { RunDelta } from '../../protocol/canvas.ts';
import type { HopRecord } from '../../protocol/trace.ts';
import type { TraceReader } from '../../runtime/trace/traceReader.ts';
import { RunTotals } from './runTotals.ts';

export interface ReplayOptions {
  readonly clock: Clock;
  /** How many times faster than recorded; below 1 for slow motion, Infinity for as fast as it can be read. Default 1. */
  readonly speed?: number;
  readonly send: (delta: RunDelta) => void;
  /** Told once, after the last delta or instead of it; not when the replay was disposed of. */
  readonly onEnd?: (error?: unknown) => void;
}

/** At most ten deltas a second. */
const TICK_MS = 100;
/** Whatever else the process does waits no longer than this. */
const SLICE_MS = 20;
/** Larger payloads are not read; only their begin is shown. */
const MAX_PAYLOAD_BYTES = 64 * 1024;

/** What replays ask of a trace. */
export type ReplayedTrace = Pick<TraceReader, 'header' | 'hops'>;

/** Begins at once with the first hop; dispose to stop, after which nothing is sent. */
export function replayTrace(reader: ReplayedTrace, options: ReplayOptions): Disposable {
  const replay = new Replay(reader, options);
  replay.begin();
  return replay;
}

/** The speed at which a trace is over within `ms`; at least 1 when it is short already. */
export function speedFor(reader: Pick<TraceReader, 'readPage'>, ms: number): number {
  const at = (order: 'oldestFirst' | 'newestFirst'): number =>
    reader.readPage({}, { order, limit: 1, maxChunks: 1 }).hops[0]?.wallMs ?? 0;
  return Math.max(at('newestFirst') - at('oldestFirst'), 1) / ms;
}

class Replay implements Disposable {
  readonly #options: ReplayOptions;
  readonly #hops: Iterator<HopRecord, void>;
  readonly #recordedMs: number;
  readonly #totals = new RunTotals();
  #next: HopRecord | undefined;
  /** Wall time of the first hop, and the clock's when it was shown. */
  #firstMs = 0;
  #beganMs = 0;
  #sentMs = 0;
  /** Wall time up to which hops have been shown. */
  #shownMs = 0;
  #timer: Disposable | undefined;
  #isOver = false;

  constructor(reader: ReplayedTrace, options: ReplayOptions) {
    this.#options = options;
    this.#hops = reader.hops({ maxPayloadBytes: MAX_PAYLOAD_BYTES });
    this.#recordedMs = reader.header.startedMs;
  }

  begin(): void {
    this.#beganMs = this.#sentMs = this.#options.clock.monotonicMs();
    this.#options.send({ phase: 'begin', elapsedMs: 0, isReplay: true, nodes: [], edges: [] });
    this.#guard(() => {
      this.#advance();
      this.#firstMs = this.#shownMs = this.#next?.wallMs ?? this.#recordedMs;
    });
    if (!this.#isOver) this.#wait(0);
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.dispose();
    this.#hops.return?.();
  }

  #wait(ms: number): void {
    this.#timer = this.#options.clock.startTimer(() => this.#guard(() => this.#step()), ms);
  }

  #step(): void {
    const isBehind = this.#showDue();
    if (this.#options.clock.monotonicMs() - this.#sentMs >= TICK_MS) {
      if (!this.#next) return this.#end();
      this.#send('running');
    }
    const leftMs = TICK_MS - (this.#options.clock.monotonicMs() - this.#sentMs);
    this.#wait(isBehind ? 0 : Math.max(1, leftMs));
  }

  /** Takes what is due by now, for one slice at most; whether there is more. */
  #showDue(): boolean {
    const { clock, speed = 1 } = this.#options;
    const start = clock.monotonicMs();
    const dueMs = speed === Infinity ? Infinity : this.#firstMs + (start - this.#beganMs) * speed;
    if (dueMs !== Infinity) this.#shownMs = Math.max(this.#shownMs, dueMs);
    // The clock is asked now and then only.
    for (let count = 1; this.#next && this.#next.wallMs <= dueMs; count += 1) {
      this.#shownMs = Math.max(this.#shownMs, this.#next.wallMs);
      this.#totals.add(this.#next);
      this.#advance();
      if (count % 64 === 0 && clock.monotonicMs() - start >= SLICE_MS) return true;
    }
    return false;
  }

  #advance(): void {
    const step = this.#hops.next();
    this.#next = step.done === true ? undefined : step.value;
  }

  #send(phase: 'running' | 'end'): void {
    this.#sentMs = this.#options.clock.monotonicMs();
    const elapsedMs = Math.max(0, Math.round(this.#shownMs - this.#recordedMs));
    const changes = this.#totals.takeChanges(this.#shownMs, phase === 'end');
    this.#options.send({ phase, elapsedMs, isReplay: true, ...changes });
  }

  #end(): void {
    this.#isOver = true;
    this.#send('end');
    this.#options.onEnd?.();
  }

  /** What could be read until then stays, as past. */
  #guard(act: () => void): void {
    if (this.#isOver) return;
    try {
      act();
    } catch (error) {
      this.dispose();
      this.#send('end');
      this.#options.onEnd?.(error);
    }
  }
}
