// A client before a misbehaving registry, for each test a new one: pushes one module and one graph, waits for nothing. Knows no fault.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Clock } from '../../../src/base/clock.ts';
import { registryWords as words } from '../../../src/cli/registryFlags.ts';
import { parseModuleReference } from '../../../src/graph/moduleReference.ts';
import type { RegistryClient } from '../../../src/registry/client.ts';
import { connectRegistry, type ConnectOptions } from '../../../src/registry/connect.ts';
import { executePush, type PushOptions, type PushResult } from '../../../src/registry/push.ts';
import { planPush } from '../../../src/registry/pushPlan.ts';
import { parseRegistry } from '../../../src/registry/reference.ts';
import { MisbehavingRegistry } from './misbehavingRegistry.ts';

export let registry: MisbehavingRegistry;
export let other: MisbehavingRegistry;
export let folder: string;
export const waits: number[] = [];

beforeEach(async () => {
  registry = await MisbehavingRegistry.start();
  other = await MisbehavingRegistry.start();
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
  waits.length = 0;
});
afterEach(() => {
  registry.dispose();
  other.dispose();
  rmSync(folder, { recursive: true });
});

/** Waits for nothing, and tells how long it would have. */
const clock: Clock = {
  nowMs: () => 0,
  monotonicMs: () => 0,
  startTimer: (callback, delayMs) => {
    waits.push(delayMs);
    const timer = setImmediate(callback);
    return { dispose: () => clearImmediate(timer) };
  },
};

export const error = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as string });

export function connect(more: Partial<ConnectOptions> = {}): Promise<RegistryClient> {
  return connectRegistry({
    place: parseRegistry(`http://${registry.host}/team`),
    isInsecureAllowed: false,
    credentials: {
      secretStores: [
        { label: 'the test', find: () => Promise.resolve({ kind: 'password', user: 'u', password: 'p' }) },
      ],
      environment: {},
      homeFolder: folder,
      askHelper: () => Promise.resolve({ reason: 'has none' }),
    },
    words,
    clock,
    ...more,
  });
}

export const module: Buffer = Buffer.alloc(3 * 1024 * 1024, 'module');

export async function push(
  more: Partial<ConnectOptions> = {},
  options: Partial<PushOptions> = {},
  names: readonly string[] = ['temperature:1.0.0'],
): Promise<PushResult> {
  const client = await connect(more);
  const file = join(folder, 'temperature.wasm');
  writeFileSync(file, module);
  const plan = await planPush(
    {
      place: parseRegistry(`${registry.host}/team`),
      graph: { title: 'graph.yaml', text: 'a: 1\n', name: 'graph', tag: '1.0.0' },
      modules: names.map((name) => ({
        reference: parseModuleReference(name)!,
        file,
        title: 'temperature.wasm',
      })),
      createdMs: 0,
      form: 'artifact',
    },
    client,
    words,
  );
  return executePush(plan, client, { words, isOverwriteAllowed: false, ...options });
}

/** Misbehaves with requests of this kind, `times` times. */
export function on(
  method: string,
  path: RegExp,
  act: (answer: ServerResponse, request: IncomingMessage) => void,
  times?: number,
): void {
  let left = times ?? Infinity;
  registry.misbehave = (request, answer) => {
    if (request.method !== method || !path.test(request.url ?? '') || left <= 0) return false;
    left -= 1;
    act(answer, request);
    return true;
  };
}

export async function expectRepeatable(): Promise<void> {
  expect([...registry.manifests.keys()].filter((key) => key.startsWith('team/graph'))).toEqual([]);
  registry.misbehave = () => false;
  const { artifacts } = await push();
  expect(artifacts.at(-1)!.reference).toBe(`${registry.host}/team/graph:1.0.0`);
}
