// Ties the store of the visual editor to the extension: what the host tells goes into the store. Knows no component.
import {
  CANVAS_PROTOCOL_VERSION,
  type CanvasHostEvents,
  type CanvasHostMethods,
  type CanvasViewEvents,
  type CanvasViewMethods,
} from '../../src/protocol/canvas.ts';
import { connectRpc, type RpcPeer, type RpcPort } from '../../src/protocol/rpc.ts';

export type CanvasHost = RpcPeer<CanvasHostMethods, CanvasHostEvents>;

/** `events` is told what the host says; the answer of `start` comes first. */
export function connectHost(
  port: RpcPort,
  events: { [K in keyof CanvasViewEvents]: (value: CanvasViewEvents[K]) => void },
): CanvasHost {
  return connectRpc<CanvasViewMethods, CanvasViewEvents, CanvasHostMethods, CanvasHostEvents>(
    port,
    CANVAS_PROTOCOL_VERSION,
    { methods: {}, events },
  );
}
