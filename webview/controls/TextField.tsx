// One line of text.
import type { TextField as TextFieldElement } from '@vscode/webview-ui-toolkit';
import { type ReactElement, useEffect, useRef } from 'react';
import { useDescribedControl } from './describeControl.ts';
import { FieldMessages, joinWords } from './FieldMessages.tsx';
import { ensureToolkit } from './toolkit.ts';
import { draftKeys, type DraftOptions, useDraft } from './useDraft.ts';

export interface TextFieldProps extends DraftOptions {
  readonly label: string;
  /** Only read out, after the label, where it would not be clear alone: "of lower_bound". */
  readonly labelDetail?: string | undefined;
  /** The label is only read out: something in sight says the same. */
  readonly isLabelHidden?: boolean | undefined;
  readonly description?: string | undefined;
  readonly placeholder?: string | undefined;
  /** Something that is wrong with the value itself. */
  readonly error?: string | undefined;
  /** Something about the value that should be looked at, and does not have to be. */
  readonly warning?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Takes the focus when it appears, for fields that somebody asked for. */
  readonly shouldTakeFocus?: boolean | undefined;
}

export function TextField(props: TextFieldProps): ReactElement {
  ensureToolkit();
  const {
    label,
    labelDetail,
    description,
    placeholder,
    isDisabled = false,
    isLabelHidden = false,
    shouldTakeFocus = false,
  } = props;
  const ref = useRef<TextFieldElement>(null);
  const draft = useDraft(props);
  const words = { description, note: draft.note ?? props.warning, error: draft.error ?? props.error };
  useEffect(() => {
    if (shouldTakeFocus) ref.current?.focus();
  }, [shouldTakeFocus]);
  useDescribedControl(ref, joinWords(words), words.error !== undefined);
  return (
    <div className="control-field">
      <vscode-text-field
        ref={ref}
        className={isLabelHidden ? 'control-hidden-label' : 'control-label'}
        value={draft.text}
        placeholder={placeholder ?? ''}
        disabled={isDisabled}
        spellcheck={false}
        onInput={({ currentTarget }) => draft.type(currentTarget.value)}
        onKeyDown={draftKeys(draft)}
        onBlur={draft.leave}
      >
        {label}
        {labelDetail !== undefined && <span className="control-unseen"> {labelDetail}</span>}
      </vscode-text-field>
      <FieldMessages {...words} />
    </div>
  );
}
