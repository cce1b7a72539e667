// Writes an outline down in short for our own extension. Knows nothing about what the symbols stand for.
import type { DocumentSymbol } from 'vscode-languageserver-types';
import type { PackedSymbols } from '../protocol/packedSymbols.ts';

export function packSymbols(symbols: readonly DocumentSymbol[]): PackedSymbols {
  const texts: string[] = [];
  const numbers: number[] = [];
  let lastLine = 0;
  const pack = (symbol: DocumentSymbol, depth: number): void => {
    const { name, detail = '', kind, range, selectionRange, children = [] } = symbol;
    const { line } = range.start;
    texts.push(name, detail);
    numbers.push(
      depth,
      kind,
      line - lastLine,
      range.start.character,
      range.end.line - line,
      range.end.character,
    );
    const { start, end } = selectionRange;
    numbers.push(start.line - line, start.character, end.line - line, end.character);
    lastLine = line;
    for (const child of children) pack(child, depth + 1);
  };
  for (const symbol of symbols) pack(symbol, 0);
  return { texts, numbers };
}
