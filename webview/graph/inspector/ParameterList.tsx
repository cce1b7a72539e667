// The parameters that an operation declares for its operator.
import { type ReactElement, useState } from 'react';
import type { ParameterChanges } from '../../../src/graph/gesture.ts';
import type { CanvasModule, CanvasOperation, CanvasParameter } from '../../../src/protocol/canvas.ts';
import { Button, IconButton } from '../../controls/Button.tsx';
import { Checkbox } from '../../controls/Checkbox.tsx';
import { TextField } from '../../controls/TextField.tsx';
import { whyNotName } from './checkTexts.ts';
import { commitGesture, type Inspected } from './inspected.ts';
import { useFollowedKeys } from './useFollowedKeys.ts';

export interface ParameterListProps {
  readonly inspected: Inspected;
  readonly index: number;
  readonly operation: CanvasOperation;
  /** Known to be read and not declared yet. */
  readonly suggestions: CanvasModule['parameters'];
}

export function ParameterList(props: ParameterListProps): ReactElement {
  const { operation, suggestions, index, inspected } = props;
  const parameters = operation.parameters ?? [];
  const ids = useFollowedKeys(parameters.map(({ key }) => key));
  const add = (key: string, description?: string): Promise<string | undefined> =>
    commitGesture(inspected, {
      kind: 'set-parameter',
      operation: index,
      key,
      changes: { name: key, ...(description !== undefined && { description }) },
    });
  return (
    <>
      {parameters.length > 0 && (
        <ul className="inspector-parameters" aria-label="Parameters">
          {parameters.map((parameter, place) => (
            <ParameterRow key={ids[place]} {...props} parameter={parameter} />
          ))}
        </ul>
      )}
      {suggestions.length > 0 && (
        <div className="inspector-suggestions">
          <span className="control-detail">The module reads, and nothing declares:</span>
          {suggestions.map(({ name, description }) => (
            <Button key={name} isDisabled={!inspected.canEdit} onPress={() => void add(name, description)}>
              Add {name}
            </Button>
          ))}
        </div>
      )}
      <NewParameter taken={parameters.map(({ key }) => key)} isDisabled={!inspected.canEdit} onAdd={add} />
    </>
  );
}

interface NewParameterProps {
  readonly taken: readonly string[];
  readonly isDisabled: boolean;
  readonly onAdd: (key: string) => Promise<string | undefined>;
}

function NewParameter({ taken, isDisabled, onAdd }: NewParameterProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button isDisabled={isDisabled} onPress={() => setOpen(true)}>
        Add parameter
      </Button>
    );
  return (
    <TextField
      label="Key of the new parameter"
      value=""
      shouldTakeFocus
      isDisabled={isDisabled}
      validate={(text) => whyNotName('a parameter', text, taken)}
      onCancel={() => setOpen(false)}
      onCommit={async (text) => {
        const refusal = await onAdd(text.trim());
        if (refusal === undefined) setOpen(false);
        return refusal;
      }}
    />
  );
}

interface ParameterRowProps extends ParameterListProps {
  readonly parameter: CanvasParameter;
}

function ParameterRow({ inspected, index, operation, parameter }: ParameterRowProps): ReactElement {
  const { key, name, description = '', isRequired } = parameter;
  const isDisabled = !inspected.canEdit;
  const change = (changes: ParameterChanges): Promise<string | undefined> =>
    commitGesture(inspected, { kind: 'set-parameter', operation: index, key, changes });
  const others = (operation.parameters ?? []).filter((other) => other !== parameter);
  return (
    <li>
      <div className="inspector-parameter">
        <TextField
          label="Key"
          value={key}
          isDisabled={isDisabled}
          validate={(text) =>
            whyNotName(
              'a parameter',
              text,
              others.map((other) => other.key),
            )
          }
          // The name follows while both say the same, as they should.
          onCommit={(text) => change({ key: text.trim(), ...(name === key && { name: text.trim() }) })}
        />
        <TextField
          label="Default"
          labelDetail={`of ${key}`}
          value={parameter.default ?? ''}
          placeholder={isRequired ? 'none: must be given' : 'none'}
          isDisabled={isDisabled}
          onCommit={(text) => change({ default: text === '' ? undefined : text })}
        />
        <IconButton
          icon="remove"
          label={`Remove parameter ${key}`}
          isDisabled={isDisabled}
          onPress={() => void commitGesture(inspected, { kind: 'remove-parameter', operation: index, key })}
        />
      </div>
      {description !== '' && <div className="control-detail">{description}</div>}
      <details className="inspector-more">
        <summary>
          More<span className="control-unseen"> of {key}</span>
          {isRequired && <span className="control-detail"> required</span>}
          {name !== key && <span className="control-detail"> name: {name}</span>}
        </summary>
        <TextField
          label="Description"
          labelDetail={`of ${key}`}
          value={description}
          isDisabled={isDisabled}
          onCommit={(text) => change({ description: text.trim() === '' ? undefined : text })}
        />
        <TextField
          label="Name"
          labelDetail={`of ${key}`}
          description="What the operator asks for. The same as the key, unless there is a reason."
          value={name}
          isDisabled={isDisabled}
          validate={(text) =>
            whyNotName(
              'a parameter',
              text,
              others.map((other) => other.name),
            )
          }
          onCommit={(text) => change({ name: text.trim() })}
        />
        <Checkbox
          label={`${key} is required`}
          description="The graph does not start without a value."
          isChecked={isRequired}
          isDisabled={isDisabled}
          onCommit={(isWanted) => change({ isRequired: isWanted })}
        />
      </details>
    </li>
  );
}
