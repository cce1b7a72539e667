// Composition root of the language server: a connection to the editor, the real file system, the real workspace.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { LanguageServer } from './server/languageServer.ts';
import { openWorkspace } from './server/workspace/openWorkspace.ts';

const connection = createConnection(ProposedFeatures.all);
const server = new LanguageServer(connection, {
  openWorkspace,
  startTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return { dispose: () => clearTimeout(timer) };
  },
});
connection.onShutdown(() => server.dispose());
connection.listen();
