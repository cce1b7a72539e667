// Ties a draft to a field: Enter and leaving the field commit, Escape gives the draft up, and a value that changes
// beneath never replaces what is being written. Knows no element.
import { type KeyboardEvent, useState } from 'react';
import { answerDraft, type Draft, hasArrived, isOvertaken, sendDraft, typeDraft } from './draft.ts';

/** Takes what a person wrote. Gives the reason as a sentence when it is not taken. */
export type Commit = (text: string) => Promise<string | undefined> | undefined;

export interface DraftOptions {
  readonly value: string;
  readonly onCommit: Commit;
  readonly onCancel?: (() => void) | undefined;
  /** Why a text cannot be taken, told while it is written. */
  readonly validate?: ((text: string) => string | undefined) | undefined;
}

export interface FieldDraft {
  readonly text: string;
  readonly isDirty: boolean;
  readonly error: string | undefined;
  /** Said when the value has changed meanwhile. */
  readonly note: string | undefined;
  readonly type: (text: string) => void;
  readonly commit: (text?: string) => void;
  readonly cancel: () => void;
  /** Leaving the field commits, unless the value changed meanwhile: that takes Enter. */
  readonly leave: () => void;
}

export function useDraft({ value, onCommit, onCancel, validate }: DraftOptions): FieldDraft {
  const [draft, setDraft] = useState<Draft>();
  if (draft && hasArrived(draft, value)) setDraft(undefined);
  const text = draft?.text ?? value;
  const isDirty = draft?.phase === 'editing' && draft.text !== value;
  const isBehind = draft !== undefined && isOvertaken(draft, value);

  const commit = (given = text): void => {
    if (given === value) return setDraft(undefined);
    const typed = typeDraft(draft, value, given);
    if (validate?.(given) !== undefined) return setDraft(typed);
    const sent = sendDraft(typed, value);
    setDraft(sent);
    void Promise.resolve(onCommit(given)).then((refusal) =>
      setDraft((current) => answerDraft(current, sent, refusal)),
    );
  };
  return {
    text,
    isDirty,
    error: draft?.refusal ?? (isDirty ? validate?.(text) : undefined),
    note: isBehind ? `The text now says "${shorten(value)}". Enter keeps yours, Escape takes it.` : undefined,
    type: (typed) => setDraft(typeDraft(draft, value, typed)),
    commit,
    cancel: () => {
      setDraft(undefined);
      onCancel?.();
    },
    leave: () => {
      if (draft?.phase === 'editing' && draft.refusal === undefined && !isBehind) commit();
    },
  };
}

/** Enter and Escape in a field. With `isMultiline` Enter is a new line, and commits together with Ctrl or Cmd. */
export function draftKeys(draft: FieldDraft, isMultiline = false): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (!isMultiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      draft.commit();
    }
    if (event.key === 'Escape') {
      // Escape is for this field first, and for what is around it when nothing is being written.
      if (draft.isDirty) event.stopPropagation();
      draft.cancel();
    }
  };
}

function shorten(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length < text.length || line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
