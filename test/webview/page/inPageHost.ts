// The extension and its language server, in the page itself: the real parser, models, gestures and edits over a text that the
// page holds. Only what VS Code would do is done by simple means. Knows no canvas.
import type { TextEdit } from '../../../src/base/position.ts';
import { parseGraphFile } from '../../../src/graph/parseGraph.ts';
import { tellProblems } from '../../../src/language/diagnostics/tellProblems.ts';
import {
  CANVAS_PROTOCOL_VERSION,
  type CanvasHostEvents,
  type CanvasHostMethods,
  type CanvasModel,
  type CanvasPositions,
  type CanvasStart,
  type CanvasViewEvents,
  type CanvasViewMethods,
  type EditOutcome,
} from '../../../src/protocol/canvas.ts';
import { connectRpc, type RpcHandlers, type RpcPeer, type RpcPort } from '../../../src/protocol/rpc.ts';
import { canvasModelOf } from '../../../src/server/canvas/canvasModel.ts';
import { TextHistory } from './textHistory.ts';

type Methods = RpcHandlers<CanvasHostMethods, CanvasHostEvents>['methods'];
type Params<K extends keyof CanvasHostMethods> = CanvasHostMethods[K]['params'];

/** Something the canvas told or asked, for tests to look at. */
export interface HostMessage {
  readonly name: string;
  readonly value: unknown;
}

export class InPageHost {
  readonly view: RpcPeer<CanvasViewMethods, CanvasViewEvents>;
  readonly messages: HostMessage[] = [];
  readonly history: TextHistory;
  positions: CanvasPositions = {};
  clipboard = '';
  #isYamlOpen = false;
  readonly #start: Omit<CanvasStart, 'model' | 'positions'>;

  constructor(port: RpcPort, text: string, start: Omit<CanvasStart, 'model' | 'positions'>) {
    this.history = new TextHistory(text);
    this.#start = start;
    this.view = connectRpc<CanvasHostMethods, CanvasHostEvents, CanvasViewMethods, CanvasViewEvents>(
      port,
      CANVAS_PROTOCOL_VERSION,
      { methods: this.#methods(), events: this.#events() },
    );
  }

  model(): CanvasModel {
    const { text, version } = this.history;
    const file = parseGraphFile(text);
    return canvasModelOf({ version, file }, tellProblems(file, {}));
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

  #edit({ version }: Params<'edit'>): EditOutcome {
    if (version !== this.history.version) return { kind: 'stale' };
    return { kind: 'refused', message: 'Gestures are not there yet.' };
  }

  #methods(): Methods {
    const say = (name: string, value: unknown): void => void this.messages.push({ name, value });
    return {
      start: () => ({ ...this.#start, model: this.model(), positions: this.positions }),
      edit: (params) => (say('edit', params), this.#edit(params)),
      editText: ({ version, edits }) => this.#write(version, edits),
      fixes: () => [],
      applyFix: () => ({ kind: 'stale' }),
      copy: ({ operations }) => ({ count: operations.length }),
      paste: () => ({ kind: 'refused', message: 'Pasting is not there yet.' }),
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
      selectionChanged: note('selectionChanged'),
      failed: note('failed'),
    };
  }

  #movePositions(positions: CanvasPositions): void {
    this.messages.push({ name: 'positionsChanged', value: positions });
    this.positions = { ...this.positions, ...positions };
  }
}
