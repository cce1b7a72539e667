// What the metrics view knows of the run. Knows no component.
import {
  MAX_SAMPLES,
  METRICS_PROTOCOL_VERSION,
  type MetricsHostEvents,
  type MetricsHostMethods,
  type MetricsState,
  type MetricsViewEvents,
} from '../../src/protocol/metricsView.ts';
import { connectRpc, type RpcPeer, type RpcPort } from '../../src/protocol/rpc.ts';

type Listener = () => void;

const nothing: MetricsState = { isPast: false, nodes: [], samples: [], reported: [] };

export class MetricsStore {
  readonly #host: RpcPeer<MetricsHostMethods, MetricsHostEvents>;
  readonly #listeners: Set<Listener> = new Set<Listener>();
  #state: MetricsState = nothing;

  constructor(port: RpcPort) {
    this.#host = connectRpc<Record<never, never>, MetricsViewEvents, MetricsHostMethods, MetricsHostEvents>(
      port,
      METRICS_PROTOCOL_VERSION,
      {
        methods: {},
        events: {
          began: (state) => this.#set(state),
          sampled: ({ sample, reported }) =>
            this.#set({
              ...this.#state,
              samples: [...this.#state.samples, sample].slice(-MAX_SAMPLES),
              reported,
            }),
          ended: () => this.#set({ ...this.#state, isPast: true }),
        },
      },
    );
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: Listener): Listener => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly getSnapshot = (): MetricsState => this.#state;

  async start(): Promise<void> {
    try {
      this.#set(await this.#host.request('start', undefined));
    } catch (error) {
      this.#host.notify('failed', { message: String(error) });
    }
    document.body.dataset['ready'] = 'true';
  }

  reveal(node: string): void {
    this.#host.notify('revealNode', { node });
  }

  #set(state: MetricsState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
