// The trace view: lays out its parts, and says why one of them is empty.
import { type KeyboardEvent as ReactKeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { FilterBar } from './list/FilterBar.tsx';
import { MessageList } from './list/MessageList.tsx';
import { ModelProvider, useModel, useTrace } from './modelContext.ts';
import { Notice } from './Notice.tsx';
import { NoRun } from './NoRun.tsx';
import { PathView } from './path/PathView.tsx';
import type { TraceModel } from './state/traceModel.ts';
import './styles/trace.css';
import './styles/path.css';

export function App({ model }: { readonly model: TraceModel }): ReactElement {
  return (
    <ModelProvider value={model}>
      <TraceView />
    </ModelProvider>
  );
}

/** Nothing is drawn before the first answer: nothing flashes. */
function TraceView(): ReactElement {
  const hasStarted = useTrace((state) => state.hasStarted);
  const shown = useTrace((state) => state.shown);
  useEffect(() => {
    document.body.dataset['ready'] = String(hasStarted);
  }, [hasStarted]);
  useEffect(() => {
    // Wherever the keyboard is, also when it is nowhere.
    document.addEventListener('keydown', findSearch);
    return () => document.removeEventListener('keydown', findSearch);
  }, []);
  if (!hasStarted) return <div className="trace" aria-busy="true" />;
  if (!shown) return <NoRun />;
  return (
    <main className="trace" aria-label="Trace">
      <FilterBar />
      <Notice />
      {shown.failure === undefined ? <Parts /> : <Failure message={shown.failure} />}
      <Announcer />
    </main>
  );
}

function Parts(): ReactElement {
  const selected = useTrace((state) => state.selected);
  const model = useModel();
  const ref = useRef<HTMLDivElement>(null);
  const leave = (event: ReactKeyboardEvent): void => {
    if (event.key !== 'Escape' || selected === undefined) return;
    model.leaveMessage();
    ref.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
  };
  return (
    <div ref={ref} className={selected === undefined ? 'parts' : 'parts has-message'} onKeyDown={leave}>
      <MessageList />
      {selected !== undefined && <PathView key={selected} message={selected} />}
    </div>
  );
}

function Failure({ message }: { readonly message: string }): ReactElement {
  const model = useModel();
  const isEditor = useTrace((state) => state.kind === 'editor');
  return (
    <div className="empty" role="alert">
      <p>{message}</p>
      {isEditor && (
        <button type="button" className="quiet" onClick={() => model.openAsText()}>
          Open in Another Editor
        </button>
      )}
    </div>
  );
}

function Announcer(): ReactElement {
  const text = useTrace((state) => state.announcement);
  return (
    <div role="status" className="control-unseen">
      {text}
    </div>
  );
}

/** "/" goes to the search, as on many pages; not where it is a letter of a text. */
function findSearch(event: KeyboardEvent): void {
  const isTyping =
    event.target instanceof HTMLElement && event.target.closest('input, vscode-dropdown') !== null;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
}
