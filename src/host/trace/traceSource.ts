// Where a trace view has its messages from: a run that goes on, or a recorded trace, which a thread of its own reads. Both answer
// alike. Knows no view.
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import { AppError } from '../../base/errors.ts';
import { fromJson } from '../../debug/customRequests.ts';
import { connectRpc } from '../../protocol/rpc.ts';
import type { HopQuery, HopRecord } from '../../protocol/trace.ts';
import {
  type OpenedTrace,
  TRACE_FILE_PROTOCOL,
  type TraceFileMethods,
  type TraceMethods,
} from '../../protocol/traceMessages.ts';
import type { SessionRun } from '../debug/runSessions.ts';

/** Dispose of it to end what it holds. */
export interface TraceSource extends Disposable {
  ask<K extends keyof TraceMethods>(
    method: K,
    params: TraceMethods[K]['params'],
  ): Promise<TraceMethods[K]['result']>;
  /** One page. Payloads only as far as `maxPayloadBytes` asks for them. */
  readHops(query: HopQuery): Promise<{ readonly hops: readonly HopRecord[]; readonly next?: number }>;
}

/** Errors: what the debug adapter answers, once the run has ended too. */
export function liveSource(run: SessionRun): TraceSource {
  return {
    // Payloads are the only bytes in answers, and JSON has none.
    ask: async (method, params) => fromJson(await run.request(method, params)) as never,
    readHops: async (query) => fromJson(await run.request('readHops', query)) as never,
    dispose: () => undefined,
  };
}

/** A recorded trace that is open. */
export interface FileSource extends TraceSource {
  readonly trace: OpenedTrace;
  /** Damage found so far, as sentences. */
  problems(): Promise<readonly string[]>;
}

/** `workerPath`: the bundle `traceFileWorker.mjs`. Errors: TRACE_UNREADABLE. */
export async function openFileSource(workerPath: string, path: string): Promise<FileSource> {
  const worker = new Worker(workerPath);
  const peer = connectRpc<Record<never, never>, Record<never, never>, TraceFileMethods, Record<never, never>>(
    { post: (value) => worker.postMessage(value), listen: (listener) => void worker.on('message', listener) },
    TRACE_FILE_PROTOCOL,
    { methods: {}, events: {} },
  );
  const fail = (why: string): void =>
    peer.fail(new AppError('TRACE_UNREADABLE', `${path}: the reader of this trace ended: ${why}.`));
  worker.on('error', (error) => fail(error.message));
  worker.on('exit', (code) => fail(`exit code ${String(code)}`));
  const dispose = (): void => {
    peer.dispose();
    void worker.terminate();
  };
  try {
    const trace = await peer.request('open', { path });
    return {
      trace,
      ask: (method, params) => peer.request(method, params),
      readHops: (query) => peer.request('readHops', query),
      problems: () => peer.request('problems', null),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
