// What can be done with the list as a whole: pause, clear, export.
import type { ReactElement } from 'react';
import { useModel, useTrace } from '../modelContext.ts';
import { isFiltered } from '../state/traceState.ts';

const paths = {
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  resume: 'M5 3l8 5-8 5z',
  clear: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M4.200 4.200l7.600 7.600',
  restore: 'M3 8a5 5 0 1 1 1.500 3.500M3 12.500V9h3.500',
  export: 'M8 2.500V10M5 7l3 3 3-3M3 13.500h10',
} as const;

export function ListActions(): ReactElement {
  const model = useModel();
  const isLive = useTrace((state) => state.shown?.state === 'live');
  const isPaused = useTrace((state) => state.isPaused);
  const isCleared = useTrace((state) => state.filter.fromHop > 0);
  const isNarrowed = useTrace((state) => isFiltered(state.filter) || state.filter.fromHop > 0);
  return (
    <div className="list-actions" role="toolbar" aria-label="List">
      {isLive && (
        <Action
          icon={isPaused ? 'resume' : 'pause'}
          label={isPaused ? 'Show new messages again' : 'Pause: show no new messages. The run goes on'}
          isPressed={isPaused}
          onPress={() => model.pause(!isPaused)}
        />
      )}
      <Action
        icon={isCleared ? 'restore' : 'clear'}
        label={isCleared ? 'Show earlier messages again' : 'Clear: hide what has been recorded until now'}
        onPress={() => model.clear(!isCleared)}
      />
      <Action
        icon="export"
        label={isNarrowed ? 'Export the messages shown as NDJSON' : 'Export all as NDJSON'}
        onPress={() => model.exportTrace(isNarrowed)}
      />
    </div>
  );
}

interface ActionProps {
  readonly icon: keyof typeof paths;
  readonly label: string;
  readonly onPress: () => void;
  readonly isPressed?: boolean;
}

function Action({ icon, label, onPress, isPressed }: ActionProps): ReactElement {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      {...(isPressed !== undefined && { 'aria-pressed': isPressed })}
      onClick={onPress}
    >
      <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={paths[icon]} />
      </svg>
    </button>
  );
}
