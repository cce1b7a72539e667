// One of a few. Arrows open the list and move in it; only closing it on another entry commits, so that going through the
// list leaves no steps to undo.
import type { Dropdown } from '@vscode/webview-ui-toolkit';
import { type KeyboardEvent, type ReactElement, useId, useLayoutEffect, useRef } from 'react';
import { FieldMessages, joinWords } from './FieldMessages.tsx';
import { ensureToolkit } from './toolkit.ts';

export interface SelectOption {
  readonly value: string;
  readonly label?: string | undefined;
}

export interface SelectProps {
  readonly label: string;
  /** One of `options`. */
  readonly value: string;
  readonly options: readonly SelectOption[];
  /** Gives the reason as a sentence when it is not taken. */
  readonly onCommit: (value: string) => Promise<string | undefined> | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function Select(props: SelectProps): ReactElement {
  ensureToolkit();
  const { label, value, options, onCommit, description, error, isDisabled = false } = props;
  const id = useId();
  const ref = useRef<Dropdown>(null);
  const wanted = String(options.findIndex((option) => option.value === value));
  useLayoutEffect(() => {
    const element = ref.current;
    if (element && !element.open && element.value !== wanted) element.value = wanted;
  });
  const commit = (): void => {
    const chosen = options[Number(ref.current?.value)]?.value;
    if (chosen === undefined || chosen === value) return;
    void Promise.resolve(onCommit(chosen)).then((refusal) => {
      if (refusal !== undefined && ref.current) ref.current.value = wanted;
    });
  };
  return (
    <div className="control-field">
      <span id={id} className={props.isLabelHidden ? 'control-unseen' : 'control-label-text'}>
        {label}
      </span>
      <vscode-dropdown
        ref={ref}
        aria-labelledby={id}
        aria-description={joinWords({ description, error })}
        disabled={isDisabled}
        onKeyDownCapture={(event) => ref.current && guideKeys(event, ref.current, wanted)}
        onChange={commit}
      >
        {options.map((option, index) => (
          <vscode-option key={option.value} value={String(index)}>
            {option.label ?? option.value}
          </vscode-option>
        ))}
      </vscode-dropdown>
      <FieldMessages description={description} error={error} />
    </div>
  );
}

const moving = ['ArrowDown', 'ArrowUp', 'Home', 'End'];

/** The element changes its value with every arrow while it is closed, and takes Escape for a choice. */
function guideKeys(event: KeyboardEvent, element: Dropdown, wanted: string): void {
  if (element.disabled || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!element.open && moving.includes(event.key)) {
    event.preventDefault();
    event.stopPropagation();
    element.open = true;
  } else if (!element.open && event.key.length === 1 && event.key !== ' ') {
    element.open = true;
  } else if (element.open && event.key === 'Escape') {
    event.stopPropagation();
    element.value = wanted;
    element.open = false;
  }
}
