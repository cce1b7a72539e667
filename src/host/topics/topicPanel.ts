// Ties the tree of topics to its commands. Loaded with the first run.
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { RunSessions } from '../debug/runSessions.ts';
import type { PublishService } from '../publish/publishService.ts';
import { TopicActions } from './topicActions.ts';
import { TopicView } from './topicView.ts';

export interface TopicPanelOptions {
  readonly sessions: RunSessions;
  readonly publishing: PublishService;
}

export class TopicPanel implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  readonly view: TopicView;
  readonly #actions: TopicActions;

  constructor({ sessions, publishing }: TopicPanelOptions) {
    this.view = this.#store.add(new TopicView(sessions));
    this.#actions = this.#store.add(new TopicActions(this.view, publishing));
  }

  /** Carries out a command of the tree. */
  async act(command: string, item: unknown): Promise<void> {
    await this.#actions.byCommand[command]?.(item);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
