// User properties of the message, in their order; a name may come again.
import type { ReactElement } from 'react';
import { Button, IconButton } from '../controls/Button.tsx';
import { LiveField } from './LiveField.tsx';
import type { PartProps } from './partProps.ts';

export function PropertyList({ store, shown }: PartProps): ReactElement {
  const { userProperties } = shown.draft;
  const change = (index: number, ...replacement: (readonly [string, string])[]): void =>
    store.change({ userProperties: userProperties.toSpliced(index, 1, ...replacement) });
  return (
    <fieldset className="publish-properties">
      <legend>User properties</legend>
      {userProperties.map(([key, value], index) => (
        // Properties have no other name than their place.
        <div className="publish-property" key={index}>
          <LiveField
            label={`Name of property ${String(index + 1)}`}
            isLabelHidden
            placeholder="name"
            value={key}
            onType={(typed) => change(index, [typed, value])}
          />
          <LiveField
            label={`Value of property ${String(index + 1)}`}
            isLabelHidden
            placeholder="value"
            value={value}
            error={shown.problems.find((each) => each.index === index)?.message}
            onType={(typed) => change(index, [key, typed])}
          />
          <IconButton
            icon="remove"
            label={`Remove property ${key === '' ? String(index + 1) : key}`}
            onPress={() => change(index)}
          />
        </div>
      ))}
      <Button onPress={() => store.change({ userProperties: [...userProperties, ['', '']] })}>
        Add Property
      </Button>
    </fieldset>
  );
}
