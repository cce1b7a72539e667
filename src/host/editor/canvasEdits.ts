// Does to a document what is asked for in its visual editor: each gesture as one edit of VS Code, so that one undo takes it
// back, and only on the version of the text that the person saw. Works out no edit itself.
import * as vscode from 'vscode';
import { describeError } from '../../base/errors.ts';
import type { TextEdit } from '../../base/position.ts';
import type { GraphGesture } from '../../graph/gesture.ts';
import { comparePositions } from '../../language/navigation/rangeOrder.ts';
import type {
  CanvasFix,
  CanvasHostMethods,
  CanvasPoint,
  CanvasShape,
  EditOutcome,
} from '../../protocol/canvas.ts';
import type { CanvasServer } from './canvasServer.ts';
import { toTextEdit } from './convert.ts';
import type { CopiedShape } from './copiedShape.ts';
import { EditQueue } from './editQueue.ts';
import type { NodePositions } from './nodePositions.ts';

export interface CanvasEditsOptions {
  readonly document: vscode.TextDocument;
  readonly server: CanvasServer;
  readonly positions: NodePositions;
  /** Names the document in `positions`. */
  readonly positionsKey: string;
  readonly copied: CopiedShape;
  readonly canEdit: () => boolean;
  readonly log: vscode.LogOutputChannel;
}

type Params<K extends keyof CanvasHostMethods> = CanvasHostMethods[K]['params'];

export class CanvasEdits {
  readonly #options: CanvasEditsOptions;
  readonly #queue: EditQueue = new EditQueue();

  constructor(options: CanvasEditsOptions) {
    this.#options = options;
  }

  edit({ version, gesture, at, shape }: Params<'edit'>): Promise<EditOutcome> {
    return this.#do(version, () => this.#doGesture(version, gesture, at, shape));
  }

  editText({ version, edits }: Params<'editText'>): Promise<EditOutcome> {
    return this.#do(version, () => this.#apply(version, edits));
  }

  paste({ version, at }: Params<'paste'>): Promise<EditOutcome> {
    return this.#do(version, async () => {
      const text = await vscode.env.clipboard.readText();
      if (text.trim() === '') return refused('There is nothing on the clipboard to paste.');
      return this.#doGesture(version, { kind: 'paste', text }, at, this.#options.copied.of(text));
    });
  }

  async fixes({ version, problem }: Params<'fixes'>): Promise<readonly CanvasFix[]> {
    const fixes = await this.#options.server.fixes({ uri: this.#uri, version, problem });
    return (fixes ?? []).map(({ title, isPreferred }) => ({ title, isPreferred }));
  }

  applyFix({ version, problem, fix }: Params<'applyFix'>): Promise<EditOutcome> {
    return this.#do(version, async () => {
      const fixes = await this.#options.server.fixes({ uri: this.#uri, version, problem });
      const chosen = fixes?.[fix];
      return chosen ? this.#apply(version, chosen.edits) : { kind: 'stale' };
    });
  }

  async copy({ version, operations, shape }: Params<'copy'>): Promise<{ readonly count: number }> {
    const copied = await this.#options.server.copy({ uri: this.#uri, version, operations });
    if (!copied || copied.count === 0) return { count: 0 };
    await vscode.env.clipboard.writeText(copied.text);
    this.#options.copied.keep(copied.text, shape);
    return { count: copied.count };
  }

  get #uri(): string {
    return this.#options.document.uri.toString();
  }

  #do(version: number, work: () => Promise<EditOutcome>): Promise<EditOutcome> {
    return this.#queue.add(async () => {
      if (!this.#options.canEdit()) return refused('This file cannot be written.');
      if (this.#options.document.version !== version) return { kind: 'stale' };
      try {
        return await work();
      } catch (error) {
        this.#options.log.error('An edit of the visual editor failed:', describeError(error));
        return refused(`This could not be done: ${describeError(error)}`);
      }
    });
  }

  async #doGesture(
    version: number,
    gesture: GraphGesture,
    at?: CanvasPoint,
    shape?: CanvasShape,
  ): Promise<EditOutcome> {
    const { server, positions, positionsKey } = this.#options;
    const answer = await server.edit({ uri: this.#uri, version, gesture });
    if (answer === undefined) return refused('The language server for data flow graphs is not running.');
    if (answer === null) return { kind: 'stale' };
    if (answer.kind === 'refused') return answer;
    const { edits, created, renamed } = answer;
    // Before the canvas sees the new text, so that nothing is drawn in two places one after the other.
    if (renamed) positions.rename(positionsKey, renamed.from, renamed.to);
    if (created.length > 0) positions.expect(positionsKey, created, at, shape);
    const outcome = await this.#apply(version, edits);
    if (outcome.kind !== 'done') positions.forget(positionsKey, renamed ? [...created, renamed.to] : created);
    return outcome.kind === 'done' ? { kind: 'done', created } : outcome;
  }

  async #apply(version: number, edits: readonly TextEdit[]): Promise<EditOutcome> {
    const { document } = this.#options;
    if (document.version !== version) return { kind: 'stale' };
    if (doOverlap(edits)) return refused('Two changes overlap.');
    if (edits.length === 0) return { kind: 'done', created: [] };
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits.map(toTextEdit));
    // VS Code compares the version once more where the text is kept.
    if (await vscode.workspace.applyEdit(edit)) return { kind: 'done', created: [] };
    return document.version === version ? refused('VS Code did not accept the change.') : { kind: 'stale' };
  }
}

function refused(message: string): EditOutcome {
  return { kind: 'refused', message };
}

function doOverlap(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => comparePositions(a.range.start, b.range.start));
  return ordered.some(({ range }, index) => {
    const before = ordered[index - 1];
    return before !== undefined && comparePositions(before.range.end, range.start) > 0;
  });
}
