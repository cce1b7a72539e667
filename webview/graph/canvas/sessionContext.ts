// How components reach the session of their canvas. Knows nothing of what they do with it.
import { createContext, type Provider, useContext, useSyncExternalStore } from 'react';
import type { ArrangementSnapshot } from '../state/arrangement.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { CanvasView } from '../state/canvasView.ts';
import type { EditorSnapshot } from '../state/graphEditor.ts';

const Context = createContext<CanvasSession | undefined>(undefined);

export const SessionProvider: Provider<CanvasSession | undefined> = Context.Provider;

export function useSession(): CanvasSession {
  const session = useContext(Context);
  if (!session) throw new Error('There is no session around this component.');
  return session;
}

/** A part of the view; drawn again when that part is another. */
export function useView<T>(choose: (view: CanvasView) => T): T {
  const { view } = useSession();
  return useSyncExternalStore(view.subscribe, () => choose(view.get()));
}

/** A part of the state. `choose` must give the same object for the same state. */
export function useEditor<T>(choose: (snapshot: EditorSnapshot) => T): T {
  const { editor } = useSession();
  return useSyncExternalStore(editor.subscribe, () => choose(editor.getSnapshot()));
}

/** A part of what is drawn where; only those who draw nodes follow their positions. */
export function useArrangement<T>(choose: (snapshot: ArrangementSnapshot) => T): T {
  const { arrangement } = useSession();
  return useSyncExternalStore(arrangement.subscribe, () => choose(arrangement.getSnapshot()));
}

/** Whether something may be changed now. */
export function useCanEdit(): boolean {
  return useEditor(({ canEdit, model }) => canEdit && model !== undefined && model.state !== 'broken');
}
