// One source file of an operator, taken apart once. Knows nothing about files on a disk.
import { findFunctions, type SourceFunction } from './functions.ts';
import { findOperators, type FoundOperator } from './operators.ts';
import { readTokens, type SourceLanguage, type TokenList } from './tokens.ts';

export interface SourceFile {
  readonly text: string;
  readonly language: SourceLanguage;
  readonly list: TokenList;
  readonly functions: readonly SourceFunction[];
  readonly functionsByName: ReadonlyMap<string, readonly SourceFunction[]>;
  readonly operators: readonly FoundOperator[];
  /** Indexes of the tokens that are this name. */
  readonly occurrences: ReadonlyMap<string, readonly number[]>;
}

/** Takes any text; never throws. */
export function readSource(text: string, language: SourceLanguage): SourceFile {
  const list = readTokens(text, language);
  const functions = findFunctions(list);
  const names = list.tokens.flatMap((token, at) =>
    token.kind === 'name' ? [[token.text, at] as const] : [],
  );
  return {
    text,
    language,
    list,
    functions,
    functionsByName: groupByName(functions.map((each) => [each.name, each] as const)),
    operators: findOperators(list, functions),
    occurrences: groupByName(names),
  };
}

function groupByName<T>(pairs: readonly (readonly [name: string, item: T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [name, item] of pairs) {
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
