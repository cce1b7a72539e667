// The text of the graph beside its canvas. Loads its editor when it is first shown; the canvas never waits for it.
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  useEffect,
  useRef,
  useState,
} from 'react';
import { type Disposable, DisposableStore } from '../../../src/base/disposable.ts';
import { describeError } from '../../../src/base/errors.ts';
import type { GraphEditor } from '../state/graphEditor.ts';
import { loadYamlEditor } from './loadYamlEditor.ts';

type Loading = 'loading' | 'ready' | { readonly failure: string };

// Here and not in a style sheet: they are needed when a style sheet cannot be loaded.
const fill: CSSProperties = { position: 'relative', width: '100%', height: '100%', minHeight: 0 };
const notice: CSSProperties = { position: 'absolute', inset: 0, padding: 16, overflow: 'auto' };
const button: CSSProperties = {
  padding: '4px 12px',
  font: 'inherit',
  color: 'var(--vscode-button-foreground)',
  background: 'var(--vscode-button-background)',
  border: '1px solid var(--vscode-contrastBorder, transparent)',
};

/** The YAML pane; fills its container. */
export function YamlPane({ editor }: { readonly editor: GraphEditor }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [loading, setLoading] = useState<Loading>('loading');
  const [attempt, setAttempt] = useState(1);

  useEffect(() => {
    // Ends at once what comes after the pane has gone.
    const shown = new DisposableStore();
    if (place.current)
      open(editor, place.current).then(
        (opened) => {
          shown.add(opened);
          setLoading('ready');
        },
        (error: unknown) => setLoading({ failure: describeError(error) }),
      );
    return () => shown.dispose();
  }, [editor, attempt]);

  const retry = (): void => {
    setLoading('loading');
    setAttempt(attempt + 1);
  };
  return (
    <section aria-label="YAML" aria-busy={loading === 'loading'} style={fill} onKeyDown={keepUndoFromBrowser}>
      <div ref={place} style={fill} />
      {loading === 'loading' && (
        <p role="status" style={notice}>
          Loading the YAML editor…
        </p>
      )}
      {typeof loading === 'object' && (
        <div role="alert" style={notice}>
          <p>The YAML editor could not be loaded. The graph can still be edited on the canvas.</p>
          <p>{loading.failure}</p>
          <button type="button" style={button} onClick={retry}>
            Try again
          </button>
        </div>
      )}
    </section>
  );
}

async function open(editor: GraphEditor, place: HTMLElement): Promise<Disposable> {
  const openYamlEditor = await loadYamlEditor(editor.getSnapshot().baseUri);
  return openYamlEditor(editor, place);
}

// VS Code undoes and redoes; the browser would change the text field behind monaco.
function keepUndoFromBrowser(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) event.preventDefault();
}
