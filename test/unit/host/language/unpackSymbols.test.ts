// The outline on its way from the server to the editor: what comes out is what went in.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import {
  type PlaceNumbers,
  type SymbolMaker,
  unpackSymbols,
} from '../../../../src/host/language/unpackSymbols.ts';
import { documentSymbols } from '../../../../src/language/navigation/documentSymbols.ts';
import { packSymbols } from '../../../../src/server/packSymbols.ts';
import { largeGraph } from '../../../../bench/largeGraph.ts';
import { parseText } from '../../../helpers/languageText.ts';
import { mutate, mutationRuns } from '../../../helpers/mutateText.ts';
import { deployment, graph } from '../../graph/caseText.ts';

const rangeOf = ([line, character, endLine, endCharacter]: PlaceNumbers): DocumentSymbol['range'] => ({
  start: { line, character },
  end: { line: endLine, character: endCharacter },
});

const maker: SymbolMaker<DocumentSymbol> = {
  make: (name, detail, kind, range, selection) => ({
    name,
    detail,
    kind: kind as DocumentSymbol['kind'],
    range: rangeOf(range),
    selectionRange: rangeOf(selection),
    children: [],
  }),
  add: (parent, child) => void parent.children?.push(child),
};

describe('an outline that was packed', () => {
  it('is the same again, whatever the text', () => {
    fc.assert(
      fc.property(mutate([graph, deployment, `${graph}---\n${deployment}`], 0), (text) => {
        const symbols = documentSymbols(parseText(text));
        expect(unpackSymbols(packSymbols(symbols), maker)).toEqual(symbols);
      }),
      { numRuns: mutationRuns(100) },
    );
  });

  it('of a graph of 1,000 operations takes a third of the protocol’s objects', () => {
    const symbols = documentSymbols(parseText(largeGraph(1000)));
    const size = (value: unknown): number => JSON.stringify(value).length;
    expect(size(packSymbols(symbols))).toBeLessThan(size(symbols) / 3);
  });
});
