// What the server tells the editor it can do. Must agree with answerRequests.ts.
import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { semanticTokensLegend } from '../language/navigation/semanticTokens.ts';
import { fixAllKind } from '../language/fixes/codeActions.ts';

export const serverCapabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  // A blank begins a value or a list item, quotes an arm, "/" the next part of a name.
  completionProvider: { triggerCharacters: [' ', ':', '-', '"', "'", '/', '.', '{', '[', ','] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  documentLinkProvider: {},
  selectionRangeProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  codeLensProvider: {},
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
