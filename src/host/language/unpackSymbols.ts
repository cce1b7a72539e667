// Reads what src/server/packSymbols.ts writes. Knows no editor: what a symbol becomes is its caller's.
import { numbersPerSymbol, type PackedSymbols } from '../../protocol/packedSymbols.ts';

/** Start line, start character, end line, end character; all from 0. */
export type PlaceNumbers = readonly [number, number, number, number];

export interface SymbolMaker<T> {
  readonly make: (
    name: string,
    detail: string,
    kind: number,
    range: PlaceNumbers,
    selection: PlaceNumbers,
  ) => T;
  /** Puts `child` at the end of what `parent` holds. */
  readonly add: (parent: T, child: T) => void;
}

/** The outermost symbols. */
export function unpackSymbols<T>({ texts, numbers }: PackedSymbols, { make, add }: SymbolMaker<T>): T[] {
  const outermost: T[] = [];
  /** The symbols that hold the next one, from the outermost. */
  const holders: T[] = [];
  let line = 0;
  for (let index = 0; index * numbersPerSymbol < numbers.length; index += 1) {
    const at = (offset: number): number => numbers[index * numbersPerSymbol + offset] ?? 0;
    line += at(2);
    const symbol = make(
      texts[index * 2] ?? '',
      texts[index * 2 + 1] ?? '',
      at(1),
      [line, at(3), line + at(4), at(5)],
      [line + at(6), at(7), line + at(8), at(9)],
    );
    holders.length = at(0);
    const parent = holders.at(-1);
    if (parent === undefined) outermost.push(symbol);
    else add(parent, symbol);
    holders.push(symbol);
  }
  return outermost;
}
