// What the engine asks of the thread for models, and when that thread is there; another program than ONNX Runtime's stands in it, which
// tells what it was asked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EngineSleep, SLEEP_SIGNAL_BYTES } from '../../../../src/runtime/engine/engineSleep.ts';
import { InferenceThread } from '../../../../src/runtime/engine/inferenceThread.ts';

const teller = `
import { workerData } from 'node:worker_threads';
const asked = [];
workerData.port.on('message', ({ id, request }) => {
  asked.push(request.kind);
  if (id === 0) return;
  workerData.port.postMessage({ id, outcome: { kind: 'failed', code: 'unknown', reason: asked.join(' ') } });
  const bell = new Int32Array(workerData.signal);
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
});`;

let folder: string;
let thread: InferenceThread;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thread-'));
  writeFileSync(join(folder, 'teller.mjs'), teller);
  const sleep = new EngineSleep(new SharedArrayBuffer(SLEEP_SIGNAL_BYTES));
  thread = new InferenceThread(pathToFileURL(join(folder, 'teller.mjs')), sleep);
});
afterEach(() => {
  thread.dispose();
  rmSync(folder, { recursive: true });
});

/** What the thread has been asked, this included. */
function load(): string {
  const request = { kind: 'load', model: 1, bytes: new Uint8Array() } as const;
  const outcome = thread.call(request, { check: () => undefined, isExcused: true });
  return outcome.kind === 'failed' ? outcome.reason : '';
}

it('makes ready without waiting, before the first model', () => {
  thread.prepare();
  expect(load()).toBe('prepare load');
  expect(load()).toBe('prepare load load');
});

it('begins with the first model otherwise; giving one back begins nothing', () => {
  thread.free(1);
  expect(load()).toBe('load');
  thread.free(1);
  expect(load()).toBe('load free load');
});

it('is another after it has ended, with nothing of the one before', () => {
  load();
  const { generation } = thread;
  thread.dispose();
  expect(thread.generation).not.toBe(generation);
  thread.prepare();
  expect(load()).toBe('prepare load');
});
