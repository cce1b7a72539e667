// Serves visual editors: tells them what is in the texts they watch, and works out the edits they ask for. Nothing is asked
// twice of a text: it is parsed once for every feature, and its problems are those that the text shows. Knows no canvas.
import type { Connection } from 'vscode-languageserver/node';
import type { Problem } from '../../graph/problem.ts';
import { tellProblems, type TellingOptions } from '../../language/diagnostics/tellProblems.ts';
import { FileFixes } from '../../language/fixes/fileFixes.ts';
import { copyOperations } from '../../language/gestures/copyOperations.ts';
import { editByGesture } from '../../language/gestures/editByGesture.ts';
import type { WorkspaceFacts } from '../../language/workspaceFacts.ts';
import {
  canvasModelNotification,
  type CanvasModelParams,
  canvasWorkspaceNotification,
  copyRequest,
  type CopyAnswer,
  type CopyParams,
  fixesRequest,
  type FixesAnswer,
  type FixesParams,
  gestureRequest,
  type GestureAnswer,
  type GestureParams,
  sourceRequest,
  type SourceAnswer,
  type SourceParams,
  watchCanvasNotification,
  type WatchCanvasParams,
} from '../../protocol/canvas.ts';
import { unpackGesture } from '../../protocol/gestureMessage.ts';
import type { OpenText, OpenTexts } from '../openTexts.ts';
import { canvasModelOf } from './canvasModel.ts';
import { canvasWorkspaceOf } from './canvasWorkspace.ts';
import { findOperationSource } from './operationSource.ts';

/** Where answers come from. */
export interface CanvasPorts {
  readonly texts: OpenTexts;
  readonly facts: () => WorkspaceFacts;
  /** How the problems of an open text are told. */
  readonly problemOptions: (text: OpenText) => TellingOptions;
}

export class CanvasRequests {
  readonly #connection: Connection;
  readonly #ports: CanvasPorts;
  readonly #watched: Set<string> = new Set<string>();
  /** What was last told of watched texts: visual editors name problems by their place in it. */
  readonly #told: Map<string, { readonly version: number; readonly problems: readonly Problem[] }> = new Map<
    string,
    { readonly version: number; readonly problems: readonly Problem[] }
  >();

  /** Answers on `connection`. */
  constructor(connection: Connection, ports: CanvasPorts) {
    this.#connection = connection;
    this.#ports = ports;
    connection.onNotification(watchCanvasNotification, (params: WatchCanvasParams) => this.#watch(params));
    connection.onRequest(gestureRequest, (params: GestureParams): unknown => this.#edit(params));
    connection.onRequest(fixesRequest, (params: FixesParams) => this.#listFixes(params));
    connection.onRequest(copyRequest, (params: CopyParams) => this.#copy(params));
    connection.onRequest(sourceRequest, (params: SourceParams) => this.#findSource(params));
  }

  /** Tells who watches `text` what is in it. `problems` are those that are told of it. */
  tellText(text: OpenText, problems: readonly Problem[]): void {
    const { uri, version } = text;
    if (!this.#watched.has(uri)) return;
    this.#told.set(uri, { version, problems });
    const params: CanvasModelParams = { uri, model: canvasModelOf(text, problems) };
    void this.#connection.sendNotification(canvasModelNotification, params);
  }

  /** Tells who watches any text what the workspace offers. */
  tellWorkspace(): void {
    if (this.#watched.size === 0) return;
    const workspace = canvasWorkspaceOf(this.#ports.facts());
    void this.#connection.sendNotification(canvasWorkspaceNotification, workspace);
  }

  // It may be watched before it is open; it is told when it opens then.
  #watch({ uri, isWatched }: WatchCanvasParams): void {
    if (!isWatched) {
      this.#watched.delete(uri);
      this.#told.delete(uri);
      return;
    }
    this.#watched.add(uri);
    this.tellWorkspace();
    const text = this.#ports.texts.get(uri);
    if (text) this.tellText(text, tellProblems(text.file, this.#ports.problemOptions(text)));
  }

  #edit({ uri, version, gesture }: GestureParams): GestureAnswer {
    const text = this.#textAt(uri, version);
    if (!text) return null;
    const { modules } = this.#ports.facts();
    return editByGesture(text.file, unpackGesture(gesture), { modules, fileName: fileNameOf(uri) });
  }

  #listFixes({ uri, version, problem: index }: FixesParams): FixesAnswer {
    const text = this.#textAt(uri, version);
    const told = this.#told.get(uri);
    if (!text || told?.version !== version) return null;
    const problem = told.problems[index];
    const fixes = new FileFixes(text.file, this.#ports.facts().modules);
    if (!problem || !fixes.canEdit) return [];
    return fixes.propose(problem).map(({ title, isPreferred, edits }) => ({ title, isPreferred, edits }));
  }

  #copy({ uri, version, operations }: CopyParams): CopyAnswer {
    const text = this.#textAt(uri, version);
    return text ? copyOperations(text.file, operations) : null;
  }

  #findSource({ uri, version, operation }: SourceParams): SourceAnswer {
    const text = this.#textAt(uri, version);
    return text ? findOperationSource(text, operation, this.#ports.facts()) : null;
  }

  #textAt(uri: string, version: number): OpenText | undefined {
    const text = this.#ports.texts.get(uri);
    return text?.version === version ? text : undefined;
  }
}

/** Without folder and ending: `line` of `file:///graphs/line.dataflow.yaml`. */
function fileNameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/(?:\.dataflow)?\.ya?ml$/i, '');
}
