// Message files of the workspace, to be opened here.
import type { ReactElement } from 'react';
import type { SavedMessage } from '../../src/protocol/publishView.ts';
import type { PublishStore } from './publishStore.ts';

interface SavedListProps {
  readonly store: PublishStore;
  readonly saved: readonly SavedMessage[];
}

export function SavedList({ store, saved }: SavedListProps): ReactElement {
  return (
    <section aria-labelledby="saved-heading">
      <h2 id="saved-heading">Saved Messages</h2>
      {saved.length === 0 && (
        <p className="publish-quiet">Messages that are saved are files of the workspace, *.message.json.</p>
      )}
      <ul className="publish-list">
        {saved.map(({ uri, path }) => (
          <li key={uri}>
            <button
              type="button"
              className="control-link"
              title={path}
              onClick={() => store.host.notify('openSaved', { uri })}
            >
              {path}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
