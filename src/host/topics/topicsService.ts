// Loads the tree of topics with the first run, and hands it its commands. Shows nothing itself.
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { commandIds } from '../ids.ts';
import type { TopicPanel, TopicPanelOptions } from './topicPanel.ts';

type TopicCommand = Extract<(typeof commandIds)[keyof typeof commandIds], `dataflowGraph.topics.${string}`>;

export class TopicsService implements Disposable {
  readonly #options: TopicPanelOptions;
  readonly #store: DisposableStore = new DisposableStore();
  #panel: Promise<TopicPanel> | undefined;

  constructor(options: TopicPanelOptions) {
    this.#options = options;
    this.#store.add(options.sessions.onLoaded(() => void this.#load()));
  }

  /** What each command of the tree does. */
  get commands(): Readonly<Record<TopicCommand, (item: unknown) => Promise<void>>> {
    const ids = Object.values(commandIds).filter((id): id is TopicCommand =>
      id.startsWith('dataflowGraph.topics.'),
    );
    const act = (id: TopicCommand) => async (item: unknown) => (await this.#load()).act(id, item);
    return Object.fromEntries(ids.map((id) => [id, act(id)])) as Record<
      TopicCommand,
      (item: unknown) => Promise<void>
    >;
  }

  dispose(): void {
    this.#store.dispose();
    void this.#panel?.then((panel) => panel.dispose());
  }

  #load(): Promise<TopicPanel> {
    this.#panel ??= import('./topicPanel.ts').then(({ TopicPanel }) => new TopicPanel(this.#options));
    return this.#panel;
  }
}
