// Offers the publish view and loads what is behind it when it is shown first. Shows nothing itself.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { MessageDraft } from '../../base/messageDraft.ts';
import { viewIds } from '../ids.ts';
import type { PublishView, PublishViewOptions } from './publishView.ts';

export class PublishService implements vscode.WebviewViewProvider, Disposable {
  readonly #options: PublishViewOptions;
  readonly #store: DisposableStore = new DisposableStore();
  #view: Promise<PublishView> | undefined;

  constructor(options: PublishViewOptions) {
    this.#options = options;
    this.#store.add(vscode.window.registerWebviewViewProvider(viewIds.publish, this));
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    await (await this.#load()).resolve(view);
  }

  /** Shows the view with `draft`, whose other fields are as in a new message; without one, as it was. */
  async open(draft?: Partial<MessageDraft>): Promise<void> {
    const view = await this.#load();
    if (draft) view.open(draft);
    await vscode.commands.executeCommand(`${viewIds.publish}.focus`);
  }

  /** Shows the view with what a menu or another extension has handed over, if that is parts of a draft; otherwise as it was. */
  async openGiven(argument: unknown): Promise<void> {
    (await this.#load()).openGiven(argument);
    await vscode.commands.executeCommand(`${viewIds.publish}.focus`);
  }

  /** Shows the view with the message file `uri`, or as it was. */
  async openFile(uri: vscode.Uri | undefined): Promise<void> {
    const view = await this.#load();
    try {
      if (uri) await view.openFile(uri);
    } catch (error) {
      return void vscode.window.showErrorMessage(describeError(error));
    }
    await vscode.commands.executeCommand(`${viewIds.publish}.focus`);
  }

  /** Publishes the message files of `folder`, which is asked for when there is none. */
  async publishFolder(folder: vscode.Uri | undefined): Promise<void> {
    const view = await this.#load();
    try {
      await view.publishFolder(folder);
    } catch (error) {
      void vscode.window.showErrorMessage(describeError(error));
    }
  }

  /** Publishes what stands in the view. Resolves to a sentence when nothing was begun. */
  async publish(): Promise<string | null> {
    return (await this.#load()).publish();
  }

  dispose(): void {
    this.#store.dispose();
    void this.#view?.then((view) => view.dispose());
  }

  #load(): Promise<PublishView> {
    this.#view ??= import('./publishView.ts').then(({ PublishView }) => new PublishView(this.#options));
    return this.#view;
  }
}
