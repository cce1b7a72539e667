// Selections that grow from the word at a position to the whole file. Knows no format, only YAML's shape.
import type { SelectionRange } from 'vscode-languageserver-types';
import type { Position, Range } from '../../base/position.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import { encloses, isSameRange, touches } from './rangeOrder.ts';
import { findSymbol } from './symbols.ts';
import { documentAt, pairRange, pathAt } from './yamlPath.ts';

/**
 * For each of `positions` the chain of selections: name, value, pair, item, section, document, file; the innermost first,
 * each strictly inside its parent.
 */
export function selectionRanges(file: GraphFile, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectAt(file, position));
}

function selectAt(file: GraphFile, position: Position): SelectionRange {
  const whole = file.lines.rangeAt(0, file.text.length);
  let selection: SelectionRange = { range: whole };
  for (const range of rangesAt(file, position)) {
    const outer: Range = selection.range;
    if (encloses(outer, range) && !isSameRange(outer, range)) selection = { range, parent: selection };
  }
  return selection;
}

/** From the outermost to the innermost; they need not lie inside each other where the text is broken. */
function rangesAt(file: GraphFile, position: Position): Range[] {
  const document = documentAt(file, position);
  if (!document?.root) return [];
  const { steps, isKey } = pathAt(document.root, position);
  const ranges = steps.flatMap(({ pair, node }, index) => {
    const isLastKey = isKey && index === steps.length - 1;
    const inner = isLastKey && pair ? pair.keyPlace.range : node.range;
    return pair ? [pairRange(pair), inner] : [inner];
  });
  const symbol = findSymbol(file, position);
  return [document.range, ...ranges, ...(symbol && touches(symbol.range, position) ? [symbol.range] : [])];
}
