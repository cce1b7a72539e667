// What visual editors get from the language server: what is in their texts, and the edits that gestures mean. Keeps what was
// told last, for editors that come later. Knows no webview.
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import {
  canvasModelNotification,
  type CanvasModel,
  type CanvasModelParams,
  canvasWorkspaceNotification,
  type CanvasWorkspace,
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
import type { LanguageService } from '../language/languageService.ts';

/** Requests give undefined when there is no server; the user has been told then. */
export class CanvasServer implements Disposable {
  readonly #language: LanguageService;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #watched: Map<string, WatchedText> = new Map<string, WatchedText>();
  readonly #workspaceChanged: Emitter<CanvasWorkspace> = new Emitter<CanvasWorkspace>();
  #workspace: CanvasWorkspace = { modules: [] };

  constructor(language: LanguageService) {
    this.#language = language;
    this.#store.add(
      language.onTold(canvasModelNotification, (params) => this.#takeModel(params as CanvasModelParams)),
    );
    this.#store.add(
      language.onTold(canvasWorkspaceNotification, (params) => {
        this.#workspace = params as CanvasWorkspace;
        this.#workspaceChanged.fire(this.#workspace);
      }),
    );
    this.#store.add(language.onRunning(() => this.#watchAgain()));
  }

  get workspace(): CanvasWorkspace {
    return this.#workspace;
  }

  get onWorkspaceChanged(): Event<CanvasWorkspace> {
    return this.#workspaceChanged.event;
  }

  /** The last that was told of a text that is watched. */
  modelOf(uri: string): CanvasModel | undefined {
    return this.#watched.get(uri)?.model;
  }

  /** Calls `listener` for every version of the text at `uri`, until disposed. */
  watch(uri: string, listener: (model: CanvasModel) => void): Disposable {
    const text = this.#watched.get(uri) ?? {
      changed: new Emitter<CanvasModel>(),
      watchers: 0,
      model: undefined,
    };
    this.#watched.set(uri, text);
    text.watchers += 1;
    if (text.watchers === 1) this.#tellWatched(uri, true);
    const store = new DisposableStore();
    store.add(text.changed.event(listener));
    store.add({
      dispose: () => {
        text.watchers -= 1;
        if (text.watchers > 0) return;
        this.#watched.delete(uri);
        this.#tellWatched(uri, false);
      },
    });
    return store;
  }

  edit(params: GestureParams): Promise<GestureAnswer | undefined> {
    return this.#language.ask(gestureRequest, params);
  }

  fixes(params: FixesParams): Promise<FixesAnswer | undefined> {
    return this.#language.ask(fixesRequest, params);
  }

  copy(params: CopyParams): Promise<CopyAnswer | undefined> {
    return this.#language.ask(copyRequest, params);
  }

  source(params: SourceParams): Promise<SourceAnswer | undefined> {
    return this.#language.ask(sourceRequest, params);
  }

  dispose(): void {
    this.#store.dispose();
    this.#workspaceChanged.dispose();
  }

  #takeModel({ uri, model }: CanvasModelParams): void {
    const text = this.#watched.get(uri);
    if (!text) return;
    text.model = model;
    text.changed.fire(model);
  }

  #watchAgain(): void {
    for (const uri of this.#watched.keys()) this.#tellWatched(uri, true);
  }

  #tellWatched(uri: string, isWatched: boolean): void {
    const params: WatchCanvasParams = { uri, isWatched };
    // A server that is gone is told again when it comes back.
    this.#language.tell(watchCanvasNotification, params).catch(() => undefined);
  }
}

interface WatchedText {
  readonly changed: Emitter<CanvasModel>;
  watchers: number;
  model: CanvasModel | undefined;
}
