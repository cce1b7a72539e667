// Gives the components of the trace view its model. Knows no component.
import { type Context, createContext, useContext, useSyncExternalStore } from 'react';
import type { TraceModel } from './state/traceModel.ts';
import type { TraceState } from './state/traceState.ts';

const ModelContext: Context<TraceModel | undefined> = createContext<TraceModel | undefined>(undefined);

export const ModelProvider: typeof ModelContext.Provider = ModelContext.Provider;

export function useModel(): TraceModel {
  const model = useContext(ModelContext);
  if (!model) throw new Error('used outside of the trace view');
  return model;
}

/** `pick` gives something that is the same object while it did not change. */
export function useTrace<T>(pick: (state: TraceState) => T): T {
  const model = useModel();
  return useSyncExternalStore(model.subscribe, () => pick(model.get()));
}
