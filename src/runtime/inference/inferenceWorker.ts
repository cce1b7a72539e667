// Worker entry: runs models for an engine, which sleeps until this thread rings. Knows nothing about operators.
import { readFileSync } from 'node:fs';
import { type MessagePort, workerData } from 'node:worker_threads';
import { describeError } from '../../base/errors.ts';
import type { ModelOutcome, ModelOutcomeFrame, ModelRequestFrame } from '../../protocol/inference.ts';
import { ModelSessions } from './modelSessions.ts';

/** What the worker is started with. */
export interface InferenceWorkerData {
  readonly port: MessagePort;
  /** Its first 32-bit number is what the engine sleeps on. */
  readonly signal: SharedArrayBuffer;
}

const { port, signal } = workerData as InferenceWorkerData;
const bell = new Int32Array(signal);
let sessions: ModelSessions | undefined;

async function handle(request: ModelRequestFrame['request']): Promise<ModelOutcome> {
  try {
    sessions ??= new ModelSessions(readFileSync(new URL('./ort-wasm-simd-threaded.wasm', import.meta.url)));
    return await sessions.handle(request);
  } catch (error) {
    return { kind: 'failed', code: 'unknown', reason: `models cannot be run here: ${describeError(error)}` };
  }
}

function transferOf(outcome: ModelOutcome): ArrayBuffer[] {
  if (outcome.kind === 'failed') return [];
  const buffers = outcome.outputs.map(([, { bytes }]) => bytes.buffer as ArrayBuffer);
  // Outputs may share one.
  return [...new Set(buffers)];
}

port.on('message', ({ id, request }: ModelRequestFrame) => {
  void handle(request).then((outcome) => {
    if (request.kind === 'free' || request.kind === 'prepare') return;
    port.postMessage({ id, outcome } satisfies ModelOutcomeFrame, transferOf(outcome));
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  });
});
