// Keeps the text of the pane and the document alike while both change: which edits to send when, and what to change in the pane.
// A pure machine: each step takes a state and what happened, and gives the next state and what to do. Knows no editor, no
// message port and no clock.
import type { TextEdit } from '../../../src/base/position.ts';
import type { EditOutcome } from '../../../src/protocol/canvas.ts';
import {
  applyChange,
  carryPast,
  changeBetween,
  composeChanges,
  noChange,
  type TextChange,
} from './textChange.ts';
import { changeOfEdits, editsOfChange, withPlainLineEnds } from './textPositions.ts';

/** The pane shows `text` with `sent` and then `typed` done to it. */
export interface TextSync {
  /** Of the document, as far as it was told; `text` with plain line ends. */
  readonly version: number;
  readonly text: string;
  /** The one edit that is under way. `done`: it was taken, and the version that it made has not been told yet. */
  readonly sent?: { readonly change: TextChange; readonly isDone: boolean };
  /** Typed since. */
  readonly typed: TextChange;
  /** Told while the edit was under way: whose they are depends on what becomes of it. */
  readonly held: readonly DocumentChange[];
  /** The whole text has been asked for. Nothing is sent until it came. */
  readonly isReloading: boolean;
}

/** `edits` turn the text of version `since` into the one of `version`. */
export interface DocumentChange {
  readonly since: number;
  readonly version: number;
  readonly edits: readonly TextEdit[];
}

export interface DocumentText {
  readonly version: number;
  readonly text: string;
}

export type SyncInput =
  | { readonly kind: 'typed'; readonly change: TextChange }
  | { readonly kind: 'changed'; readonly change: DocumentChange }
  /** What became of what was sent; a request that failed counts as refused. */
  | { readonly kind: 'answered'; readonly outcome: EditOutcome }
  | { readonly kind: 'reloaded'; readonly document: DocumentText };

export type SyncEffect =
  | { readonly kind: 'send'; readonly version: number; readonly edits: readonly TextEdit[] }
  /** Ask for the whole text, and give it as `reloaded`. */
  | { readonly kind: 'reload' }
  /** Change the pane so, without taking it for typing. */
  | { readonly kind: 'patch'; readonly change: TextChange }
  | { readonly kind: 'tell'; readonly notice: string };

export interface SyncStep {
  readonly sync: TextSync;
  readonly effects: readonly SyncEffect[];
}

export const lostNotice =
  'What you just typed lay in text that was changed elsewhere at the same time, and was taken back.';

/** The pane shows this text, nothing is under way. */
export function beginSync({ version, text }: DocumentText): TextSync {
  return { version, text: withPlainLineEnds(text), typed: noChange, held: [], isReloading: false };
}

/** The text that the pane shows. */
export function shownText(sync: TextSync): string {
  return applyChange(documentText(sync), sync.typed);
}

export function stepSync(sync: TextSync, input: SyncInput): SyncStep {
  const step = take(sync, input);
  return withEffects(sendNext(step.sync), step.effects);
}

function take(sync: TextSync, input: SyncInput): SyncStep {
  switch (input.kind) {
    case 'typed':
      return still({ ...sync, typed: composeChanges(sync.typed, input.change) });
    case 'changed':
      return takeChange(sync, input.change);
    case 'answered':
      return takeAnswer(sync, input.outcome);
    case 'reloaded':
      return takeReload(sync, input.document);
  }
}

function takeChange(sync: TextSync, change: DocumentChange): SyncStep {
  if (sync.sent && !sync.sent.isDone) return still({ ...sync, held: [...sync.held, change] });
  // Older than a text that was asked for.
  if (change.version <= sync.version) return still(sync);
  if (change.since !== sync.version) return reload(sync);
  const told = changeOfEdits(sync.text, change.edits);
  const text = applyChange(sync.text, told);
  // Told twice: in the answer, and now. Anything else in it was done elsewhere.
  const foreign = sync.sent ? changeBetween(documentText(sync), text) : told;
  return moveTo(sync, { version: change.version, text }, foreign);
}

function takeAnswer(sync: TextSync, outcome: EditOutcome): SyncStep {
  const { sent, held, typed, ...rest } = sync;
  if (!sent) return still(sync);
  switch (outcome.kind) {
    case 'done': {
      const done = { ...rest, typed, sent: { ...sent, isDone: true }, held: [] };
      // Its version comes before the answer. If not, the edit may have had no effect: ask.
      return held.length > 0 ? takeHeld(done, held) : reload(done);
    }
    case 'stale': {
      const again = { ...rest, typed: composeChanges(sent.change, typed), held: [] };
      return held.length > 0 ? takeHeld(again, held) : reload(again);
    }
    case 'refused': {
      const change = changeBetween(shownText(sync), sync.text);
      const without = takeHeld({ ...rest, typed: noChange, held: [] }, held);
      return withEffects(without, [
        { kind: 'patch', change },
        { kind: 'tell', notice: outcome.message },
      ]);
    }
  }
}

function takeHeld(sync: TextSync, held: readonly DocumentChange[]): SyncStep {
  return held.reduce<SyncStep>(
    (step, change) => withEffects(takeChange(step.sync, change), step.effects),
    still(sync),
  );
}

function takeReload(sync: TextSync, document: DocumentText): SyncStep {
  const loaded = { ...sync, isReloading: false };
  if (document.version < sync.version) return still(loaded);
  const text = withPlainLineEnds(document.text);
  return moveTo(loaded, { version: document.version, text }, changeBetween(documentText(sync), text));
}

// As far as it is known here.
function documentText({ text, sent }: TextSync): string {
  return sent ? applyChange(text, sent.change) : text;
}

function moveTo(sync: TextSync, { version, text }: DocumentText, done: TextChange): SyncStep {
  const { sent: _sent, ...rest } = sync;
  const { local, foreign, lost } = carryPast(sync.typed, done);
  const effects: SyncEffect[] = [];
  if (foreign.length > 0) effects.push({ kind: 'patch', change: foreign });
  if (lost.length > 0) effects.push({ kind: 'tell', notice: lostNotice });
  return { sync: { ...rest, version, text, typed: local }, effects };
}

function sendNext(sync: TextSync): SyncStep {
  const { typed } = sync;
  if (sync.sent || sync.isReloading || typed.length === 0) return still(sync);
  return {
    sync: { ...sync, sent: { change: typed, isDone: false }, typed: noChange },
    effects: [{ kind: 'send', version: sync.version, edits: editsOfChange(sync.text, typed) }],
  };
}

function reload(sync: TextSync): SyncStep {
  if (sync.isReloading) return still(sync);
  return { sync: { ...sync, isReloading: true }, effects: [{ kind: 'reload' }] };
}

function still(sync: TextSync): SyncStep {
  return { sync, effects: [] };
}

function withEffects(step: SyncStep, before: readonly SyncEffect[]): SyncStep {
  return { sync: step.sync, effects: [...before, ...step.effects] };
}
