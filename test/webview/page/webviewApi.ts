// What VS Code gives every webview, in a page of its own, and the other end of the line for what plays the extension. Knows no view.
import type { RpcPort } from '../../../src/protocol/rpc.ts';

declare global {
  interface Window {
    acquireVsCodeApi: () => unknown;
  }
}

/** Stays while the page is loaded anew, as VS Code keeps it while a view is hidden. */
const stateKey = 'state';

/** To be called once, before the view's program runs. */
export function offerWebviewApi(): RpcPort {
  const toView = new MessageChannel();
  toView.port2.onmessage = ({ data }): void =>
    void window.dispatchEvent(new MessageEvent('message', { data: data as unknown }));
  const toHost = new MessageChannel();
  window.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => toHost.port1.postMessage(message),
    getState: () => JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') as unknown,
    setState: (value: unknown) => sessionStorage.setItem(stateKey, JSON.stringify(value)),
  });
  return {
    post: (value) => toView.port1.postMessage(value),
    listen: (listener) => void (toHost.port2.onmessage = ({ data }): void => listener(data)),
  };
}
