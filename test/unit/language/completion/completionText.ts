// What completion offers in a text with a cursor `|`, and what the text becomes when an item is taken.
import type { CompletionItem } from 'vscode-languageserver-types';
import type { GraphFile } from '../../../../src/graph/parseGraph.ts';
import { complete } from '../../../../src/language/completion/complete.ts';
import { noFacts, type WorkspaceFacts } from '../../../../src/language/workspaceFacts.ts';
import { parseMarked } from '../../../helpers/languageText.ts';

/** All items at the cursor, in the order in which an editor shows them. */
export function itemsAt(marked: string, facts: WorkspaceFacts = noFacts, uri?: string): CompletionItem[] {
  const { file, position } = parseMarked(marked);
  return complete(file, position, facts, uri).sort((a, b) => compare(a.sortText!, b.sortText!));
}

/** The labels of all items, in order. */
export function labelsAt(marked: string, facts?: WorkspaceFacts, uri?: string): string[] {
  return itemsAt(marked, facts, uri).map(({ label }) => label);
}

/** The item `label`, which must be there. */
export function itemAt(marked: string, label: string, facts?: WorkspaceFacts): CompletionItem {
  const found = itemsAt(marked, facts).find((item) => item.label === label);
  if (!found) throw new Error(`"${label}" is not offered, but ${labelsAt(marked, facts).join(', ')}`);
  return found;
}

/** The text after taking the item `label`, with places to fill in as `‹usual›`. */
export function take(marked: string, label: string, facts?: WorkspaceFacts): string {
  return applyItem(parseMarked(marked).file, itemAt(marked, label, facts), (usual) => `‹${usual}›`);
}

/** The text of `file` after taking `item`; `fill` says what becomes of a place to fill in. */
export function applyItem(
  file: GraphFile,
  { textEdit, insertTextFormat }: CompletionItem,
  fill: (usual: string) => string,
): string {
  if (!textEdit || !('range' in textEdit)) throw new Error('The item has no edit with one range.');
  const { start, end } = textEdit.range;
  const inserted = insertTextFormat === 2 ? expandSnippet(textEdit.newText, fill) : textEdit.newText;
  return (
    file.text.slice(0, file.lines.offsetAt(start)) + inserted + file.text.slice(file.lines.offsetAt(end))
  );
}

/** A snippet as LSP 3.17 defines it, without nesting: fields, choices, escapes. */
function expandSnippet(snippet: string, fill: (usual: string) => string): string {
  const unescape = (text: string): string => text.replace(/\\([\\$},|])/g, '$1');
  const parts =
    /\\(?<escaped>[\\$}])|\$(?<bare>\d+)|\$\{\d+\|(?<choices>(?:\\.|[^\\|])*)\|\}|\$\{\d+:(?<usual>(?:\\.|[^\\}])*)\}/g;
  return snippet.replace(parts, (...matched) => {
    const groups = matched.at(-1) as Record<string, string | undefined>;
    if (groups['escaped'] !== undefined) return groups['escaped'];
    const first = groups['choices']?.match(/^(?:\\.|[^\\,])*/)?.[0];
    return fill(unescape(first ?? groups['usual'] ?? ''));
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Joins lines with a line break at the end of each. */
export function lines(...text: readonly string[]): string {
  return text.map((line) => `${line}\n`).join('');
}

const processor = 'wasm-graph:processor';
const start = { line: 0, character: 0 };
const exportOf = (name: string): { packageName: string; name: string; version: string } => ({
  packageName: processor,
  name,
  version: '1.1.0',
});

/** A workspace with a module that is built, one that is not, one in the cache that is damaged, and two graphs. */
export const workshop: WorkspaceFacts = {
  modules: [
    {
      name: 'kinds',
      references: ['kinds:2.0.0'],
      origin: 'workspace',
      source: {
        language: 'python',
        main: { uri: 'file:///work/operators/kinds/kinds.py', range: { start, end: start } },
        operators: {},
      },
      parameters: [],
    },
    {
      name: 'temperature',
      references: ['team/path/temperature:1.0.0'],
      origin: 'workspace',
      build: {
        uri: 'file:///work/operators/temperature/bin/release/temperature.wasm',
        sizeBytes: 21_938,
        digest: `sha256:${'0'.repeat(64)}`,
        imports: [],
        exports: [
          { packageName: 'wasi:cli', name: 'run', version: '0.2.0' },
          exportOf('filter'),
          exportOf('map'),
        ],
      },
      parameters: [
        { name: 'lower_bound', description: 'Read as a float', operator: 'filter' },
        { name: 'upper_bound', operator: 'map' },
      ],
    },
    {
      name: 'window',
      references: ['window:1.0.0'],
      origin: 'cache',
      build: { uri: 'file:///cache/window.wasm', sizeBytes: 3_145_728, digest: 'x', damage: 'no header' },
      parameters: [],
    },
  ],
  graphs: [
    {
      uri: 'file:///work/graph-simple.dataflow.yaml',
      name: 'Simple',
      version: '1.0.0',
      parameters: [
        { operation: 'module-temperature/filter', name: 'lower_bound', isRequired: true, default: '5' },
      ],
    },
    { uri: 'file:///work/other.yaml', name: 'Window Graph', version: '2.0.0', parameters: [] },
  ],
};
