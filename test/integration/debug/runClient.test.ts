// Processes that end by themselves, or do not want to.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/base/errors.ts';
import { makeRunStarter, type RunConnection, type RunListener } from '../../../src/debug/runClient.ts';
import { systemTime } from '../../../src/runtime/engine/systemTime.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-client-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function start(script: string, onLost: (error: AppError) => void): Promise<RunConnection> {
  const modulePath = join(folder, `${String(Math.random()).slice(2)}.mjs`);
  await writeFile(modulePath, script);
  const events = {} as RunListener['events'];
  return makeRunStarter({ modulePath, clock: systemTime })({ events, onLost });
}

describe('a process that ends by itself', () => {
  it('is told with its exit code and last words, also to who asks it something', async () => {
    const lost: AppError[] = [];
    const run = await start(
      `process.on('message', () => { console.error('out of ideas'); process.exit(3); });`,
      (error) => lost.push(error),
    );
    await expect(run.request('counts', null)).rejects.toMatchObject({
      code: 'RUN_PROCESS_ENDED',
      message: 'The process of the run ended with exit code 3. Its last words:\nout of ideas',
    });
    expect(lost).toHaveLength(1);
    await expect(run.request('counts', null)).rejects.toMatchObject({ code: 'RUN_PROCESS_ENDED' });
  });

  it('is told when it was killed', async () => {
    const lost = new Promise<AppError>((resolve) => {
      void start(`process.kill(process.pid, 'SIGKILL');`, resolve);
    });
    expect((await lost).message).toBe('The process of the run ended by signal SIGKILL.');
  });
});

describe('a process that is let go', () => {
  it('ends, though it does not want to', async () => {
    let isLost = false;
    const run = await start(`setInterval(() => {}, 1000); process.on('disconnect', () => {});`, () => {
      isLost = true;
    });
    const pending = run.request('counts', null);
    run.dispose();
    await expect(pending).rejects.toMatchObject({ code: 'PROTOCOL_DISPOSED' });
    await run.ended;
    expect(isLost).toBe(false);
  });
});
