// Which tags are followed, when a registry is asked for them, what is said of it, and that a registry that is away only makes it wait longer.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFollowed } from '../../../src/registry/followedModules.ts';
import { followTags, TagFollower } from '../../../src/registry/followTags.ts';
import type { PulledModule } from '../../../src/registry/pull.ts';

function follow(answers: readonly (readonly PulledModule['outcome'][] | Error)[]) {
  const waits: number[] = [];
  const lines: string[] = [];
  let next: (() => void) | undefined;
  let asked = 0;
  const follower = new TagFollower({
    refresh: () => {
      const answer = answers[asked] ?? [];
      asked += 1;
      if (answer instanceof Error) return Promise.reject(answer);
      const modules = answer.map((outcome) => ({ reference: 'r/m:1', path: 'p', outcome }));
      return Promise.resolve(modules);
    },
    startTimer: (callback, delayMs) => {
      waits.push(delayMs);
      next = callback;
      return { dispose: () => (next = undefined) };
    },
    intervalMs: 30_000,
    logger: { log: (level, message) => void lines.push(`${level} ${message}`) },
  });
  const pass = async (): Promise<void> => {
    const count = waits.length;
    next?.();
    await expect.poll(() => waits.length).toBe(count + 1);
  };
  return { follower, waits, lines, pass, timer: () => next };
}

it('says only what was pulled', async () => {
  const { follower, waits, lines, pass } = follow([['unchanged'], ['pulled', 'unchanged']]);
  follower.begin();
  await pass();
  await pass();
  expect(waits).toEqual([30_000, 30_000, 30_000]);
  expect(lines).toEqual([expect.stringMatching(/^info r\/m:1 has another content now/)]);
});

it('tells once that the registry is away, waits longer each time, and tells when it is back', async () => {
  const away = new Error('connection refused.');
  const { follower, waits, lines, pass } = follow([away, away, away, away, away, away, ['unchanged']]);
  follower.begin();
  for (let count = 0; count < 7; count += 1) await pass();
  expect(waits.map((ms) => ms / 1000)).toEqual([30, 60, 120, 240, 480, 600, 600, 30]);
  expect(lines).toEqual([
    expect.stringMatching(/^warn Tags cannot be followed: connection refused\. The run goes on/),
    'info the registry answers again; its tags are followed',
  ]);
});

it('asks no more once it is disposed', () => {
  const { follower, timer } = follow([]);
  follower.begin();
  follower.dispose();
  expect(timer()).toBeUndefined();
});

describe('modules of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'followed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A module as `pull` leaves it; `noted`: the reference in its note. */
  function pulled(path: string, noted?: string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, path);
    const digest = `sha256:${createHash('sha256').update(path).digest('hex')}`;
    const note = { reference: noted, manifest: digest, digest };
    if (noted !== undefined) writeFileSync(file.replace(/wasm$/, 'json'), JSON.stringify(note));
    return file;
  }

  it('are followed at the place that they were pulled from, in the folder that they are in', async () => {
    const path = pulled('a/team/temperature/1.0.0.wasm', 'localhost:5000/x/y/team/temperature:1.0.0');
    const top = pulled('b/plain/2.wasm', 'registry.example/plain:2');
    const found = await findFollowed([
      { path, references: ['other:1.0.0', 'team/temperature:1.0.0'] },
      { path: top, references: ['plain:2'] },
    ]);
    expect(found.map(({ module, place, cacheFolder }) => [module.text, place, cacheFolder])).toEqual([
      ['team/temperature:1.0.0', { host: 'localhost:5000', prefix: 'x/y' }, join(folder, 'a')],
      ['plain:2', { host: 'registry.example', prefix: '' }, join(folder, 'b')],
    ]);
  });

  it('are not when they were built here, put there by hand or changed since', async () => {
    const built = pulled('operators/temperature/bin/x86_64/release/temperature.wasm');
    const byHand = pulled('c/temperature/1.0.0.wasm');
    const changed = pulled('d/temperature/1.0.0.wasm', 'localhost:5000/temperature:1.0.0');
    writeFileSync(changed, 'changed');
    const modules = [built, byHand, changed].map((path) => ({
      path,
      references: ['temperature:1.0.0', '?'],
    }));
    expect(await findFollowed(modules)).toEqual([]);
  });

  it('say so when there is none to follow', async () => {
    const lines: string[] = [];
    const following = await followTags([], {
      connect: () => Promise.reject(new Error('asked')),
      startTimer: () => {
        throw new Error('waited');
      },
      intervalMs: 1,
      logger: { log: (...line) => void lines.push(line.join(' ')) },
    });
    following.dispose();
    expect(lines).toEqual([
      'warn no module of this run was pulled from a registry: there is no tag to follow',
    ]);
  });
});
