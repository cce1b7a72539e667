// Runs before the trace view in a page of its own: gives it an extension to talk to, with as many messages as the test wants.
import { connectRpc, type RpcPeer } from '../../../../src/protocol/rpc.ts';
import {
  TRACE_VIEW_PROTOCOL_VERSION,
  type TraceHostEvents,
  type TraceHostMethods,
  type TraceState,
  type TraceViewEvents,
  type TraceViewMethods,
} from '../../../../src/protocol/traceView.ts';
import { offerWebviewApi } from '../webviewApi.ts';
import { InPageTrace, type TraceScript } from './inPageTrace.ts';

/** What tests may do. */
export interface TraceTestHost {
  /** What the page asked and told, with what. */
  readonly said: readonly (readonly [what: string, value: unknown])[];
  /** So many more messages have entered. */
  add(count: number): void;
  tell<K extends keyof TraceViewEvents>(event: K, value: TraceViewEvents[K]): void;
}

declare global {
  interface Window {
    traceHost: TraceTestHost;
  }
}

const script = { messages: 120, state: 'live', ...JSON.parse(window.initialText || '{}') } as TraceScript;
const trace = new InPageTrace(script);
const said: [string, unknown][] = [];
const state = (): TraceState =>
  script.messages < 0
    ? { runs: [] }
    : {
        runs: [{ id: 'run 1', name: 'thermostats', startedMs: trace.startedMs, state: script.state }],
        shown: trace.shown(),
      };

function noting<M extends Record<string, (params: never) => unknown>>(handlers: M): M {
  const entries = Object.entries(handlers).map(([name, answer]) => [
    name,
    (params: never) => {
      said.push([name, params]);
      return answer(params);
    },
  ]);
  return Object.fromEntries(entries) as M;
}

const nothing = (): null => null;
const view: RpcPeer<TraceViewMethods, TraceViewEvents> = connectRpc<
  TraceHostMethods,
  TraceHostEvents,
  TraceViewMethods,
  TraceViewEvents
>(offerWebviewApi(), TRACE_VIEW_PROTOCOL_VERSION, {
  methods: noting({
    start: () => ({ ...state(), kind: script.kind ?? 'view' }),
    listMessages: (request: TraceHostMethods['listMessages']['params']) => trace.list(request),
    readPath: ({ message }: TraceHostMethods['readPath']['params']) => trace.path(message),
    readPayload: (request: TraceHostMethods['readPayload']['params']) => trace.payload(request),
    copyPayload: nothing,
    exportTrace: nothing,
    saveTestCase: nothing,
    sendAgain: nothing,
    replayHop: () => ({ waits: script.isStopped ?? false }),
  }),
  events: noting({
    chooseRun: nothing,
    nodeChosen: nothing,
    showInText: nothing,
    showOnCanvas: nothing,
    debugGraph: nothing,
    openRecorded: nothing,
    openAsText: nothing,
    failed: nothing,
  }),
});

window.traceHost = {
  said,
  add: (count) => {
    trace.add(count);
    view.notify('grown', { run: 'run 1' });
  },
  tell: (event, value) => view.notify(event, value),
};
