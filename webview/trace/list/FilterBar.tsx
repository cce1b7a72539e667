// What is looked at: the run, and which of its messages. Texts are looked for as they are typed.
import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { type Verdict, verdicts } from '../../../src/protocol/trace.ts';
import type { RunChoice } from '../../../src/protocol/traceView.ts';
import { IconButton } from '../../controls/Button.tsx';
import { Select, type SelectOption } from '../../controls/Select.tsx';
import { formatDay } from '../formatMoment.ts';
import { useModel, useTrace } from '../modelContext.ts';
import { isFiltered, noFilter } from '../state/traceState.ts';
import { verdictWords } from '../verdictWords.ts';
import { ListActions } from './ListActions.tsx';

/** After the last key, so that a search is not begun for every letter. */
const TYPING_MS = 200;

export function FilterBar(): ReactElement {
  const model = useModel();
  const filter = useTrace((state) => state.filter);
  const nodes = useTrace((state) => state.shown?.nodes);
  const nodeOptions: SelectOption[] = [
    { value: '', label: 'Any node' },
    ...(nodes ?? []).map(({ name }) => ({ value: name })),
  ];
  const commit =
    (change: (value: string) => void) =>
    (value: string): undefined => {
      change(value);
    };
  return (
    <div className="filter-bar" role="search" aria-label="Messages">
      <RunChooser />
      <SearchField
        label="Text in payloads, topics, properties, reasons, logs"
        placeholder="Search (/)"
        value={filter.text}
        onChange={(text) => model.setFilter({ text })}
        isMain
      />
      <SearchField
        label="Part of the topic"
        placeholder="Topic"
        value={filter.topic}
        onChange={(topic) => model.setFilter({ topic })}
      />
      <div className="filter-choice">
        <Select
          label="Node"
          isLabelHidden
          value={filter.node}
          options={nodeOptions}
          onCommit={commit((node) => model.setFilter({ node }))}
        />
      </div>
      <div className="filter-choice">
        <Select
          label="Verdict"
          isLabelHidden
          value={filter.verdict}
          options={verdictOptions}
          onCommit={commit((verdict) => model.setFilter({ verdict: verdict as Verdict | '' }))}
        />
      </div>
      {isFiltered(filter) && (
        <IconButton
          icon="remove"
          label="Clear filter"
          onPress={() => model.setFilter({ ...noFilter, fromHop: filter.fromHop })}
        />
      )}
      <ListActions />
    </div>
  );
}

const verdictOptions: readonly SelectOption[] = [
  { value: '', label: 'Any verdict' },
  ...verdicts.map((value) => ({ value, label: verdictWords[value] })),
];

function RunChooser(): ReactElement | null {
  const model = useModel();
  const runs = useTrace((state) => state.runs);
  const shown = useTrace((state) => state.shown);
  const kind = useTrace((state) => state.kind);
  if (!shown) return null;
  if (kind === 'editor')
    return (
      <span className="run-name">
        {shown.name}
        {shown.startedMs > 0 && `, ${formatDay(shown.startedMs)}`}
      </span>
    );
  return (
    <div className="run-choice">
      <Select
        label="Run"
        isLabelHidden
        value={shown.id}
        options={runs.map((run) => ({ value: run.id, label: describeRun(run) }))}
        onCommit={(id) => {
          model.chooseRun(id);
          return undefined;
        }}
      />
    </div>
  );
}

function describeRun({ name, startedMs, state }: RunChoice): string {
  return `${name}, ${formatDay(startedMs)}${state === 'live' ? ' (running)' : ''}`;
}

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isMain?: boolean;
}

function SearchField({
  label,
  placeholder,
  value,
  onChange,
  isMain = false,
}: SearchFieldProps): ReactElement {
  const id = useId();
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Changed from outside, for example cleared.
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (next: string): void => {
    clearTimeout(timer.current);
    if (next === told.current) return;
    told.current = next;
    onChange(next);
  };
  return (
    <div className={isMain ? 'search-field is-main' : 'search-field'}>
      <label htmlFor={id} className="control-unseen">
        {label}
      </label>
      <input
        id={id}
        type="search"
        value={text}
        placeholder={placeholder}
        title={label}
        spellCheck={false}
        onChange={({ target }) => {
          setText(target.value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => tell(target.value), TYPING_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') tell(text);
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          event.stopPropagation();
          setText('');
          tell('');
        }}
      />
    </div>
  );
}
