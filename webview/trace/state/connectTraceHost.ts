// Ties the model of the trace view to the extension: what the host tells goes into the model. Knows no component.
import { connectRpc, type RpcPeer, type RpcPort } from '../../../src/protocol/rpc.ts';
import {
  TRACE_VIEW_PROTOCOL_VERSION,
  type TraceHostEvents,
  type TraceHostMethods,
  type TraceViewEvents,
  type TraceViewMethods,
} from '../../../src/protocol/traceView.ts';

export type TraceHost = RpcPeer<TraceHostMethods, TraceHostEvents>;

/** What is told to the view. */
export type TraceListener = { readonly [K in keyof TraceViewEvents]: (value: TraceViewEvents[K]) => void };

/** `listener` is asked for with every event, the first of which comes after the answer of `start`. */
export function connectTraceHost(port: RpcPort, listener: () => TraceListener): TraceHost {
  return connectRpc<TraceViewMethods, TraceViewEvents, TraceHostMethods, TraceHostEvents>(
    port,
    TRACE_VIEW_PROTOCOL_VERSION,
    {
      methods: {},
      events: {
        runsChanged: (value) => listener().runsChanged(value),
        grown: (value) => listener().grown(value),
        nodeSelected: (value) => listener().nodeSelected(value),
      },
    },
  );
}
