// Gestures on their way between webview, extension and language server. Messages there are JSON, in which a text of undefined
// ("remove it") cannot be told from one that is left out ("it stays"): it travels as null. Knows nothing of what is done.
import type { GraphGesture, ParameterChanges } from '../graph/gesture.ts';

/** Makes `gesture` fit for a message. */
export function packGesture(gesture: GraphGesture): GraphGesture {
  return withChanges(gesture, undefined, null);
}

/** The gesture that `packGesture` was given. */
export function unpackGesture(gesture: GraphGesture): GraphGesture {
  return withChanges(gesture, null, undefined);
}

function withChanges(gesture: GraphGesture, from: null | undefined, to: null | undefined): GraphGesture {
  if (gesture.kind !== 'set-parameter') return gesture;
  const entries = Object.entries(gesture.changes).map(([key, value]: [string, unknown]) => [
    key,
    value === from ? to : value,
  ]);
  return { ...gesture, changes: Object.fromEntries(entries) as ParameterChanges };
}
