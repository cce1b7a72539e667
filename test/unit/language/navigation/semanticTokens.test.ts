// Colours by meaning, read back from the protocol's numbers.
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { semanticTokens, semanticTokensLegend } from '../../../../src/language/navigation/semanticTokens.ts';
import { anchored } from './navigationText.ts';

function tokens(text: string): string[] {
  const { data } = semanticTokens(parseGraphFile(text));
  const lines = text.split(/\r\n|\n/);
  const result: string[] = [];
  let [line, character] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [deltaLine = 0, deltaCharacter = 0, length = 0, type = 0, modifiers = 0] = data.slice(
      index,
      index + 5,
    );
    character = deltaLine > 0 ? deltaCharacter : character + deltaCharacter;
    line += deltaLine;
    const word = lines[line]?.slice(character, character + length) ?? '';
    const declared = modifiers === 1 ? ` ${semanticTokensLegend.tokenModifiers[0] ?? ''}` : '';
    result.push(`${word} ${semanticTokensLegend.tokenTypes[type] ?? ''}${declared}`);
  }
  return result;
}

const text = `operations:
  - operationType: "branch"
    name: 'a/💥b'
    module: m:1.0.0
  - operationType: unknown
connections:
  - from: { name: a/💥b, arm: "True", schemaName: s }
    to: { name: c }
  - from: { arm: True }
moduleConfigurations:
  - name: c
    parameters: { "p": { name: p } }
schemas: [{ name: s }]
`;

describe('semantic tokens', () => {
  it.each([text, text.replaceAll('\n', '\r\n')])('tell what each word is', (source) => {
    expect(tokens(source)).toEqual([
      '"branch" type',
      'a/💥b variable declaration',
      'm:1.0.0 namespace',
      'a/💥b variable',
      '"True" enumMember',
      's struct',
      'c variable',
      'c variable',
      'p parameter',
      'p parameter declaration',
      's struct declaration',
    ]);
  });

  it('leave an alias of a whole operation alone', () => {
    expect(tokens('operations:\n  - &o { operationType: map, name: a }\n  - *o\n')).toEqual([
      'map type',
      'a variable declaration',
    ]);
  });

  it('mark an alias as what it stands for, once', () => {
    expect(tokens(anchored()).filter((token) => token.startsWith('*'))).toEqual([
      '*s variable',
      '*m variable',
      '*m variable',
    ]);
  });
});
