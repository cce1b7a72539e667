// What the publish view shows, and what a person does in it. Knows no component.
import { formatJson } from '../../src/base/formatJson.ts';
import { checkDraft, type DraftProblem, emptyDraft, type MessageDraft } from '../../src/base/messageDraft.ts';
import {
  MAX_DRAFT_PAYLOAD,
  type MessagePreview,
  PUBLISH_PROTOCOL_VERSION,
  type PublishHostEvents,
  type PublishHostMethods,
  type PublishPlan,
  type PublishState,
  type PublishViewEvents,
  type PublishViewMethods,
} from '../../src/protocol/publishView.ts';
import { connectRpc, type RpcPeer, type RpcPort } from '../../src/protocol/rpc.ts';

export interface Shown extends PublishState {
  readonly isReady: boolean;
  readonly problems: readonly DraftProblem[];
  readonly preview?: MessagePreview;
  /** Topics to propose. */
  readonly topics: readonly string[];
  /** Why nothing was published. */
  readonly refusal?: string;
  /** What has happened, to be read out. */
  readonly notice?: string;
  /** Raised when another draft was put in: fields forget what was typed. */
  readonly draftNumber: number;
}

const PREVIEW_MS = 200;
const KEEP_MS = 400;

export class PublishStore {
  readonly host: RpcPeer<PublishHostMethods, PublishHostEvents>;
  readonly #listeners = new Set<() => void>();
  #shown: Shown = {
    draft: emptyDraft,
    plan: { count: 1, perSecond: 0 },
    targets: [],
    history: [],
    saved: [],
    isReady: false,
    problems: [],
    topics: [],
    draftNumber: 0,
  };
  #previewTimer: ReturnType<typeof setTimeout> | undefined;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #previewNumber = 0;

  constructor(port: RpcPort) {
    this.host = connectRpc<PublishViewMethods, PublishViewEvents, PublishHostMethods, PublishHostEvents>(
      port,
      PUBLISH_PROTOCOL_VERSION,
      {
        methods: {},
        events: {
          changed: (state) => this.#show(state),
          draft: ({ draft, plan = this.#shown.plan }) => this.#putIn(draft, plan),
        },
      },
    );
  }

  readonly getSnapshot = (): Shown => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  async start(): Promise<void> {
    const state = await this.host.request('start', null);
    this.#show({ ...state, isReady: true });
    this.#putIn(state.draft, state.plan);
    document.body.dataset['ready'] = 'true';
  }

  /** Changes fields of the draft, or of how many messages are made of it. */
  change(changes: Partial<MessageDraft>, plan: Partial<PublishPlan> = {}): void {
    const draft = { ...this.#shown.draft, ...changes };
    if (draft.payload.length > MAX_DRAFT_PAYLOAD)
      return this.#show({ refusal: 'A payload of more than a million characters has to come from a file.' });
    const { refusal: _, ...rest } = this.#shown;
    this.#set({ ...rest, draft, plan: { ...rest.plan, ...plan }, problems: checkDraft(draft) });
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => this.#keep(), KEEP_MS);
    this.#previewSoon();
  }

  readonly publish = async (): Promise<void> => {
    clearTimeout(this.#keepTimer);
    const { draft, plan } = this.#shown;
    const { refusal: _, notice: __, ...rest } = this.#shown;
    this.#set(rest);
    const refusal = await this.host.request('publish', { draft, plan });
    if (refusal !== null) this.#show({ refusal });
    this.#previewSoon();
  };

  readonly format = (): void => {
    const { draft } = this.#shown;
    this.change({ payload: formatJson(draft.payload) });
  };

  readonly save = async (): Promise<void> => {
    const path = await this.host.request('save', { draft: this.#shown.draft });
    if (path !== null) this.#show({ notice: `Saved as ${path}.` });
  };

  readonly newMessage = (): void => {
    this.#putIn({ ...emptyDraft, topic: this.#shown.draft.topic }, { count: 1, perSecond: 0 });
    this.#keep();
  };

  async proposeTopics(text: string): Promise<void> {
    const topics = await this.host.request('proposeTopics', { text });
    this.#show({ topics });
  }

  #putIn(draft: MessageDraft, plan: PublishPlan): void {
    const { refusal: _, ...rest } = this.#shown;
    this.#set({ ...rest, draft, plan, problems: checkDraft(draft), draftNumber: rest.draftNumber + 1 });
    this.#previewSoon();
  }

  #keep(): void {
    const { draft, plan } = this.#shown;
    this.host.notify('drafted', { draft, plan });
  }

  #previewSoon(): void {
    clearTimeout(this.#previewTimer);
    this.#previewTimer = setTimeout(() => void this.#preview(), PREVIEW_MS);
  }

  async #preview(): Promise<void> {
    this.#previewNumber += 1;
    const number = this.#previewNumber;
    const preview = await this.host.request('preview', { draft: this.#shown.draft });
    if (number === this.#previewNumber) this.#show({ preview });
  }

  #show(changes: Partial<Shown>): void {
    this.#set({ ...this.#shown, ...changes });
  }

  #set(shown: Shown): void {
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}
