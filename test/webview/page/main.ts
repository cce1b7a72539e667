// Runs before the canvas in a page of its own: gives it what VS Code gives every webview, and an extension to talk to.
import { AppError } from '../../../src/base/errors.ts';
import type { CanvasViewEvents } from '../../../src/protocol/canvas.ts';
import { type HostMessage, InPageHost } from './inPageHost.ts';
import { fileName, sampleModules } from './sampleModules.ts';

/** What tests and people at the console may do. */
export interface TestHost {
  text(): string;
  version(): number;
  setText(text: string): void;
  undo(): void;
  redo(): void;
  positions(): unknown;
  clipboard(): string;
  readonly messages: readonly HostMessage[];
  /** Tells the canvas something, as the extension would. */
  tell<K extends keyof CanvasViewEvents>(event: K, value: CanvasViewEvents[K]): void;
}

declare global {
  interface Window {
    /** Set by the test before the page loads. */
    initialText?: string;
    testHost: TestHost;
    acquireVsCodeApi: () => unknown;
  }
}

const toView = new MessageChannel();
toView.port2.onmessage = ({ data }): void =>
  void window.dispatchEvent(new MessageEvent('message', { data: data as unknown }));
const toHost = new MessageChannel();

const host = new InPageHost(
  {
    post: (value) => toView.port1.postMessage(value),
    listen: (listener) => void (toHost.port2.onmessage = ({ data }): void => listener(data)),
  },
  window.initialText ?? '',
  {
    workspace: sampleModules,
    fileName,
    canEdit: true,
    commands: ['run', 'debug', 'open-text', 'problems'],
    baseUri: `${location.origin}/webview/`,
    breakpoints: [],
  },
);

/** Stays while the page is loaded anew, as VS Code keeps it while an editor is hidden. */
const stateKey = 'state';
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => toHost.port1.postMessage(message),
  getState: () => JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') as unknown,
  setState: (value: unknown) => sessionStorage.setItem(stateKey, JSON.stringify(value)),
});
window.testHost = {
  text: () => host.history.text,
  version: () => host.history.version,
  setText: (text) => host.setText(text),
  undo: () => host.undo(),
  redo: () => host.redo(),
  positions: () => host.positions,
  clipboard: () => host.clipboard,
  messages: host.messages,
  tell: (event, value) => host.view.notify(event, value),
};
window.addEventListener('unload', () =>
  host.view.fail(new AppError('PROTOCOL_DISPOSED', 'The page is gone.')),
);
