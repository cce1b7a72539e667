// Several lines of text. Enter is a new line; leaving the field, or Enter with Ctrl or Cmd, commits.
import type { TextArea as TextAreaElement } from '@vscode/webview-ui-toolkit';
import { type ReactElement, useRef } from 'react';
import { useDescribedControl } from './describeControl.ts';
import { FieldMessages, joinWords } from './FieldMessages.tsx';
import type { TextFieldProps } from './TextField.tsx';
import { ensureToolkit } from './toolkit.ts';
import { draftKeys, useDraft } from './useDraft.ts';

export interface TextAreaProps extends Omit<
  TextFieldProps,
  'placeholder' | 'labelDetail' | 'shouldTakeFocus'
> {
  readonly rows?: number | undefined;
}

export function TextArea(props: TextAreaProps): ReactElement {
  ensureToolkit();
  const { label, description, rows = 4, isDisabled = false, isLabelHidden = false } = props;
  const ref = useRef<TextAreaElement>(null);
  const draft = useDraft(props);
  const words = { description, note: draft.note, error: draft.error ?? props.error };
  useDescribedControl(ref, joinWords(words), words.error !== undefined);
  return (
    <div className="control-field">
      <vscode-text-area
        ref={ref}
        className={isLabelHidden ? 'control-hidden-label' : 'control-label'}
        value={draft.text}
        rows={rows}
        resize="vertical"
        disabled={isDisabled}
        spellcheck={false}
        onInput={({ currentTarget }) => draft.type(currentTarget.value)}
        onKeyDown={draftKeys(draft, true)}
        onBlur={draft.leave}
      >
        {label}
      </vscode-text-area>
      <FieldMessages {...words} />
    </div>
  );
}
