// The host's end of an engine: starts its worker, speaks to it, and watches from outside that no operator call outlives
// its limit. Knows nothing about graphs or brokers.
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import { AppError, describeError } from '../../base/errors.ts';
import {
  ENGINE_PROTOCOL,
  type EngineEvents,
  type EngineMethods,
  type EngineStart,
  type HostEvents,
} from '../../protocol/engine.ts';
import { connectRpc, type RpcPeer } from '../../protocol/rpc.ts';
import type {
  CommandCall,
  CommandOutcome,
  CommandOutcomeFrame,
  CommandRequestFrame,
} from '../../protocol/commandCalls.ts';
import type { EngineWorkerData } from '../engine/commandChannel.ts';
import { SLEEP_SIGNAL_BYTES } from '../engine/engineSleep.ts';
import { HEARTBEAT_LENGTH } from '../component/callGuard.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';

/** The worker ends calls that take too long by itself; this long after the limit it is taken for lost. */
const GRACE_MS = 3000;
const WATCH_INTERVAL_MS = 500;
/** A call that takes longer is told of. */
const LONG_CALL_MS = 1500;

export interface EngineClientOptions {
  /** URL of the bundled engineWorker. */
  readonly workerUrl: URL;
  readonly time: TimeSource;
  readonly operatorTimeoutMs: number;
  readonly events: { readonly [K in keyof EngineEvents]: (value: EngineEvents[K]) => void };
  /** Calls a command over MQTT; must not reject. */
  readonly onCommand: (call: CommandCall) => Promise<CommandOutcome>;
  /** A call goes on for longer than calls should; told once for each. */
  readonly onLongCall: (call: { readonly node: string; readonly forMs: number }) => void;
  /** The engine is gone: its worker crashed, or had to be ended. */
  readonly onLost: (error: AppError) => void;
}

export class EngineClient implements Disposable {
  readonly peer: RpcPeer<EngineMethods, HostEvents>;
  readonly #options: EngineClientOptions;
  readonly #worker: Worker;
  readonly #heartbeat: SharedArrayBuffer = new SharedArrayBuffer(4 * HEARTBEAT_LENGTH);
  readonly #sleepSignal: Int32Array = new Int32Array(new SharedArrayBuffer(SLEEP_SIGNAL_BYTES));
  #nodes: readonly string[] = [];
  #watch: Disposable | undefined;
  #isClosed = false;

  /** Starts the worker at once, so that it loads while modules are prepared. */
  constructor(options: EngineClientOptions) {
    this.#options = options;
    const { port1, port2 } = new MessageChannel();
    const workerData: EngineWorkerData = {
      commands: port2,
      sleepSignal: this.#sleepSignal.buffer as SharedArrayBuffer,
    };
    this.#worker = new Worker(options.workerUrl, { workerData, transferList: [port2] });
    port1.on('message', ({ id, call }: CommandRequestFrame) => {
      void options.onCommand(call).then((outcome) => {
        port1.postMessage({ id, outcome } satisfies CommandOutcomeFrame);
        this.#ring();
      });
    });
    // It lives as long as the worker, which keeps the process going by itself.
    port1.unref();
    this.peer = connectRpc<Record<never, never>, EngineEvents, EngineMethods, HostEvents>(
      {
        post: (value, transfer) => this.#worker.postMessage(value, transfer ? [...transfer] : []),
        listen: (listener) => void this.#worker.on('message', listener),
      },
      ENGINE_PROTOCOL,
      { methods: {}, events: options.events },
    );
    this.#worker.on('error', (error) => this.#lose(`it failed: ${describeError(error)}`));
    this.#worker.on('exit', (code) => this.#lose(`its thread ended with code ${String(code)}`));
  }

  /** Errors: those of `EngineMethods.start`, RUN_ENGINE_LOST. */
  async start(start: Omit<EngineStart, 'heartbeat'>): Promise<void> {
    this.#nodes = start.plan.nodes.map((node) => node.name);
    this.#watchHeartbeat();
    await this.peer.request('start', { ...start, heartbeat: this.#heartbeat });
  }

  /** Name of the operation whose operator is at work; undefined when none is. */
  get busyNode(): string | undefined {
    return this.#nodes[Atomics.load(new Int32Array(this.#heartbeat), 1) - 1];
  }

  /** Ends the call that an operator is in, as a timeout would; false when there is none. */
  endCall(): boolean {
    const beat = new Int32Array(this.#heartbeat);
    if (Atomics.load(beat, 1) === 0) return false;
    // Should it end by itself just now, the next call has another number.
    Atomics.store(beat, 2, Atomics.load(beat, 0));
    this.#ring();
    return true;
  }

  /** Closes the trace and ends the worker; at once when it does not answer in time. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    let timer: Disposable | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = this.#options.time.startTimer(resolve, this.#options.operatorTimeoutMs + GRACE_MS);
    });
    // An engine that is gone has nothing left to close.
    await Promise.race([this.peer.request('close', null).catch(() => undefined), timeout]);
    timer?.dispose();
    this.dispose();
  }

  dispose(): void {
    this.#isClosed = true;
    this.#watch?.dispose();
    this.peer.dispose();
    void this.#worker.terminate();
  }

  // Wakes an operator that waits for the outcome of a command or a model.
  #ring(): void {
    Atomics.add(this.#sleepSignal, 0, 1);
    Atomics.notify(this.#sleepSignal, 0);
  }

  // A call that can be interrupted never gets this far; one that cannot would block its thread for ever.
  #watchHeartbeat(): void {
    const beat = new Int32Array(this.#heartbeat);
    let lastCall = -1;
    let sinceMs = this.#options.time.monotonicMs();
    let isTold = false;
    let lookedMs = sinceMs;
    const look = (): void => {
      const nowMs = this.#options.time.monotonicMs();
      // Whoever waits for an answer does not compute.
      if (Atomics.load(this.#sleepSignal, 1) === 1) sinceMs += nowMs - lookedMs;
      lookedMs = nowMs;
      const [call, node] = [Atomics.load(beat, 0), Atomics.load(beat, 1)];
      if (call !== lastCall || node === 0) {
        lastCall = call;
        sinceMs = nowMs;
        isTold = false;
      } else {
        const [name, forMs] = [this.#nodes[node - 1] ?? 'unknown', Math.round(nowMs - sinceMs)];
        if (forMs > this.#options.operatorTimeoutMs + GRACE_MS)
          return this.#lose(
            `operation "${name}" has been running for ${String(forMs)} ms and cannot be interrupted`,
          );
        if (forMs > LONG_CALL_MS && !isTold) {
          isTold = true;
          this.#options.onLongCall({ node: name, forMs });
        }
      }
      this.#watch = this.#options.time.startTimer(look, WATCH_INTERVAL_MS);
    };
    look();
  }

  #lose(reason: string): void {
    if (this.#isClosed) return;
    const error = new AppError(
      'RUN_ENGINE_LOST',
      `The engine of this run was lost: ${reason}. Start the run again; the trace up to here is kept.`,
    );
    this.peer.fail(error);
    this.dispose();
    this.#options.onLost(error);
  }
}
