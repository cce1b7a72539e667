// The schemas that connections of a graph can name.
import { type ReactElement, useState } from 'react';
import type { CanvasGraph } from '../../../src/protocol/canvas.ts';
import { Button } from '../../controls/Button.tsx';
import { TextArea } from '../../controls/TextArea.tsx';
import { TextField } from '../../controls/TextField.tsx';
import { whyNotName } from './checkTexts.ts';
import { commitGesture, type Inspected } from './inspected.ts';
import { useFollowedKeys } from './useFollowedKeys.ts';

export function SchemaList({ inspected }: { readonly inspected: Inspected }): ReactElement {
  const { schemas } = inspected.graph;
  const ids = useFollowedKeys(schemas.map(({ name }) => name));
  return (
    <>
      {schemas.map((entry, place) => (
        <SchemaEntry key={ids[place]} inspected={inspected} entry={entry} />
      ))}
      <NewSchema inspected={inspected} />
    </>
  );
}

interface SchemaEntryProps {
  readonly inspected: Inspected;
  readonly entry: CanvasGraph['schemas'][number];
}

function SchemaEntry({ inspected, entry }: SchemaEntryProps): ReactElement {
  const { name, format, schema } = entry;
  const { graph, canEdit } = inspected;
  const uses = graph.connections.filter(({ schemaName }) => schemaName === name).length;
  const others = graph.schemas.filter((other) => other !== entry).map((other) => other.name);
  return (
    <details className="inspector-more">
      <summary>
        {name} <span className="control-detail">{uses === 0 ? 'not used' : `used ${String(uses)}×`}</span>
      </summary>
      <TextField
        label="Name"
        value={name}
        isDisabled={!canEdit}
        validate={(text) => whyNotName('a schema', text, others)}
        onCommit={(text) => commitGesture(inspected, { kind: 'set-schema', name, newName: text.trim() })}
      />
      <TextField
        label="Format"
        value={format}
        isDisabled={!canEdit}
        validate={(text) => (text.trim() === '' ? 'The format cannot be empty; "json" is usual.' : undefined)}
        onCommit={(text) => commitGesture(inspected, { kind: 'set-schema', name, format: text.trim() })}
      />
      <TextArea
        label="Schema"
        value={schema}
        rows={8}
        isDisabled={!canEdit}
        onCommit={(text) => commitGesture(inspected, { kind: 'set-schema', name, schema: text })}
      />
      <Button
        isDisabled={!canEdit}
        onPress={() => void commitGesture(inspected, { kind: 'remove-schema', name })}
      >
        Remove {name}
      </Button>
    </details>
  );
}

function NewSchema({ inspected }: { readonly inspected: Inspected }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const { graph, canEdit } = inspected;
  if (!isOpen)
    return (
      <Button isDisabled={!canEdit} onPress={() => setOpen(true)}>
        Add schema
      </Button>
    );
  return (
    <TextField
      label="Name of the new schema"
      value=""
      shouldTakeFocus
      isDisabled={!canEdit}
      validate={(text) =>
        whyNotName(
          'a schema',
          text,
          graph.schemas.map(({ name }) => name),
        )
      }
      onCancel={() => setOpen(false)}
      onCommit={async (text) => {
        const refusal = await commitGesture(inspected, {
          kind: 'set-schema',
          name: text.trim(),
          format: 'json',
          schema: '{}',
        });
        if (refusal === undefined) setOpen(false);
        return refusal;
      }}
    />
  );
}
