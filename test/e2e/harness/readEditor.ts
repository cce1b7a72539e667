// Reads lines and squiggles off an editor's page: what is drawn, not what the model holds. Runs inside the page.
// Must not know what the text means.
import type { Locator } from 'playwright-core';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export interface Squiggle {
  readonly severity: Severity;
  /** From 1. */
  readonly line: number;
  /** What is underlined in that line. */
  readonly text: string;
}

export interface DrawnEditor {
  /** Text by line number, from 1; only lines within sight. */
  readonly lines: Readonly<Record<number, string>>;
  readonly squiggles: readonly Squiggle[];
}

/** The little of a browser's elements that is used here; the types of browsers are not loaded for tests. */
interface PageElement {
  readonly textContent: string | null;
  readonly className: string;
  readonly parentElement: PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getBoundingClientRect(): {
    readonly top: number;
    readonly left: number;
    readonly right: number;
    readonly width: number;
  };
}

/** Reads the editor whose element `editor` finds. Text of folded or far lines is missing. */
export async function readEditor(editor: Locator): Promise<DrawnEditor> {
  return (await editor.evaluate(
    readElement as unknown as (element: unknown) => DrawnEditor,
  )) satisfies DrawnEditor;
}

/** Self-contained: it is sent to the page as text. */
function readElement(editor: PageElement): DrawnEditor {
  const all = (selector: string): PageElement[] => [...editor.querySelectorAll(selector)];
  const topOf = (element: PageElement): number => Math.round(element.getBoundingClientRect().top);
  const numbers = new Map(all('.line-numbers').map((el) => [topOf(el), Number(el.textContent)]));
  const lines: Record<number, string> = {};
  const drawn = new Map<number, { text: string; left: number; characterWidth: number }>();
  for (const element of all('.view-line')) {
    const line = numbers.get(topOf(element));
    if (line === undefined) continue;
    const text = (element.textContent ?? '').replaceAll('\u00a0', ' ').replaceAll(/[\u200b\u200c]/g, '');
    const [span] = element.querySelectorAll(':scope > span');
    const box = (span ?? element).getBoundingClientRect();
    lines[line] = text;
    drawn.set(line, { text, left: box.left, characterWidth: box.width / Math.max(text.length, 1) });
  }
  const squiggles = all('[class*="squiggly-"]').flatMap((element): Squiggle[] => {
    const severity = /squiggly-(\w+)/.exec(element.className)?.[1] as Severity;
    const line = numbers.get(topOf(element.parentElement));
    const at = drawn.get(line ?? 0);
    if (line === undefined || at === undefined) return [];
    const { left, right } = element.getBoundingClientRect();
    const columnOf = (x: number): number => Math.round((x - at.left) / at.characterWidth);
    return [{ severity, line, text: at.text.slice(columnOf(left), columnOf(right)) }];
  });
  return { lines, squiggles };
}
