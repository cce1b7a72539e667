// What went wrong, or is damaged, in one line above the list.
import type { ReactElement } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { Icon } from '../controls/Icon.tsx';
import { useModel, useTrace } from './modelContext.ts';

export function Notice(): ReactElement {
  const model = useModel();
  const failure = useTrace((state) => state.failure);
  const problems = useTrace((state) => state.shown?.problems);
  return (
    <>
      {failure !== undefined && (
        <div className="notice" role="alert">
          <Icon name="error" />
          <span>{failure}</span>
          <IconButton icon="remove" label="Dismiss" onPress={() => model.forgetFailure()} />
        </div>
      )}
      {problems?.slice(0, 3).map((problem) => (
        <div key={problem} className="notice" role="note">
          <Icon name="warning" />
          <span>{problem}</span>
        </div>
      ))}
    </>
  );
}
