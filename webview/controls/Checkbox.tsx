// Yes or no. Committed at once.
import type { Checkbox as CheckboxElement } from '@vscode/webview-ui-toolkit';
import { type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';
import { FieldMessages } from './FieldMessages.tsx';
import { ensureToolkit } from './toolkit.ts';

export interface CheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  /** Gives the reason as a sentence when it is not taken. */
  readonly onCommit: (isChecked: boolean) => Promise<string | undefined> | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly description?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function Checkbox(props: CheckboxProps): ReactElement {
  ensureToolkit();
  const { label, isChecked, onCommit, description, isDisabled = false, isLabelHidden = false } = props;
  const ref = useRef<CheckboxElement>(null);
  const isSetting = useRef(false);
  useLayoutEffect(() => {
    ref.current?.setAttribute('aria-label', label);
    if (ref.current) setChecked(ref.current, isChecked, isSetting);
  });
  useEffect(() => {
    const element = ref.current;
    const listener = (): void => {
      if (!element || isSetting.current || element.checked === isChecked) return;
      void Promise.resolve(onCommit(element.checked)).then((refusal) => {
        if (refusal !== undefined) setChecked(element, isChecked, isSetting);
      });
    };
    element?.addEventListener('change', listener);
    return () => element?.removeEventListener('change', listener);
  }, [isChecked, onCommit]);
  return (
    <div className="control-field">
      <vscode-checkbox
        ref={ref}
        className={isLabelHidden ? 'control-hidden-label' : 'control-label'}
        disabled={isDisabled}
      >
        {label}
      </vscode-checkbox>
      <FieldMessages description={description} />
    </div>
  );
}

/** The element tells of changes that a program makes, too; those are not a person's. */
function setChecked(element: CheckboxElement, isChecked: boolean, isSetting: { current: boolean }): void {
  isSetting.current = true;
  element.checked = isChecked;
  isSetting.current = false;
}
