// What was published lately: again as it was, back into the fields, pinned, or gone.
import type { ReactElement } from 'react';
import type { HistoryLine } from '../../src/protocol/publishView.ts';
import type { PublishStore } from './publishStore.ts';

interface HistoryListProps {
  readonly store: PublishStore;
  readonly history: readonly HistoryLine[];
}

export function HistoryList({ store, history }: HistoryListProps): ReactElement {
  return (
    <section aria-labelledby="history-heading">
      <div className="publish-list-head">
        <h2 id="history-heading">History</h2>
        {history.some(({ isPinned }) => !isPinned) && (
          <button
            type="button"
            className="control-link"
            onClick={() => store.host.notify('clearHistory', null)}
          >
            Clear
          </button>
        )}
      </div>
      {history.length === 0 && <p className="publish-quiet">Nothing has been published from here yet.</p>}
      <ul className="publish-list">
        {history.map((line) => (
          <HistoryEntry key={line.id} store={store} line={line} />
        ))}
      </ul>
    </section>
  );
}

function HistoryEntry({
  store,
  line,
}: {
  readonly store: PublishStore;
  readonly line: HistoryLine;
}): ReactElement {
  const { id, topic, preview, timeMs, count, isPinned } = line;
  const { host } = store;
  const what = `${topic}, ${preview}`;
  return (
    <li>
      <div className="publish-entry" title={preview}>
        <span className="publish-entry-topic">
          {isPinned && <span className="publish-quiet">pinned </span>}
          {topic}
          {count > 1 && <span className="publish-quiet"> ×{count}</span>}
        </span>
        <span className="publish-quiet publish-entry-preview">{preview}</span>
      </div>
      <time className="publish-quiet" dateTime={new Date(timeMs).toISOString()}>
        {new Date(timeMs).toLocaleTimeString()}
      </time>
      <span className="publish-entry-actions">
        <LinkButton label={`Publish again: ${what}`} onPress={() => host.notify('sendAgain', { id })}>
          Again
        </LinkButton>
        <LinkButton label={`Edit: ${what}`} onPress={() => host.notify('useAgain', { id })}>
          Edit
        </LinkButton>
        <LinkButton
          label={`${isPinned ? 'Unpin' : 'Pin'}: ${what}`}
          onPress={() => host.notify('pin', { id, isPinned: !isPinned })}
        >
          {isPinned ? 'Unpin' : 'Pin'}
        </LinkButton>
        <LinkButton label={`Remove from history: ${what}`} onPress={() => host.notify('forget', { id })}>
          Remove
        </LinkButton>
      </span>
    </li>
  );
}

interface LinkButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: string;
}

function LinkButton({ label, onPress, children }: LinkButtonProps): ReactElement {
  return (
    <button type="button" className="control-link" aria-label={label} onClick={onPress}>
      {children}
    </button>
  );
}
