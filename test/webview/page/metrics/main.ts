// Runs before the metrics view in a page of its own: gives it an extension that tells of a run.
import {
  METRICS_PROTOCOL_VERSION,
  type MetricsHostEvents,
  type MetricsHostMethods,
  type MetricsState,
  type MetricsViewEvents,
} from '../../../../src/protocol/metricsView.ts';
import { connectRpc, type RpcPeer } from '../../../../src/protocol/rpc.ts';
import { offerWebviewApi } from '../webviewApi.ts';

declare global {
  interface Window {
    /** JSON of the state at the start. */
    initialText?: string;
    metricsHost: {
      readonly revealed: readonly string[];
      tell: <K extends keyof MetricsViewEvents>(event: K, value: MetricsViewEvents[K]) => void;
    };
  }
}

const empty: MetricsState = { isPast: false, nodes: [], samples: [], reported: [] };
const revealed: string[] = [];
const text = window.initialText ?? '';
const peer: RpcPeer<Record<never, never>, MetricsViewEvents> = connectRpc<
  MetricsHostMethods,
  MetricsHostEvents,
  Record<never, never>,
  MetricsViewEvents
>(offerWebviewApi(), METRICS_PROTOCOL_VERSION, {
  methods: { start: () => (text === '' ? empty : (JSON.parse(text) as MetricsState)) },
  events: {
    revealNode: ({ node }) => void revealed.push(node),
    failed: ({ message }) => {
      throw new Error(message);
    },
  },
});
window.metricsHost = { revealed, tell: (event, value) => peer.notify(event, value) };
