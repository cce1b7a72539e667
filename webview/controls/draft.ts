// What a person is writing into a field whose value may change beneath: plain data. Knows no element.

/** A text that is not the value yet. */
export interface Draft {
  readonly text: string;
  /** Values that are no surprise: the one that was there at the beginning, and those that were sent. */
  readonly known: readonly string[];
  /** `sent`: on its way; the value will follow. */
  readonly phase: 'editing' | 'sent';
  /** Why it was refused. */
  readonly refusal?: string | undefined;
}

/** The draft after `text` has been typed over `value`. */
export function typeDraft(draft: Draft | undefined, value: string, text: string): Draft {
  return { text, known: draft?.known ?? [value], phase: 'editing' };
}

export function sendDraft(draft: Draft, value: string): Draft {
  return { text: draft.text, known: [value, draft.text], phase: 'sent' };
}

/** What is left of the draft `sent` once there is an answer; `refusal` says why it was not taken. */
export function answerDraft(
  draft: Draft | undefined,
  sent: Draft,
  refusal: string | undefined,
): Draft | undefined {
  if (draft !== sent) return draft;
  return refusal === undefined
    ? undefined
    : { text: sent.text, known: sent.known, phase: 'editing', refusal };
}

/** Whether the value has become another one, and not the one that is being written. */
export function isOvertaken(draft: Draft, value: string): boolean {
  return draft.phase === 'editing' && draft.text !== value && !draft.known.includes(value);
}

/** Whether a draft that was sent has arrived, as `value` or as something that came later. */
export function hasArrived(draft: Draft, value: string): boolean {
  return draft.phase === 'sent' && value !== draft.known[0];
}
