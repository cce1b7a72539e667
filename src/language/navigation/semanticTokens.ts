// Colours by meaning: types, names, arms, parameters and modules. Knows no editor and no theme.
import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import type { Range } from '../../base/position.ts';
import { arms, operationTypes } from '../../graph/model.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import { getItems, getValue, type YamlNode } from '../../graph/yamlTree.ts';
import type { NamedKind } from './foundName.ts';
import { compareRanges } from './rangeOrder.ts';
import { symbolsOf } from './symbols.ts';

const tokenTypes = ['type', 'enumMember', 'variable', 'parameter', 'namespace', 'struct'] as const;
type TokenType = (typeof tokenTypes)[number];

/** What the numbers in the tokens mean. */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...tokenTypes],
  tokenModifiers: ['declaration'],
};

const typesOfNames: Readonly<Record<NamedKind, TokenType>> = {
  operation: 'variable',
  node: 'variable',
  schema: 'struct',
  parameter: 'parameter',
  configuration: 'parameter',
  module: 'namespace',
  artifact: 'namespace',
};

interface Token {
  readonly range: Range;
  readonly type: TokenType;
  readonly isDeclaration: boolean;
}

/** The tokens of `file` in the form of the protocol: five numbers each, relative to the one before. */
export function semanticTokens(file: GraphFile): SemanticTokens {
  // An alias of a whole map is no name, though it holds some.
  const shown = symbolsOf(file).occurrences.filter(({ isInAlias }) => !isInAlias);
  const names = shown.map(({ kind, range, role }) => {
    return { range, type: typesOfNames[kind], isDeclaration: role === 'definition' };
  });
  const values = file.documents.flatMap(({ kind, root }) =>
    root && kind === 'graph-definition' ? valueTokens(root) : [],
  );
  return { data: encode([...names, ...values]) };
}

function valueTokens(root: YamlNode): Token[] {
  const types = getItems(root, 'operations').flatMap((item) =>
    tokenOf(getValue(item, 'operationType'), 'type', operationTypes),
  );
  const ways = getItems(root, 'connections').flatMap((item) =>
    tokenOf(getValue(getValue(item, 'from'), 'arm'), 'enumMember', arms),
  );
  return [...types, ...ways];
}

/** Only values that are right get a colour: that an arm lacks its quotes should show. */
function tokenOf(node: YamlNode | undefined, type: TokenType, allowed: readonly string[]): Token[] {
  const isAllowed =
    node?.kind === 'scalar' && !node.isAliased && allowed.some((value) => value === node.value);
  return isAllowed ? [{ range: node.range, type, isDeclaration: false }] : [];
}

/** LSP 3.17, textDocument/semanticTokens: tokens are sorted, on one line each, and do not overlap. */
function encode(tokens: readonly Token[]): number[] {
  const sorted = tokens
    .filter(({ range: { start, end } }) => start.line === end.line && start.character < end.character)
    .sort((a, b) => compareRanges(a.range, b.range));
  const data: number[] = [];
  let [line, character, endCharacter] = [0, 0, 0];
  for (const { range, type, isDeclaration } of sorted) {
    const { start, end } = range;
    if (start.line === line && start.character < endCharacter) continue;
    const deltaCharacter = start.line === line ? start.character - character : start.character;
    const length = end.character - start.character;
    data.push(start.line - line, deltaCharacter, length, tokenTypes.indexOf(type), isDeclaration ? 1 : 0);
    [line, character, endCharacter] = [start.line, start.character, end.character];
  }
  return data;
}
