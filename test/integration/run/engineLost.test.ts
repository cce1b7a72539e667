// The outer watch over an engine: what happens when its thread is stuck where it cannot be interrupted, or ends. The
// engines here are small scripts in real threads, because a real engine interrupts its operators by itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { AppError } from '../../../src/base/errors.ts';
import { ENGINE_PROTOCOL, type EngineStart } from '../../../src/protocol/engine.ts';
import { systemTime } from '../../../src/runtime/engine/systemTime.ts';
import { EngineClient } from '../../../src/runtime/run/engineClient.ts';

const folder = mkdtempSync(join(tmpdir(), 'engine-lost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, onStart: string): URL {
  const path = join(folder, `${name}.mjs`);
  const text = `import { parentPort } from 'node:worker_threads';
parentPort.postMessage({ kind: 'hello', version: ${String(ENGINE_PROTOCOL)} });
parentPort.on('message', (frame) => { if (frame.method === 'start') { const start = frame.params; ${onStart} } });`;
  writeFileSync(path, text);
  return pathToFileURL(path);
}

const start: Omit<EngineStart, 'heartbeat'> = {
  plan: { name: 'lost', nodes: [{ name: 'slow/map', type: 'map', edges: [], trueEdges: [] }] },
  modules: [],
  operators: [],
  clock: { kind: 'wall' },
  lateItems: 'accept',
  operatorTimeoutMs: 50,
  memoryLimitBytes: 0,
  seed: '',
  trace: { level: 'headers' },
  stateSeeds: [],
  schemas: [],
  models: [],
};

function open(workerUrl: URL): { client: EngineClient; lost: Promise<AppError> } {
  let resolve: (error: AppError) => void = () => undefined;
  const lost = new Promise<AppError>((settle) => (resolve = settle));
  const ignore = (): void => undefined;
  const events = {
    outputs: ignore,
    stateReplies: ignore,
    taken: ignore,
    logs: ignore,
    spans: ignore,
    health: ignore,
    breakBroker: ignore,
    debug: ignore,
    fault: ignore,
  };
  const client = new EngineClient({
    workerUrl,
    time: systemTime,
    operatorTimeoutMs: 50,
    events,
    onCommand: () => Promise.resolve({ kind: 'cancellation', reason: 'none here', passedMs: 0 }),
    onLongCall: ignore,
    onLost: resolve,
  });
  return { client, lost };
}

describe('an engine that is lost', () => {
  test('is ended when a call outlives its limit and cannot be interrupted, and names the operation', async () => {
    const stuck = script(
      'stuck',
      'const beat = new Int32Array(start.heartbeat); beat[0] = 1; beat[1] = 1; for (;;);',
    );
    const { client, lost } = open(stuck);
    const started = client.start(start);
    const error = await lost;
    expect(error.code).toBe('RUN_ENGINE_LOST');
    expect(error.message).toMatch(
      /operation "slow\/map" has been running for \d+ ms and cannot be interrupted/,
    );
    await expect(started).rejects.toMatchObject({ code: 'RUN_ENGINE_LOST' });
    await client.close();
  }, 15_000);

  test('is told about when its thread ends, and rejects what was asked of it', async () => {
    const { client, lost } = open(script('gone', 'process.exit(3);'));
    await expect(client.start(start)).rejects.toMatchObject({ code: 'RUN_ENGINE_LOST' });
    expect((await lost).message).toContain('ended with code 3');
    await client.close();
  });

  test('is told about when its thread throws', async () => {
    const { client, lost } = open(script('broken', "throw new Error('out of order');"));
    await expect(client.start(start)).rejects.toMatchObject({ code: 'RUN_ENGINE_LOST' });
    expect((await lost).message).toContain('out of order');
    await client.close();
  });

  test('is not missed while no call runs', async () => {
    const idle = script('idle', "parentPort.postMessage({ kind: 'result', id: frame.id, value: null });");
    const { client, lost } = open(idle);
    await client.start(start);
    const outcome = await Promise.race([
      lost,
      new Promise((resolve) => setTimeout(() => resolve('fine'), 4000)),
    ]);
    expect(outcome).toBe('fine');
    client.dispose();
  }, 15_000);
});
