// Gives a webview its page and connects what the page says. Knows no view.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { connectRpc, type MethodMap, type RpcHandlers, type RpcPeer } from '../../protocol/rpc.ts';
import { fileExists } from '../fileExists.ts';
import { checkMessages, isFrame, type MessageShapes } from './checkMessages.ts';
import { webviewPage } from './webviewPage.ts';

export interface WebviewProgram {
  /** `dist/webview`. */
  readonly folder: vscode.Uri;
  /** Of the bundle: `graph` for graph.js and graph.css. */
  readonly name: string;
  /** Read out by screen readers. */
  readonly title: string;
}

/** Fills `webview` with the page of `program`. */
export async function showProgram(webview: vscode.Webview, program: WebviewProgram): Promise<void> {
  const { folder, name, title } = program;
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  const uriOf = (file: string): vscode.Uri => vscode.Uri.joinPath(folder, file);
  const style = uriOf(`${name}.css`);
  const [imports, hasStyle] = await Promise.all([
    importsOf(uriOf(`${name}.imports.json`)),
    fileExists(style),
  ]);
  webview.html = webviewPage({
    cspSource: webview.cspSource,
    nonce: randomBytes(24).toString('base64'),
    scriptUri: webview.asWebviewUri(uriOf(`${name}.js`)).toString(),
    importUris: imports.map((file) => webview.asWebviewUri(uriOf(file)).toString()),
    styleUri: hasStyle ? webview.asWebviewUri(style).toString() : undefined,
    language: vscode.env.language,
    title,
  });
}

/** Files of the same folder as `list`, which the bundler wrote. */
async function importsOf(list: vscode.Uri): Promise<readonly string[]> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(list));
  return JSON.parse(text) as string[];
}

/** The host's side of the line to a webview: `M`, `E` are served here. */
export interface WebviewService<M extends MethodMap<M>, E> {
  /** Of the protocol that both sides must speak. */
  readonly version: number;
  readonly handlers: RpcHandlers<M, E>;
  readonly shapes: MessageShapes<M, E>;
  readonly log: vscode.LogOutputChannel;
  /** For the log. */
  readonly viewName: string;
}

/** Serves `webview` until disposed. To be connected before the page is shown. */
export function connectWebview<M extends MethodMap<M>, E, VM extends MethodMap<VM>, VE>(
  webview: vscode.Webview,
  { version, handlers, shapes, log, viewName }: WebviewService<M, E>,
): RpcPeer<VM, VE> {
  const store = new DisposableStore();
  const checked = checkMessages(handlers, shapes, (event) =>
    log.warn(`${viewName} told of "${event}" in an unknown form.`),
  );
  const port = {
    // What is said to a page that is hidden is lost; it starts anew when it is shown.
    post: (value: unknown): void => void webview.postMessage(value),
    listen: (listener: (value: unknown) => void): void =>
      void store.add(
        webview.onDidReceiveMessage((value: unknown) => {
          if (isFrame(value)) listener(value);
        }),
      ),
  };
  const peer = connectRpc<M, E, VM, VE>(port, version, checked);
  return {
    request: (method, params) => peer.request(method, params),
    notify: (event, value) => peer.notify(event, value),
    fail: (error) => peer.fail(error),
    dispose: () => {
      store.dispose();
      peer.dispose();
    },
  };
}
