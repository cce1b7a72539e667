// The extension and its language server, in the page itself: the real parser, models, gestures and edits over a text that the
// page holds. Only what VS Code would do is done by simple means. Knows no canvas.
import type { TextEdit } from '../../../../src/base/position.ts';
import { type GraphFile, parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { tellProblems } from '../../../../src/language/diagnostics/tellProblems.ts';
import { FileFixes } from '../../../../src/language/fixes/fileFixes.ts';
import type { ProposedFix } from '../../../../src/language/fixes/fixContext.ts';
import { copyOperations } from '../../../../src/language/gestures/copyOperations.ts';
import { editByGesture } from '../../../../src/language/gestures/editByGesture.ts';
import { CopiedShape } from '../../../../src/host/editor/copiedShape.ts';
import { placeNew } from '../../../../src/host/editor/nodePositions.ts';
import {
  CANVAS_PROTOCOL_VERSION,
  type CanvasHostEvents,
  type CanvasHostMethods,
  type CanvasModel,
  type CanvasPositions,
  type CanvasShape,
  type CanvasStart,
  type CanvasViewEvents,
  type CanvasViewMethods,
  type EditOutcome,
} from '../../../../src/protocol/canvas.ts';
import { unpackGesture } from '../../../../src/protocol/gestureMessage.ts';
import { connectRpc, type RpcHandlers, type RpcPeer, type RpcPort } from '../../../../src/protocol/rpc.ts';
import { canvasModelOf } from '../../../../src/server/canvas/canvasModel.ts';
import { fileName, knownModules } from './sampleModules.ts';
import { TextHistory } from './textHistory.ts';

type Methods = RpcHandlers<CanvasHostMethods, CanvasHostEvents>['methods'];
type Params<K extends keyof CanvasHostMethods> = CanvasHostMethods[K]['params'];

/** Something the canvas told or asked, for tests to look at. */
export interface HostMessage {
  readonly name: string;
  readonly value: unknown;
}

/** What the page starts with; the model is worked out when it is left out. */
export type InPageStart = Omit<CanvasStart, 'model' | 'positions'> & Partial<Pick<CanvasStart, 'model'>>;

export class InPageHost {
  readonly view: RpcPeer<CanvasViewMethods, CanvasViewEvents>;
  readonly messages: HostMessage[] = [];
  readonly history: TextHistory;
  positions: CanvasPositions = {};
  clipboard = '';
  readonly #copied: CopiedShape = new CopiedShape();
  #isYamlOpen = false;
  readonly #start: InPageStart;

  constructor(port: RpcPort, text: string, start: InPageStart) {
    this.history = new TextHistory(text);
    this.#start = start;
    this.view = connectRpc<CanvasHostMethods, CanvasHostEvents, CanvasViewMethods, CanvasViewEvents>(
      port,
      CANVAS_PROTOCOL_VERSION,
      { methods: this.#methods(), events: this.#events() },
    );
  }

  model(): CanvasModel {
    const file = this.#file();
    return canvasModelOf({ version: this.history.version, file }, tellProblems(file, {}));
  }

  /** Somebody types in the text. */
  setText(text: string): void {
    this.#change(() => this.history.replace(text));
  }

  undo(): void {
    this.#change(() => this.history.undo());
  }

  redo(): void {
    this.#change(() => this.history.redo());
  }

  #change(act: () => unknown): void {
    const { text, version } = this.history;
    act();
    if (this.#isYamlOpen) this.#tellText(text, version);
    this.view.notify('modelChanged', this.model());
  }

  #tellText(before: string, since: number): void {
    const lines = before.split('\n');
    const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const edits = [{ range: { start: { line: 0, character: 0 }, end }, newText: this.history.text }];
    this.view.notify('textChanged', { since, version: this.history.version, edits });
  }

  #write(version: number, edits: readonly TextEdit[], created: readonly string[] = []): EditOutcome {
    if (version !== this.history.version) return { kind: 'stale' };
    if (edits.length > 0) this.#change(() => this.history.apply(edits));
    return { kind: 'done', created };
  }

  #edit({ version, gesture, at, shape }: Params<'edit'>): EditOutcome {
    if (version !== this.history.version) return { kind: 'stale' };
    const result = editByGesture(this.#file(), unpackGesture(gesture), { modules: knownModules, fileName });
    if (result.kind === 'refused') return result;
    const { renamed, created } = result;
    const point = renamed && this.positions[renamed.from];
    if (renamed && point) this.#tellPositions({ ...this.positions, [renamed.to]: point });
    if (at) this.#tellPositions({ ...this.positions, ...placeNew(created, at, shape) });
    return this.#write(version, result.edits, created);
  }

  #tellPositions(positions: CanvasPositions): void {
    this.positions = positions;
    this.view.notify('positionsChanged', positions);
  }

  #file(): GraphFile {
    return parseGraphFile(this.history.text);
  }

  #fixes(index: number): readonly ProposedFix[] {
    const file = this.#file();
    const problem = tellProblems(file, {})[index];
    return problem ? new FileFixes(file, knownModules).propose(problem) : [];
  }

  #copy({ operations, shape }: Params<'copy'>): { count: number } {
    const { text, count } = copyOperations(this.#file(), operations);
    this.clipboard = text;
    this.#copied.keep(text, shape);
    return { count };
  }

  #shapeToPaste(): { readonly shape?: CanvasShape } {
    const shape = this.#copied.of(this.clipboard);
    return shape ? { shape } : {};
  }

  #methods(): Methods {
    const say = (name: string, value: unknown): void => void this.messages.push({ name, value });
    return {
      start: () => ({ ...this.#start, model: this.#start.model ?? this.model(), positions: this.positions }),
      edit: (params) => (say('edit', params), this.#edit(params)),
      editText: ({ version, edits }) => this.#write(version, edits),
      fixes: ({ version, problem }) =>
        version === this.history.version
          ? this.#fixes(problem).map(({ title, isPreferred }) => ({ title, isPreferred }))
          : [],
      applyFix: ({ version, problem, fix }) => this.#write(version, this.#fixes(problem)[fix]?.edits ?? []),
      copy: (params) => this.#copy(params),
      paste: ({ version, at }) =>
        this.#edit({
          version,
          gesture: { kind: 'paste', text: this.clipboard },
          at,
          ...this.#shapeToPaste(),
        }),
      copyText: (params) => (say('copyText', params), undefined),
      savePicture: (params) => (say('savePicture', params), true),
      openYamlPane: () => {
        this.#isYamlOpen = true;
        return { version: this.history.version, text: this.history.text };
      },
    };
  }

  #events(): { [K in keyof CanvasHostEvents]: (value: CanvasHostEvents[K]) => void } {
    const note =
      (name: string) =>
      (value: unknown): void =>
        void this.messages.push({ name, value });
    return {
      positionsChanged: ({ positions }) => this.#movePositions(positions),
      positionsForgotten: ({ operations }) => {
        const left = Object.entries(this.positions).filter(
          ([name]) => operations && !operations.includes(name),
        );
        this.positions = Object.fromEntries(left);
        this.view.notify('positionsChanged', this.positions);
      },
      closeYamlPane: () => void (this.#isYamlOpen = false),
      revealText: note('revealText'),
      explainProblem: note('explainProblem'),
      openModuleSource: note('openModuleSource'),
      runCommand: note('runCommand'),
      toggleBreakpoint: note('toggleBreakpoint'),
      disturbNode: note('disturbNode'),
      clearCoverage: () => this.view.notify('coverageChanged', null),
      stopReplay: note('stopReplay'),
      clearRun: note('clearRun'),
      selectionChanged: note('selectionChanged'),
      failed: note('failed'),
    };
  }

  #movePositions(positions: CanvasPositions): void {
    this.messages.push({ name: 'positionsChanged', value: positions });
    this.positions = { ...this.positions, ...positions };
  }
}
