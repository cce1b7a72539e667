// How operations that were copied on a canvas lie to each other. The clipboard holds their YAML and nothing else, so that it can be
// pasted anywhere; this is for canvases only. Knows no vscode.
import type { CanvasShape } from '../../protocol/canvas.ts';

/** One for all canvases of a window. */
export class CopiedShape {
  #copied: { readonly text: string; readonly shape: CanvasShape } | undefined;

  /** `text` has gone to the clipboard. */
  keep(text: string, shape: CanvasShape): void {
    this.#copied = { text: withoutReturns(text), shape };
  }

  /** The shape of what is pasted; undefined when something else was copied since, here or elsewhere. */
  of(text: string): CanvasShape | undefined {
    return this.#copied?.text === withoutReturns(text) ? this.#copied.shape : undefined;
  }
}

/** Clipboards of some systems have line ends of their own. */
function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
