// The publish view: keeps the draft, the history and the run that is published to, and answers the page. Loaded when it is shown first.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import { emptyDraft, type MessageDraft } from '../../base/messageDraft.ts';
import type { RpcHandlers, RpcPeer } from '../../protocol/rpc.ts';
import {
  type MessagePreview,
  PUBLISH_PROTOCOL_VERSION,
  type PublishHostEvents,
  type PublishHostMethods,
  type PublishPlan,
  type PublishState,
  type PublishStatus,
  type PublishTarget,
  type PublishViewEvents,
  type PublishViewMethods,
} from '../../protocol/publishView.ts';
import type { AsJson } from '../../protocol/debugViews.ts';
import type { MessagePattern, SeriesRequest } from '../../protocol/publishing.ts';
import { toJson } from '../../debug/customRequests.ts';
import type { RunSessions, SessionRun } from '../debug/runSessions.ts';
import { connectWebview, showProgram } from '../webview/openWebview.ts';
import { previewPattern, refuseDraft, toPattern } from './draftPattern.ts';
import { addToHistory, type HistoryEntry, historyLines, pinInHistory } from './publishHistory.ts';
import { isDraft, publishShapes } from './publishMessages.ts';
import { RunPublisher } from './runPublisher.ts';
import { findSavedMessages, openSavedMessage, saveMessage, watchSavedMessages } from './savedMessages.ts';
import { proposeTopics } from './topicProposals.ts';

export interface PublishViewOptions {
  readonly programFolder: vscode.Uri;
  readonly memory: vscode.Memento;
  readonly sessions: RunSessions;
  readonly log: vscode.LogOutputChannel;
}

type Page = RpcPeer<PublishViewMethods, PublishViewEvents>;

const draftKey = 'publish.draft';
const historyKey = 'publish.history';
const oneMessage: PublishPlan = { count: 1, perSecond: 0 };
const MAX_FILE_BYTES = 100 * 1024 * 1024;

export class PublishView implements Disposable {
  readonly #options: PublishViewOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #publisher: RunPublisher;
  #page: Page | undefined;
  #draft: MessageDraft;
  #plan: PublishPlan = oneMessage;
  #history: readonly HistoryEntry[];
  #status: PublishStatus | undefined;
  /** Id of the session that was chosen. */
  #chosen: string | undefined;

  constructor(options: PublishViewOptions) {
    this.#options = options;
    const { memory, sessions } = options;
    const kept = memory.get<MessageDraft>(draftKey);
    this.#draft = kept && isDraft(kept) ? kept : emptyDraft;
    this.#history = (memory.get<HistoryEntry[]>(historyKey) ?? []).filter(({ draft }) => isDraft(draft));
    this.#publisher = this.#store.add(
      new RunPublisher((status) => {
        this.#status = status;
        this.#page?.notify('changed', { status });
      }),
    );
    const tellTargets = (): void => this.#tellTargets();
    for (const event of [sessions.onLoaded, sessions.onReported, sessions.onEnded])
      this.#store.add(event(tellTargets));
    this.#store.add(sessions.onActiveChanged(tellTargets));
    this.#store.add(watchSavedMessages((saved) => this.#page?.notify('changed', { saved })));
  }

  /** Shows the page in `view` until that is gone. */
  async resolve(view: vscode.WebviewView): Promise<void> {
    this.#page?.dispose();
    const { programFolder, log } = this.#options;
    const page: Page = connectWebview(view.webview, {
      version: PUBLISH_PROTOCOL_VERSION,
      handlers: this.#handlers,
      shapes: publishShapes,
      log,
      viewName: 'The publish view',
    });
    this.#page = page;
    view.onDidDispose(() => {
      page.dispose();
      if (this.#page === page) this.#page = undefined;
    });
    await showProgram(view.webview, { folder: programFolder, name: 'publish', title: 'Publish' });
  }

  /** Puts `draft` into the view; what is left out is as in a new message. */
  open(draft: Partial<MessageDraft>, plan: PublishPlan = oneMessage): void {
    this.#setDraft({ ...emptyDraft, ...draft }, plan);
  }

  /** The same with whatever was handed over, if that is parts of a draft. */
  openGiven(argument: unknown): void {
    if (typeof argument !== 'object' || argument === null) return;
    if (isDraft({ ...emptyDraft, ...argument })) this.open(argument);
  }

  /** Errors: with a sentence for people. */
  async openFile(uri: vscode.Uri): Promise<void> {
    this.#setDraft(await openSavedMessage(uri), oneMessage);
  }

  /** Publishes the draft, or another one. Resolves to a sentence when nothing was begun. */
  async publish(draft: MessageDraft = this.#draft, plan: PublishPlan = this.#plan): Promise<string | null> {
    const run = this.#run;
    if (!run) return 'No graph runs. Press F5 on a graph to start one.';
    const refusal = refuseDraft(draft);
    if (refusal !== undefined) return refusal;
    try {
      const pattern = await this.#patternOf(draft);
      const { count, perSecond } = plan;
      const request = { from: { kind: 'pattern' as const, pattern }, count, ...rate(perSecond) };
      await this.#publisher.start(run, toJson(request) as AsJson<SeriesRequest>, '');
    } catch (error) {
      return describeError(error);
    }
    await this.#keepHistory(addToHistory(this.#history, draft, plan, Date.now()));
    return null;
  }

  dispose(): void {
    this.#store.dispose();
    this.#page?.dispose();
  }

  get #run(): SessionRun | undefined {
    const { sessions } = this.#options;
    return sessions.all.find(({ session }) => session.id === this.#chosen) ?? sessions.active;
  }

  readonly #handlers: RpcHandlers<PublishHostMethods, PublishHostEvents> = {
    methods: {
      start: () => this.#state(),
      publish: ({ draft, plan }) => {
        this.#keepDraft(draft, plan);
        return this.publish(draft, plan);
      },
      preview: ({ draft }) => this.#preview(draft),
      save: ({ draft }) => this.#save(draft),
      proposeTopics: async ({ text }) => {
        const used = this.#history.map(({ draft }) => draft.topic);
        return this.#run ? proposeTopics(this.#run, used, text) : [];
      },
    },
    events: {
      drafted: ({ draft, plan }) => this.#keepDraft(draft, plan),
      chooseTarget: ({ id }) => {
        this.#chosen = id;
        this.#tellTargets();
      },
      stop: () => void this.#publisher.stop(),
      useAgain: ({ id }) => this.#withEntry(id, ({ draft, plan }) => this.#setDraft(draft, plan)),
      sendAgain: ({ id }) => this.#withEntry(id, ({ draft, plan }) => void this.#sendAgain(draft, plan)),
      pin: ({ id, isPinned }) => void this.#keepHistory(pinInHistory(this.#history, id, isPinned)),
      forget: ({ id }) => void this.#keepHistory(this.#history.filter((entry) => entry.id !== id)),
      clearHistory: () => void this.#keepHistory(this.#history.filter(({ isPinned }) => isPinned)),
      openSaved: ({ uri }) => void this.#tellErrors(() => this.openFile(vscode.Uri.parse(uri))),
      chooseFile: () => void this.#chooseFile(),
      publishFolder: ({ plan }) => void this.#tellErrors(() => this.publishFolder(undefined, plan)),
      startRun: () => void vscode.commands.executeCommand('workbench.action.debug.start'),
    },
  };

  async #state(): Promise<PublishState> {
    const target = this.#run?.session.id;
    return {
      draft: this.#draft,
      plan: this.#plan,
      targets: this.#targets(),
      ...(target !== undefined && { target }),
      history: historyLines(this.#history),
      saved: await findSavedMessages(),
      ...(this.#status && { status: this.#status }),
    };
  }

  #targets(): PublishTarget[] {
    return this.#options.sessions.all.map(({ session, info, report }) => ({
      id: session.id,
      name: info.name,
      url: info.url ?? '',
      sourceTopics: info.sourceTopics,
      isStopped: report?.isStopped ?? false,
      waiting: report?.waiting ?? 0,
    }));
  }

  #tellTargets(): void {
    const target = this.#run?.session.id;
    this.#page?.notify('changed', { targets: this.#targets(), ...(target !== undefined && { target }) });
  }

  /** Asks for a folder when there is none; all its messages, in the order of their names. */
  async publishFolder(folder: vscode.Uri | undefined, plan: PublishPlan = oneMessage): Promise<void> {
    const run = this.#run;
    if (!run) throw new Error('No graph runs. Press F5 on a graph to start one.');
    const [found] = folder
      ? [folder]
      : ((await vscode.window.showOpenDialog({
          title: 'Publish a Folder of Messages',
          openLabel: 'Publish Folder',
          canSelectFiles: false,
          canSelectFolders: true,
          ...this.#besideGraph(),
        })) ?? []);
    if (!found) return;
    const [topic] = run.info.sourceTopics.filter((filter) => !/[+#]/.test(filter));
    const from = {
      kind: 'folder' as const,
      folder: found.fsPath,
      ...(topic !== undefined && { topic }),
    };
    const what = vscode.workspace.asRelativePath(found);
    await this.#publisher.start(run, { from, ...rate(plan.perSecond) }, what);
  }

  #setDraft(draft: MessageDraft, plan: PublishPlan): void {
    this.#keepDraft(draft, plan);
    this.#page?.notify('draft', { draft, plan });
  }

  #keepDraft(draft: MessageDraft, plan: PublishPlan): void {
    this.#draft = draft;
    this.#plan = plan;
    void this.#options.memory.update(draftKey, draft);
  }

  async #keepHistory(history: readonly HistoryEntry[]): Promise<void> {
    this.#history = history;
    this.#page?.notify('changed', { history: historyLines(history) });
    await this.#options.memory.update(historyKey, history);
  }

  #withEntry(id: number, act: (entry: HistoryEntry) => void): void {
    const entry = this.#history.find((each) => each.id === id);
    if (entry) act(entry);
  }

  async #sendAgain(draft: MessageDraft, plan: PublishPlan): Promise<void> {
    const refusal = await this.publish(draft, plan);
    if (refusal !== null) void vscode.window.showErrorMessage(refusal);
  }

  async #preview(draft: MessageDraft): Promise<MessagePreview> {
    const none = { topic: '', userProperties: [], payload: '', size: 0 };
    const problem = refuseDraft(draft);
    if (problem !== undefined) return { ...none, problem };
    try {
      const pattern = await this.#patternOf(draft);
      return previewPattern(pattern, { nowMs: () => Date.now(), random: () => Math.random() });
    } catch (error) {
      return { ...none, problem: describeError(error) };
    }
  }

  async #patternOf(draft: MessageDraft): Promise<MessagePattern> {
    if (draft.payloadForm !== 'file') return toPattern(draft, undefined);
    const uri = vscode.Uri.file(draft.payload);
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MAX_FILE_BYTES) throw new Error(`${draft.payload} is larger than 100 MiB.`);
    return toPattern(draft, await vscode.workspace.fs.readFile(uri));
  }

  async #save(draft: MessageDraft): Promise<string | null> {
    const [graph] = this.#run?.info.files ?? [];
    const uri = await saveMessage(draft, graph === undefined ? undefined : vscode.Uri.file(graph));
    return uri ? vscode.workspace.asRelativePath(uri) : null;
  }

  async #chooseFile(): Promise<void> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: 'Payload from File',
        openLabel: 'Take as Payload',
        ...this.#besideGraph(),
      })) ?? [];
    if (uri) this.#setDraft({ ...this.#draft, payloadForm: 'file', payload: uri.fsPath }, this.#plan);
  }

  #besideGraph(): { readonly defaultUri?: vscode.Uri } {
    const [graph] = this.#run?.info.files ?? [];
    return graph === undefined ? {} : { defaultUri: vscode.Uri.file(join(graph, '..')) };
  }

  async #tellErrors(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      void vscode.window.showErrorMessage(describeError(error));
    }
  }
}

function rate(perSecond: number): { readonly perSecond?: number } {
  return perSecond === 0 ? {} : { perSecond };
}
