// Topic, content type, schema, properties and times of a message before and after a hop; what the hop changed is marked.
import type { ReactElement } from 'react';
import type { HopRecord, TracedMessage } from '../../../src/protocol/trace.ts';

interface Field {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function MessageFields({ hop }: { readonly hop: HopRecord }): ReactElement | null {
  const fields = fieldsOf(hop);
  if (fields.length === 0) return null;
  const hasOutput = hop.output !== undefined;
  return (
    <table className="fields">
      <caption>Message</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{hasOutput ? 'Input' : 'Value'}</th>
          {hasOutput && <th scope="col">Output</th>}
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, before, after }) => (
          <tr key={name} className={hasOutput && before !== after ? 'is-changed' : undefined}>
            <th scope="row">{name}</th>
            <td>{before ?? '–'}</td>
            {hasOutput && <td>{after ?? '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function fieldsOf({ input, output, time, newTime }: HopRecord): Field[] {
  const names = new Map<string, Field>();
  const add = (name: string, before: string | undefined, after: string | undefined): void => {
    if (before !== undefined || after !== undefined) names.set(name, { name, before, after });
  };
  add('topic', input?.topic, output?.topic);
  add('content type', input?.contentType, output?.contentType);
  add('schema', schemaOf(input), schemaOf(output));
  add('timestamp', input?.timestamp, output?.timestamp);
  for (const key of new Set([...keysOf(input), ...keysOf(output)]))
    add(`property ${key}`, valuesOf(input, key), valuesOf(output, key));
  add('logical time', time, newTime ?? (output ? time : undefined));
  return [...names.values()];
}

/** Of an inline one its name: its text would bury everything else. */
function schemaOf(message: TracedMessage | undefined): string | undefined {
  const schema = message?.schema;
  if (!schema) return undefined;
  return schema.kind === 'reference' ? schema.reference : `${schema.name} (inline)`;
}

function keysOf(message: TracedMessage | undefined): string[] {
  return message?.userProperties.map(([key]) => key) ?? [];
}

/** The same key may come several times. */
function valuesOf(message: TracedMessage | undefined, key: string): string | undefined {
  const values = message?.userProperties.filter(([name]) => name === key).map(([, value]) => value) ?? [];
  return values.length === 0 ? undefined : values.join(', ');
}
