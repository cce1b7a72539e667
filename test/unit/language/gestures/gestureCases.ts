// What gestures do to texts, told by the lines that go and come. Knows no gesture.
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { GraphGesture } from '../../../../src/graph/gesture.ts';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { editByGesture } from '../../../../src/language/gestures/editByGesture.ts';
import type { KnownModule } from '../../../../src/language/workspaceFacts.ts';

/** The text after `gesture`; throws when it is refused. */
export function after(text: string, gesture: GraphGesture, modules: readonly KnownModule[] = []): string {
  const result = editByGesture(parseGraphFile(text), gesture, { modules, fileName: 'Warm rooms' });
  if (result.kind === 'refused') throw new Error(result.message);
  const document = TextDocument.create('file:///g.yaml', 'dataflow-graph', 1, text);
  return TextDocument.applyEdits(document, [...result.edits]);
}

/** Why `gesture` is refused; undefined when it is not. */
export function refusal(text: string, gesture: GraphGesture): string | undefined {
  const result = editByGesture(parseGraphFile(text), gesture, { modules: [], fileName: 'g' });
  return result.kind === 'refused' ? result.message : undefined;
}

/** `-` and `+` lines of the shortest way from `before` to `now`, with the number of the first line of each place. */
export function difference(before: string, now: string): string[] {
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  const common = old.map(() => new Uint16Array(fresh.length + 1));
  common.push(new Uint16Array(fresh.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row) row[j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const result: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) [i, j] = [i + 1, j + 1];
    else if (i < old.length && (j >= fresh.length || at(i + 1, j) >= at(i, j + 1)))
      result.push(`-${old[i++] ?? ''}`);
    else result.push(`+${fresh[j++] ?? ''}`);
  }
  return result;
}
