// Answers the editor's requests about open texts with the functions of src/language. Holds nothing itself. Must agree with
// serverCapabilities.ts.
import {
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { DiagnosticOptions } from '../language/diagnostics/diagnose.ts';
import { complete } from '../language/completion/complete.ts';
import { codeActions } from '../language/fixes/codeActions.ts';
import { codeLenses } from '../language/navigation/codeLenses.ts';
import { documentLinks } from '../language/navigation/documentLinks.ts';
import { documentSymbols } from '../language/navigation/documentSymbols.ts';
import { findDefinitions } from '../language/navigation/findDefinitions.ts';
import { findHighlights } from '../language/navigation/findHighlights.ts';
import { findReferences } from '../language/navigation/findReferences.ts';
import { foldingRanges } from '../language/navigation/foldingRanges.ts';
import { hover } from '../language/navigation/hover.ts';
import { prepareRename, rename } from '../language/navigation/rename.ts';
import { selectionRanges } from '../language/navigation/selectionRanges.ts';
import { semanticTokens } from '../language/navigation/semanticTokens.ts';
import { describeAt } from '../language/schema/describeAt.ts';
import type { WorkspaceFacts } from '../language/workspaceFacts.ts';
import type { OpenText, OpenTexts } from './openTexts.ts';

/** Where answers come from. */
export interface RequestPorts {
  readonly texts: OpenTexts;
  readonly facts: () => WorkspaceFacts;
  /** Commands to offer above graphs. */
  readonly lensCommands: () => readonly string[];
  /** How the problems of an open text are told. */
  readonly problemOptions: (text: OpenText) => DiagnosticOptions;
}

interface TextParams {
  readonly textDocument: { readonly uri: string };
}

/** Registers an answer to every request. */
export function answerRequests(connection: Connection, ports: RequestPorts): void {
  answerQuestions(connection, ports);
  answerStructure(connection, ports);
  answerEdits(connection, ports);
}

/** Wraps `answer` so that it is asked only about texts that are open; others have no answer. */
function about<P extends TextParams, R>(
  { texts }: RequestPorts,
  answer: (text: OpenText, params: P) => R,
): (params: P) => R | null {
  return (params) => {
    const text = texts.get(params.textDocument.uri);
    return text ? answer(text, params) : null;
  };
}

type AtPosition = TextDocumentPositionParams;

function answerQuestions(connection: Connection, ports: RequestPorts): void {
  const { facts } = ports;
  connection.onCompletion(
    about(ports, ({ file, uri }, { position }: AtPosition) => complete(file, position, facts(), uri)),
  );
  connection.onHover(
    about(
      ports,
      ({ file, uri }, { position }: AtPosition) =>
        hover(file, position, { facts: facts(), uri }, describeAt) ?? null,
    ),
  );
  connection.onDefinition(
    about(ports, ({ file, uri }, { position }: AtPosition) => findDefinitions(file, uri, position, facts())),
  );
  connection.onReferences(
    about(ports, ({ file, uri }, { position, context }: Parameters<ReferencesAnswer>[0]) =>
      findReferences(file, uri, position, context),
    ),
  );
  connection.onDocumentHighlight(
    about(ports, ({ file }, { position }: AtPosition) => findHighlights(file, position)),
  );
}

type ReferencesAnswer = (
  params: AtPosition & { readonly context: { readonly includeDeclaration: boolean } },
) => unknown;

function answerStructure(connection: Connection, ports: RequestPorts): void {
  const { facts, lensCommands } = ports;
  connection.onDocumentSymbol(about(ports, ({ file }) => documentSymbols(file)));
  connection.onFoldingRanges(about(ports, ({ file }) => foldingRanges(file)));
  connection.onDocumentLinks(about(ports, ({ file, uri }) => documentLinks(file, uri, facts())));
  connection.onSelectionRanges(
    about(ports, ({ file }, params: TextParams & { positions: AtPosition['position'][] }) =>
      selectionRanges(file, params.positions),
    ),
  );
  const tokensOf = about(ports, ({ file }) => semanticTokens(file));
  connection.languages.semanticTokens.on((params) => tokensOf(params) ?? { data: [] });
  connection.onCodeLens(about(ports, ({ file, uri }) => codeLenses(file, uri, lensCommands())));
}

function answerEdits(connection: Connection, ports: RequestPorts): void {
  connection.onPrepareRename(
    about(ports, ({ file }, { position }: AtPosition) => {
      const offer = prepareRename(file, position);
      if (offer.kind === 'refused') throw new ResponseError(LSPErrorCodes.RequestFailed, offer.message);
      return { range: offer.range, placeholder: offer.placeholder };
    }),
  );
  connection.onRenameRequest(
    about(ports, ({ file, uri, version }, { position, newName }: AtPosition & { newName: string }) => {
      const result = rename(file, position, newName);
      if (result.kind === 'refused') throw new ResponseError(LSPErrorCodes.RequestFailed, result.message);
      const textDocument = { uri, version };
      return { documentChanges: [{ textDocument, edits: [...result.edits] }] } satisfies WorkspaceEdit;
    }),
  );
  connection.onCodeAction(
    about(ports, (text, { range, context }: Parameters<Parameters<Connection['onCodeAction']>[0]>[0]) =>
      codeActions(text.file, {
        ...ports.problemOptions(text),
        version: text.version,
        range,
        only: context.only,
        modules: ports.facts().modules,
      }),
    ),
  );
}
