// Lets runs of debug sessions follow the tags that their modules were pulled from, where the launch configuration wants that. Knows nothing about
// how tags are followed; what has changed on disk is the run's own matter.
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { RunSessions, SessionRun } from '../debug/runSessions.ts';
import type { RegistryService } from './registryService.ts';

/** Dispose to follow none any more. */
export function followRuns(sessions: RunSessions, registry: Pick<RegistryService, 'follow'>): Disposable {
  const store = new DisposableStore();
  const following = new Map<SessionRun, Promise<Disposable | undefined>>();
  const end = (run: SessionRun): void => {
    void following.get(run)?.then((each) => each?.dispose());
    following.delete(run);
  };
  store.add(
    sessions.onLoaded((run) => {
      // The debug adapter has read it.
      const seconds: unknown = run.session.configuration.followTags;
      if (typeof seconds === 'number') following.set(run, registry.follow(run.info, seconds * 1000));
    }),
  );
  store.add(sessions.onEnded(end));
  store.add({ dispose: () => [...following.keys()].forEach(end) });
  return store;
}
