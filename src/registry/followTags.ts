// Asks a registry again and again whether tags lead to other modules by now, and has those pulled. Whatever the registry says or does not
// say, it only waits longer. Knows nothing about runs.
import type { Disposable } from '../base/disposable.ts';
import { describeError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { RegistryClient } from './client.ts';
import { findFollowed, refreshFollowed, type RunningModule } from './followedModules.ts';
import type { PulledModule } from './pull.ts';
import type { RegistryPlace } from './reference.ts';

/** Longest time between two attempts while the registry does not answer. */
const LONGEST_WAIT_MS = 10 * 60_000;

export interface FollowedTags {
  /** Asks for the manifest of each tag and pulls what has changed, as pullModule with `isRefresh` does. */
  readonly refresh: () => Promise<readonly PulledModule[]>;
  readonly startTimer: (callback: () => void, delayMs: number) => Disposable;
  readonly intervalMs: number;
  readonly logger: Logger;
}

/** Asks from `begin` until it is disposed; one attempt at a time. */
export class TagFollower implements Disposable {
  readonly #followed: FollowedTags;
  #timer: Disposable | undefined;
  #failures = 0;
  #isDisposed = false;

  constructor(followed: FollowedTags) {
    this.#followed = followed;
  }

  begin(): void {
    const { startTimer, intervalMs } = this.#followed;
    if (this.#isDisposed) return;
    const waitMs = Math.max(intervalMs, Math.min(LONGEST_WAIT_MS, intervalMs * 2 ** this.#failures));
    this.#timer = startTimer(() => void this.#ask(), waitMs);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  async #ask(): Promise<void> {
    const { refresh, logger } = this.#followed;
    try {
      const pulled = await refresh();
      if (this.#failures > 0 && !this.#isDisposed)
        logger.log('info', 'the registry answers again; its tags are followed');
      this.#failures = 0;
      for (const { outcome, reference, digest = '' } of pulled)
        if (outcome === 'pulled')
          logger.log('info', `${reference} has another content now (${digest}); it was pulled`);
    } catch (error) {
      if (this.#failures === 0 && !this.#isDisposed)
        logger.log(
          'warn',
          `Tags cannot be followed: ${describeError(error)} The run goes on with what it has; the registry is asked again, less and less often.`,
        );
      this.#failures += 1;
    }
    this.begin();
  }
}

export interface FollowOptions extends Pick<FollowedTags, 'startTimer' | 'intervalMs' | 'logger'> {
  readonly connect: (place: RegistryPlace, signal: AbortSignal) => Promise<RegistryClient>;
}

/**
 * Follows the tags that a run's modules were pulled from until it is disposed, which also ends what is under way. Says so when there are none.
 * Errors: FILE_UNREADABLE.
 */
export async function followTags(
  modules: Iterable<RunningModule>,
  { connect, startTimer, intervalMs, logger }: FollowOptions,
): Promise<Disposable> {
  const followed = await findFollowed(modules);
  const ending = new AbortController();
  const refresh = (): Promise<readonly PulledModule[]> =>
    refreshFollowed(followed, (place) => connect(place, ending.signal));
  const follower = new TagFollower({ refresh, startTimer, intervalMs, logger });
  if (followed.length === 0)
    logger.log('warn', 'no module of this run was pulled from a registry: there is no tag to follow');
  else follower.begin();
  return {
    dispose: () => {
      follower.dispose();
      ending.abort();
    },
  };
}
