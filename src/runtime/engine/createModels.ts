// The models of a run, with the limits of the operator calls that use them. Knows nothing about threads.
import type { CallGuard } from '../component/callGuard.ts';
import type { SessionClock } from '../scheduler/sessionClock.ts';
import { type ModelRunner, Models, type NamedModel } from '../services/models.ts';
import type { InferenceLink } from './inferenceThread.ts';

/** Loading compiles; beyond this the model, or the thread that loads it, is taken for stuck. */
const LOAD_LIMIT_MS = 60_000;

export interface ModelsParts {
  readonly guard: CallGuard;
  readonly clock: Pick<SessionClock, 'monotonicMs'>;
  readonly named: readonly NamedModel[];
  /** Default 60,000. */
  readonly loadLimitMs?: number;
}

/** Loading does not count as time of the operator's call. Computing does: a model that never ends is ended with it. */
export function createModels(inference: InferenceLink, parts: ModelsParts): Models {
  const { guard, clock, named, loadLimitMs = LOAD_LIMIT_MS } = parts;
  const load: ModelRunner['call'] = (request) => {
    const endMs = clock.monotonicMs() + loadLimitMs;
    const remainingMs = (): number => endMs - clock.monotonicMs();
    const check = (): void => {
      guard.checkWanted();
      if (remainingMs() <= 0) throw new LoadTimeout(`loading took longer than ${String(loadLimitMs)} ms`);
    };
    try {
      return guard.excuse(() => inference.call(request, { isExcused: true, remainingMs, check }));
    } catch (error) {
      if (!(error instanceof LoadTimeout)) throw error;
      return { kind: 'failed', code: 'timeout', reason: error.message };
    }
  };
  const compute: ModelRunner['call'] = (request) =>
    inference.call(request, {
      isExcused: false,
      remainingMs: () => guard.remainingMs,
      check: () => guard.check(),
    });
  const runner: ModelRunner = {
    get generation() {
      return inference.generation;
    },
    call: (request) => (request.kind === 'load' ? load(request) : compute(request)),
    free: (model) => inference.free(model),
  };
  return new Models(runner, named);
}

class LoadTimeout extends Error {
  override readonly name = 'LoadTimeout';
}
