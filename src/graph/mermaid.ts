// A graph as a Mermaid flow chart, which many places that show Markdown draw. Works on bare names, so that a canvas can ask
// without a text. Syntax: https://mermaid.js.org/syntax/flowchart.html
import type { Arm, OperationType } from './model.ts';

/** As much of a graph as is drawn. */
export interface DrawableGraph {
  readonly operations: readonly {
    readonly name: string;
    readonly type: OperationType;
    readonly module?: string | undefined;
  }[];
  /** Those with an end that is no operation are left out. */
  readonly connections: readonly {
    readonly from: string;
    readonly arm?: Arm | undefined;
    readonly to: string;
  }[];
}

/** What stands around a label, and so gives a node its shape. */
const shapes: Readonly<Record<OperationType, readonly [string, string]>> = {
  source: ['([', '])'],
  map: ['[', ']'],
  filter: ['[/', '\\]'],
  branch: ['{', '}'],
  concatenate: ['((', '))'],
  accumulate: ['[(', ')]'],
  delay: ['[/', '/]'],
  sink: ['([', '])'],
};

/** A whole chart, each line ended. */
export function toMermaid({ operations, connections }: DrawableGraph): string {
  const ids = new Map<string, string>();
  const nodes = operations.map(({ name, type, module }, index) => {
    // Names may hold anything, even words of the syntax such as "end".
    const id = `n${String(index)}`;
    if (!ids.has(name)) ids.set(name, id);
    const [before, after] = shapes[type];
    const below = module === undefined ? type : `${type}, ${module}`;
    return `  ${id}${before}"${escapeLabel(name)}<br/>${escapeLabel(below)}"${after}`;
  });
  const edges = connections.flatMap(({ from, arm, to }) => {
    const [start, end] = [ids.get(from), ids.get(to)];
    return start && end ? [`  ${start} -->${arm ? `|${arm}| ` : ' '}${end}`] : [];
  });
  return ['flowchart LR', ...nodes, ...edges].join('\n').concat('\n');
}

/**
 * Everything but letters, digits and what no syntax uses becomes an entity by number, which Mermaid writes `#34;`. Labels
 * hold Markdown and HTML otherwise.
 */
function escapeLabel(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N} _,.:/-]/gu, (character) => `#${String(character.codePointAt(0))};`);
}
