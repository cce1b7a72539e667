// Runs before the canvas in a page of its own: gives it an extension to talk to.
import { AppError } from '../../../../src/base/errors.ts';
import type { CanvasModel, CanvasViewEvents } from '../../../../src/protocol/canvas.ts';
import { offerWebviewApi } from '../webviewApi.ts';
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
    /** Of that text, where the time it takes is not to count. */
    initialModel?: CanvasModel;
    testHost: TestHost;
  }
}

const host = new InPageHost(offerWebviewApi(), window.initialText ?? '', {
  workspace: sampleModules,
  fileName,
  canEdit: true,
  commands: ['run', 'debug', 'open-text', 'problems'],
  baseUri: `${location.origin}/webview/`,
  breakpoints: [],
  ...(window.initialModel && { model: window.initialModel }),
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
