// The properties of what is selected, or of the graph when nothing is. Everything that is changed here is one gesture; the
// fields follow the text.
import { type ReactElement, useSyncExternalStore } from 'react';
import type { EditorSnapshot, GraphEditor } from '../state/graphEditor.ts';
import { ConnectionPage } from './ConnectionPage.tsx';
import { GraphPage } from './GraphPage.tsx';
import type { Inspected } from './inspected.ts';
import './inspector.css';
import { OperationPage } from './OperationPage.tsx';
import { describeCounts, SelectionPage } from './SelectionPage.tsx';
import { useFollowedKeys } from './useFollowedKeys.ts';

/** Follows the selection of `editor`; fills its container. */
export function Inspector({ editor }: { readonly editor: GraphEditor }): ReactElement {
  const snapshot = useSyncExternalStore(editor.subscribe, editor.getSnapshot);
  const { graph, model, workspace, canEdit } = snapshot;
  const whyNot = whyNotEdit(snapshot);
  return (
    <section className="inspector" aria-label="Properties">
      <h2>{titleOf(snapshot)}</h2>
      {whyNot !== undefined && (
        <p role="status" className="inspector-warning inspector-frozen">
          {whyNot}
        </p>
      )}
      {graph && model && (
        <Page
          snapshot={snapshot}
          inspected={{
            editor,
            graph,
            workspace,
            version: model.version,
            canEdit: canEdit && model.state !== 'broken',
          }}
        />
      )}
    </section>
  );
}

interface PageProps {
  readonly snapshot: EditorSnapshot;
  readonly inspected: Inspected;
}

function Page({ snapshot, inspected }: PageProps): ReactElement {
  const { selection, inspectorAsk } = snapshot;
  const { graph } = inspected;
  const { operations, connections } = selection;
  const [operation] = operations;
  const [connection] = connections;
  // A rename keeps what is written elsewhere on the page; another selection is another page.
  const ids = useFollowedKeys(graph.operations.map(({ name }) => name));
  if (operations.length + connections.length > 1)
    return <SelectionPage inspected={inspected} selection={selection} />;
  if (operation !== undefined)
    return <OperationPage key={ids[operation]} inspected={inspected} index={operation} ask={inspectorAsk} />;
  if (connection !== undefined)
    return <ConnectionPage key={connection} inspected={inspected} index={connection} />;
  return <GraphPage inspected={inspected} />;
}

function titleOf({ graph, selection: { operations, connections }, selection }: EditorSnapshot): string {
  if (operations.length + connections.length > 1) return describeCounts(selection);
  const operation = graph?.operations[operations[0] ?? -1];
  if (operation) return operation.name;
  const connection = graph?.connections[connections[0] ?? -1];
  if (connection) return `${connection.from} → ${connection.to}`;
  return 'Graph';
}

function whyNotEdit({ model, canEdit, hasStarted }: EditorSnapshot): string | undefined {
  if (model?.state === 'broken')
    return 'The text cannot be read now, so nothing can be changed here. What you see is the last state that could be read.';
  return hasStarted && !canEdit ? 'This file cannot be written, so nothing can be changed here.' : undefined;
}
