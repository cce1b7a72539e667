// A state store that fails when it is told to, as one that cannot be reached. Knows nothing about when that is.
import type { OperatorStateStore } from '../services/stateStore.ts';
import { StateStoreError, type WitStateStoreError } from '../services/stateStoreError.ts';

/** A request that was not answered. */
class InjectedTimeout extends StateStoreError {
  constructor() {
    super('unanswered');
  }

  override toWit(): WitStateStoreError {
    return { tag: 'timeout' };
  }
}

/** `store`, but every call fails with `timeout` of WIT `state-store-error` while `fails` says so. */
export function makeFailingStore(store: OperatorStateStore, fails: () => boolean): OperatorStateStore {
  const reach = (): OperatorStateStore => {
    if (fails()) throw new InjectedTimeout();
    return store;
  };
  return {
    get: (...args) => reach().get(...args),
    set: (...args) => reach().set(...args),
    del: (...args) => reach().del(...args),
    vdel: (...args) => reach().vdel(...args),
  };
}
