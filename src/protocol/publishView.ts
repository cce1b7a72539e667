// What the publish view and the extension say to each other. Types and names only. The view shows and changes one draft; what is sent,
// kept and read from files is the extension's business.
import type { MessageDraft } from '../base/messageDraft.ts';

/** Counted up with every change that the other side would misunderstand. */
export const PUBLISH_PROTOCOL_VERSION = 1;

/** Characters of a payload in a draft; more has to come from a file. */
export const MAX_DRAFT_PAYLOAD = 1_000_000;

/** A run that messages can be published to. */
export interface PublishTarget {
  /** Of its session. */
  readonly id: string;
  readonly name: string;
  /** Of the broker. */
  readonly url: string;
  readonly sourceTopics: readonly string[];
  readonly isStopped: boolean;
  /** Messages that wait to be let in. */
  readonly waiting: number;
}

/** Beside the draft: how many messages are made of it. */
export interface PublishPlan {
  readonly count: number;
  /** Messages per second; 0: as fast as the run takes them. */
  readonly perSecond: number;
}

/** One line of the history. */
export interface HistoryLine {
  readonly id: number;
  readonly topic: string;
  /** The begin of the payload as it was written. */
  readonly preview: string;
  readonly timeMs: number;
  readonly count: number;
  readonly isPinned: boolean;
}

/** A message file of the workspace. */
export interface SavedMessage {
  /** To be handed back. */
  readonly uri: string;
  /** Its path in the workspace. */
  readonly path: string;
}

/** How far publishing is. */
export interface PublishStatus {
  readonly kind: 'going' | 'done' | 'stopped' | 'failed';
  readonly total: number;
  readonly sent: number;
  readonly taken: number;
  readonly failed: number;
  readonly elapsedMs: number;
  /** A sentence: what went wrong first. */
  readonly error?: string;
  /** What was published, for people: a topic, or a folder. */
  readonly what: string;
}

/** Everything that the view shows. */
export interface PublishState {
  readonly draft: MessageDraft;
  readonly plan: PublishPlan;
  readonly targets: readonly PublishTarget[];
  /** Id of the target; undefined when there is none. */
  readonly target?: string;
  readonly history: readonly HistoryLine[];
  readonly saved: readonly SavedMessage[];
  readonly status?: PublishStatus;
}

/** The first message that would be published. */
export interface MessagePreview {
  readonly topic: string;
  readonly userProperties: readonly (readonly [key: string, value: string])[];
  /** At most 4000 characters. */
  readonly payload: string;
  /** Bytes of the whole payload. */
  readonly size: number;
  /** Why there is none; a sentence. */
  readonly problem?: string;
}

export interface PublishHostMethods {
  start: { params: null; result: PublishState };
  /** A sentence when nothing was begun. */
  publish: { params: { readonly draft: MessageDraft; readonly plan: PublishPlan }; result: string | null };
  preview: { params: { readonly draft: MessageDraft }; result: MessagePreview };
  /** Asks where; the path in the workspace, or null when it was given up. */
  save: { params: { readonly draft: MessageDraft }; result: string | null };
  /** Topics that begin with or hold `text`: of the sources, and those seen on the broker. At most 100. */
  proposeTopics: { params: { readonly text: string }; result: readonly string[] };
}

export interface PublishHostEvents {
  /** The draft as it is now, to be kept while the view is hidden. */
  drafted: { readonly draft: MessageDraft; readonly plan: PublishPlan };
  chooseTarget: { readonly id: string };
  stop: null;
  /** Puts a message of the history back into the view. */
  useAgain: { readonly id: number };
  /** Publishes it as it was. */
  sendAgain: { readonly id: number };
  pin: { readonly id: number; readonly isPinned: boolean };
  forget: { readonly id: number };
  clearHistory: null;
  openSaved: { readonly uri: string };
  /** Asks for one. */
  chooseFile: null;
  publishFolder: { readonly plan: PublishPlan };
  /** Shows the run configurations: there is no run. */
  startRun: null;
}

export interface PublishViewEvents {
  changed: Partial<Omit<PublishState, 'draft' | 'plan' | 'target'>> & { readonly target?: string };
  /** Another message is to be written. */
  draft: { readonly draft: MessageDraft; readonly plan?: PublishPlan };
}

export type PublishViewMethods = Record<never, never>;
