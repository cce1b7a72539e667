// What leads into an operation and out of it.
import type { ReactElement } from 'react';
import type { CanvasOperation } from '../../../src/protocol/canvas.ts';
import { IconButton } from '../../controls/Button.tsx';
import { ComboBox } from '../../controls/ComboBox.tsx';
import { ArmField, proposeNames, SchemaField, SourceField, TargetField } from './ConnectionFields.tsx';
import { indexOfOperation, possibleSources, possibleTargets } from './ends.ts';
import { commitGesture, type Inspected } from './inspected.ts';
import { useFollowedKeys } from './useFollowedKeys.ts';

export interface ConnectionListProps {
  readonly inspected: Inspected;
  readonly index: number;
  readonly operation: CanvasOperation;
}

export function ConnectionList(props: ConnectionListProps): ReactElement {
  const { type } = props.operation;
  return (
    <>
      {type !== 'source' && <Ways {...props} direction="in" />}
      {type !== 'sink' && <Ways {...props} direction="out" />}
    </>
  );
}

interface WaysProps extends ConnectionListProps {
  readonly direction: 'in' | 'out';
}

function Ways(props: WaysProps): ReactElement {
  const { inspected, operation, direction } = props;
  const ways = inspected.graph.connections
    .map((connection, index) => ({ connection, index }))
    .filter(({ connection }) => connection[direction === 'in' ? 'to' : 'from'] === operation.name);
  const ids = useFollowedKeys(
    ways.map(({ connection: { from, arm = '', to } }) => JSON.stringify([from, arm, to])),
  );
  const title = direction === 'in' ? 'In' : 'Out';
  return (
    <div className="inspector-ways">
      <h4>{title}</h4>
      {ways.length > 0 && (
        <ul aria-label={`Connections ${direction}`}>
          {ways.map(({ index }, place) => (
            <Way key={ids[place]} inspected={inspected} index={index} direction={direction} />
          ))}
        </ul>
      )}
      <NewWay {...props} />
    </div>
  );
}

interface WayProps {
  readonly inspected: Inspected;
  readonly index: number;
  readonly direction: 'in' | 'out';
}

function Way({ inspected, index, direction }: WayProps): ReactElement | undefined {
  const { editor, graph, canEdit } = inspected;
  const connection = graph.connections[index];
  if (!connection) return undefined;
  const other = direction === 'in' ? connection.from : connection.to;
  const fields = { inspected, index, connection, isLabelHidden: true };
  return (
    <li className="inspector-way">
      <div className="inspector-way-fields">
        <ArmField {...fields} />
        {direction === 'in' ? <SourceField {...fields} /> : <TargetField {...fields} />}
        <SchemaField {...fields} />
      </div>
      <IconButton
        icon="goTo"
        label={`Go to ${other}`}
        isDisabled={indexOfOperation(graph, other) < 0}
        onPress={() => editor.selectByName([other])}
      />
      <IconButton
        icon="remove"
        label={`Remove connection ${connection.from} to ${connection.to}`}
        isDisabled={!canEdit}
        onPress={() =>
          void commitGesture(inspected, { kind: 'remove', operations: [], connections: [index] })
        }
      />
    </li>
  );
}

function NewWay({ inspected, index, direction }: WaysProps): ReactElement {
  const { graph, canEdit } = inspected;
  const isIn = direction === 'in';
  return (
    <ComboBox
      label={isIn ? 'Connect from' : 'Connect to'}
      isLabelHidden
      placeholder={isIn ? 'Connect from…' : 'Connect to…'}
      value=""
      isDisabled={!canEdit}
      propose={(text) =>
        proposeNames(isIn ? possibleSources(graph, index) : possibleTargets(graph, index), text)
      }
      onCommit={(name) => {
        const other = indexOfOperation(graph, name);
        return commitGesture(inspected, {
          kind: 'connect',
          from: { operation: isIn ? other : index },
          to: isIn ? index : other,
        });
      }}
    />
  );
}
