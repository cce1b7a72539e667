// The outline of a text as the language server tells it to our extension: names and numbers in two flat lists, a third of what the
// Language Server Protocol's objects take. The extension host, which all extensions share, reads it with every change of a text.

/** Request to the server with {@link PackedSymbolsParams}; gives {@link PackedSymbols}, or null where the text is not open. */
export const packedSymbolsRequest = 'dataflowGraph/packedSymbols';

export interface PackedSymbolsParams {
  readonly textDocument: { readonly uri: string };
}

/** Symbols in the order of the text, each before what it holds. */
export interface PackedSymbols {
  /** Name and detail of each symbol in turn. */
  readonly texts: readonly string[];
  /**
   * {@link numbersPerSymbol} of each: how many symbols hold it; its kind (`SymbolKind` of LSP); its range and what to select of it,
   * each as start line, start character, end line, end character. Start lines count from the start line of the symbol before,
   * other lines from that of this symbol; characters are UTF-16 code units.
   */
  readonly numbers: readonly number[];
}

export const numbersPerSymbol = 10;
