// The parts of one connection: where it begins, its arm, its schema, where it ends.
import type { ReactElement } from 'react';
import { type Arm, arms } from '../../../src/graph/model.ts';
import type { CanvasConnection } from '../../../src/protocol/canvas.ts';
import { ComboBox } from '../../controls/ComboBox.tsx';
import { Select } from '../../controls/Select.tsx';
import { indexOfOperation, possibleSources, possibleTargets } from './ends.ts';
import { commitGesture, type Inspected } from './inspected.ts';

export interface ConnectionFieldProps {
  readonly inspected: Inspected;
  /** In `CanvasGraph.connections`. */
  readonly index: number;
  readonly connection: CanvasConnection;
  readonly isLabelHidden?: boolean;
}

export function SourceField(props: ConnectionFieldProps): ReactElement {
  const { inspected, index, connection, isLabelHidden = false } = props;
  const { graph, canEdit } = inspected;
  const to = indexOfOperation(graph, connection.to);
  return (
    <ComboBox
      label={isLabelHidden ? `From, of the connection to ${connection.to}` : 'From'}
      isLabelHidden={isLabelHidden}
      value={connection.from}
      isDisabled={!canEdit}
      propose={(text) => proposeNames(possibleSources(graph, to, { replaced: index }), text)}
      onCommit={(name) =>
        commitGesture(inspected, {
          kind: 'reconnect',
          connection: index,
          from: { operation: indexOfOperation(graph, name) },
        })
      }
    />
  );
}

export function TargetField(props: ConnectionFieldProps): ReactElement {
  const { inspected, index, connection, isLabelHidden = false } = props;
  const { graph, canEdit } = inspected;
  const from = indexOfOperation(graph, connection.from);
  return (
    <ComboBox
      label={isLabelHidden ? `To, of the connection from ${connection.from}` : 'To'}
      isLabelHidden={isLabelHidden}
      value={connection.to}
      isDisabled={!canEdit}
      propose={(text) =>
        proposeNames(possibleTargets(graph, from, { replaced: index, arm: connection.arm }), text)
      }
      onCommit={(name) =>
        commitGesture(inspected, {
          kind: 'reconnect',
          connection: index,
          to: indexOfOperation(graph, name),
        })
      }
    />
  );
}

/** Nothing for connections that do not come out of a branch. */
export function ArmField(props: ConnectionFieldProps): ReactElement | undefined {
  const { inspected, index, connection, isLabelHidden = false } = props;
  const from = indexOfOperation(inspected.graph, connection.from);
  if (inspected.graph.operations[from]?.type !== 'branch') return undefined;
  const missing = connection.arm ? [] : [{ value: '', label: 'no arm' }];
  return (
    <Select
      label={isLabelHidden ? `Arm, ${connection.from} to ${connection.to}` : 'Arm'}
      isLabelHidden={isLabelHidden}
      value={connection.arm ?? ''}
      options={[...missing, ...arms.map((value) => ({ value }))]}
      isDisabled={!inspected.canEdit}
      onCommit={(arm) =>
        isArm(arm)
          ? commitGesture(inspected, {
              kind: 'reconnect',
              connection: index,
              from: { operation: from, arm },
            })
          : undefined
      }
    />
  );
}

/** Nothing while there is no schema to choose. */
export function SchemaField(props: ConnectionFieldProps): ReactElement | undefined {
  const { inspected, index, connection, isLabelHidden = false } = props;
  const { schemaName = '' } = connection;
  const names = new Set(inspected.graph.schemas.map(({ name }) => name));
  if (names.size === 0 && schemaName === '') return undefined;
  if (schemaName !== '') names.add(schemaName);
  return (
    <Select
      label={isLabelHidden ? `Schema, ${connection.from} to ${connection.to}` : 'Schema'}
      isLabelHidden={isLabelHidden}
      value={schemaName}
      options={[{ value: '', label: 'no schema' }, ...[...names].map((value) => ({ value }))]}
      isDisabled={!inspected.canEdit}
      onCommit={(name) =>
        commitGesture(inspected, {
          kind: 'set-connection-schema',
          connection: index,
          schema: name || undefined,
        })
      }
    />
  );
}

export function proposeNames(names: readonly string[], text: string): { value: string }[] {
  const wanted = text.trim().toLowerCase();
  return names.filter((name) => name.toLowerCase().includes(wanted)).map((value) => ({ value }));
}

function isArm(text: string): text is Arm {
  return (arms as readonly string[]).includes(text);
}
