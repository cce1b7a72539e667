// The webview's end of the line to the extension host. Knows nothing of what is said.
import type { RpcPort } from '../src/protocol/rpc.ts';

/** What VS Code gives every webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** A port to the extension, and what VS Code keeps for this view while it is hidden. */
export interface HostPort extends RpcPort {
  readonly state: unknown;
  keepState(state: unknown): void;
}

/** To be called once: VS Code gives its interface out a single time. */
export function openHostPort(): HostPort {
  const api = acquireVsCodeApi();
  return {
    state: api.getState(),
    keepState: (state) => api.setState(state),
    post: (value) => api.postMessage(value),
    listen: (listener) => window.addEventListener('message', ({ data }) => listener(data)),
  };
}
