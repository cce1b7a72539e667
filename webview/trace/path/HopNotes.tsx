// What goes with a hop besides its messages: the operator's error, log lines, calls of the state store, commands and the schema registry,
// metrics; and what was changed from outside.
import type { ReactElement, ReactNode } from 'react';
import { describeChange } from '../../../src/base/describeChange.ts';
import type {
  RunChange,
  TracedCommandCall,
  TracedError,
  TracedLog,
  TracedMetric,
  TracedSchemaCall,
  TracedStateCall,
} from '../../../src/protocol/trace.ts';

export function ErrorSection({ error }: { readonly error: TracedError }): ReactElement {
  const [first = '', ...others] = error.message.split('\n');
  return (
    <section className="error-section" aria-label="Error">
      <h4>{error.code}</h4>
      <p>{first}</p>
      {others.length > 0 && <pre tabIndex={0}>{others.join('\n')}</pre>}
      {error.stack !== undefined && (
        <details open>
          <summary>Where in the operator, innermost first</summary>
          <ol className="stack">
            {framesOf(error.stack).map((frame, index) => (
              <li key={index}>{frame}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .map((line) => line.trim().replace(/^at /, ''))
    .filter((line) => line !== '');
}

export function LogSection({ logs }: { readonly logs: readonly TracedLog[] }): ReactElement | null {
  return (
    <Notes title="Log" count={logs.length} head={['Level', 'Context', 'Message']}>
      {logs.map(({ level, context, message }, index) => (
        <tr key={index} className={level === 'error' || level === 'warn' ? `is-${level}` : undefined}>
          <td>{level}</td>
          <td>{context}</td>
          <td className="wraps">{message}</td>
        </tr>
      ))}
    </Notes>
  );
}

export function StateSection({ calls }: { readonly calls: readonly TracedStateCall[] }): ReactElement | null {
  return (
    <Notes title="State store" count={calls.length} head={['Call', 'Key', 'Result']}>
      {calls.map(({ method, key, result }, index) => (
        <tr key={index}>
          <td>{method}</td>
          <td className="wraps">{key}</td>
          <td className="wraps">{result}</td>
        </tr>
      ))}
    </Notes>
  );
}

export function CommandSection({
  calls,
}: {
  readonly calls: readonly TracedCommandCall[];
}): ReactElement | null {
  return (
    <Notes title="Commands" count={calls.length} head={['Command', 'Topic', 'Answer']}>
      {calls.map(({ command, topic, result }, index) => (
        <tr key={index} className={result.startsWith('error: ') ? 'is-error' : undefined}>
          <td className="wraps">{command}</td>
          <td className="wraps">{topic}</td>
          <td className="wraps">{result}</td>
        </tr>
      ))}
    </Notes>
  );
}

export function SchemaSection({
  calls,
}: {
  readonly calls: readonly TracedSchemaCall[];
}): ReactElement | null {
  return (
    <Notes title="Schema registry" count={calls.length} head={['Schema', 'Version', 'Result']}>
      {calls.map(({ id, version, result }, index) => (
        <tr key={index} className={result.startsWith('error: ') ? 'is-error' : undefined}>
          <td className="wraps">{id}</td>
          <td className="wraps">{version}</td>
          <td className="wraps">{result}</td>
        </tr>
      ))}
    </Notes>
  );
}

export function ChangeSection({ changes }: { readonly changes: readonly RunChange[] }): ReactElement | null {
  return (
    <Notes title="Changed from outside before" count={changes.length} head={['What', 'Now']}>
      {changes.map(describeChange).map(({ what, now }, index) => (
        <tr key={index}>
          <td className="wraps">{what}</td>
          <td className="wraps">{now}</td>
        </tr>
      ))}
    </Notes>
  );
}

export function MetricSection({
  metrics,
}: {
  readonly metrics: readonly TracedMetric[];
}): ReactElement | null {
  return (
    <Notes title="Metrics" count={metrics.length} head={['Metric', 'Value', 'Labels']}>
      {metrics.map(({ kind, name, value, labels, error }, index) => (
        <tr key={index} className={error === undefined ? undefined : 'is-error'}>
          <td className="wraps">{name}</td>
          <td>
            {kind === 'counter' ? `+${String(value)}` : String(value)}
            {error !== undefined && ` (${error})`}
          </td>
          <td className="wraps">{labels.map(([key, label]) => `${key}=${label}`).join(', ')}</td>
        </tr>
      ))}
    </Notes>
  );
}

interface NotesProps {
  readonly title: string;
  readonly count: number;
  readonly head: readonly string[];
  readonly children: ReactNode;
}

function Notes({ title, count, head, children }: NotesProps): ReactElement | null {
  if (count === 0) return null;
  return (
    <table className="fields">
      <caption>{title}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
