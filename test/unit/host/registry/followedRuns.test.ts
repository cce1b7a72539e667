// Which runs follow tags, and until when.
import { expect, it } from 'vitest';
import { Emitter } from '../../../../src/base/emitter.ts';
import type { RunSessions, SessionRun } from '../../../../src/host/debug/runSessions.ts';
import { followRuns } from '../../../../src/host/registry/followedRuns.ts';

function begin() {
  const [loaded, ended] = [new Emitter<SessionRun>(), new Emitter<SessionRun>()];
  const told: string[] = [];
  const following = followRuns({ onLoaded: loaded.event, onEnded: ended.event } as unknown as RunSessions, {
    follow: ({ name }, intervalMs) => {
      told.push(`follow ${name} ${String(intervalMs)}`);
      return Promise.resolve({ dispose: () => void told.push(`end ${name}`) });
    },
  });
  const run = (name: string, configuration: object): SessionRun =>
    ({ session: { configuration }, info: { name } }) as unknown as SessionRun;
  return { loaded, ended, told, following, run };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('is said by the launch configuration, and lasts as long as the run', async () => {
  const { loaded, ended, told, run } = begin();
  const [one, other, plain] = [run('one', { followTags: 30 }), run('other', { followTags: 1 }), run('p', {})];
  for (const each of [one, other, plain]) loaded.fire(each);
  for (const each of [plain, one]) ended.fire(each);
  await settled();
  expect(told).toEqual(['follow one 30000', 'follow other 1000', 'end one']);
});

it('ends with the extension', async () => {
  const { loaded, told, following, run } = begin();
  loaded.fire(run('one', { followTags: 30 }));
  following.dispose();
  loaded.fire(run('late', { followTags: 30 }));
  await settled();
  expect(told).toEqual(['follow one 30000', 'end one']);
});
