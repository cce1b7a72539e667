// The publish view: the message at the left, what will be sent and what was sent at the right. Ctrl+Enter publishes from anywhere.
import { type ReactElement, useEffect, useSyncExternalStore } from 'react';
import { HistoryList } from './HistoryList.tsx';
import { MessageFields } from './MessageFields.tsx';
import { PayloadField } from './PayloadField.tsx';
import { Preview } from './Preview.tsx';
import { PropertyList } from './PropertyList.tsx';
import type { PublishStore } from './publishStore.ts';
import { SavedList } from './SavedList.tsx';
import { SendBar } from './SendBar.tsx';

export function PublishPage({ store }: { readonly store: PublishStore }): ReactElement {
  const shown = useSyncExternalStore(store.subscribe, store.getSnapshot);
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      void store.publish();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [store]);
  // A new draft makes the fields anew, so that nothing typed before is left in them.
  return (
    <main className="publish" aria-label="Publish a message">
      <SendBar store={store} shown={shown} />
      <div className="publish-columns">
        <section className="publish-message" aria-label="Message" key={shown.draftNumber}>
          <MessageFields store={store} shown={shown} />
          <PayloadField store={store} shown={shown} />
          <PropertyList store={store} shown={shown} />
        </section>
        <section className="publish-side" aria-label="Preview, history and files">
          <Preview shown={shown} />
          <HistoryList store={store} history={shown.history} />
          <SavedList store={store} saved={shown.saved} />
        </section>
      </div>
    </main>
  );
}
