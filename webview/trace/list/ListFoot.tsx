// Under the list: how many there are, how far a search is, what is not listed, and why it may be empty.
import type { ReactElement } from 'react';
import { Link } from '../../controls/Link.tsx';
import { useModel, useTrace } from '../modelContext.ts';
import { isFiltered, shownCount } from '../state/traceState.ts';

export function ListFoot(): ReactElement {
  const count = useTrace(shownCount);
  const progress = useTrace((state) => state.progress);
  const gone = useTrace((state) => state.gone);
  const isListed = useTrace((state) => state.isListed);
  const percent = progress ? Math.floor((100 * progress.done) / Math.max(1, progress.of)) : 0;
  return (
    <>
      {isListed && count === 0 && !progress && <Empty />}
      <div className="list-foot" role="status">
        <span>
          {count.toLocaleString('en')} {count === 1 ? 'message' : 'messages'}
          {gone > 0 && `, ${gone.toLocaleString('en')} older ones are no longer held`}
        </span>
        {progress && (
          <span className="search-progress">
            <progress value={progress.done} max={progress.of} aria-label="Search" /> {percent}%
          </span>
        )}
      </div>
    </>
  );
}

function Empty(): ReactElement {
  const model = useModel();
  const isNarrowed = useTrace((state) => isFiltered(state.filter));
  const isCleared = useTrace((state) => state.filter.fromHop > 0);
  const isLive = useTrace((state) => state.shown?.state === 'live');
  const isCounted = useTrace((state) => state.shown?.level === 'counts');
  if (isNarrowed)
    return (
      <div className="empty-list">
        <p>No message has a hop that meets all of this.</p>
        <Link onPress={() => model.clearFilter()}>Clear the filter</Link>
      </div>
    );
  if (isCleared)
    return (
      <div className="empty-list">
        <p>Nothing has come since you cleared the list.</p>
        <Link onPress={() => model.clear(false)}>Show earlier messages</Link>
      </div>
    );
  const whenOver = isCounted
    ? 'This run was recorded at the level "counts", which keeps only hops that failed.'
    : 'No message entered this run.';
  const whenLive = 'No message has entered yet. Publish one to a topic that a source reads.';
  return (
    <div className="empty-list">
      <p>{isLive ? whenLive : whenOver}</p>
    </div>
  );
}
