// Completion of any text at any place: nothing thrown, nothing broken.
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import type { GraphFile } from '../../../../src/graph/parseGraph.ts';
import { complete } from '../../../../src/language/completion/complete.ts';
import { spellValue } from '../../../../src/language/completion/spellValue.ts';
import { parseText } from '../../../helpers/languageText.ts';
import { mutate, mutationRuns, mutationTimeoutMs, share } from '../../../helpers/mutateText.ts';
import { graph, deployment } from '../../graph/caseText.ts';
import { applyItem, workshop } from './completionText.ts';

const numRuns = mutationRuns(300);
vi.setConfig({ testTimeout: mutationTimeoutMs(numRuns) });

const testCase =
  'name: one\ngraph: ../graph.yaml\ninput: ./messages\nexpected: out.json\nselect:\n  - topic\n';
const inBraces =
  '{ "metadata": { "name": "a" },\n  operations: [ { operationType: source, name: a }, { name: b } ],\n' +
  '  "connections": [ { from: { name: a }, to: { name: b } } ] }\n';
const sources = [graph, deployment, testCase, inBraces];
const withCrlf = sources.map((text) => text.replaceAll('\n', '\r\n'));
const wholeText = fc.constantFrom(...sources, ...withCrlf);
const damagedText = mutate([...sources, ...withCrlf], 0);

function isBroken({ problems }: GraphFile): boolean {
  return problems.some(({ code }) => code.startsWith('YAML_'));
}

function itemsAtShare(text: string, place: number): { items: CompletionItem[]; file: GraphFile } {
  const file = parseText(text);
  const position = file.lines.positionAt(Math.round(place * text.length));
  return { file, items: complete(file, position, workshop, 'file:///work/tests/a/a.test.yaml') };
}

describe('complete, whatever the text', () => {
  it('answers at any place of any damaged text: labels once, edits on the line of the cursor and around it', () => {
    fc.assert(
      fc.property(damagedText, share, (text, place) => {
        const file = parseText(text);
        const offset = Math.round(place * text.length);
        // Editors put no cursor into a line break.
        if (text.slice(offset - 1, offset + 1) === '\r\n') return;
        const position = file.lines.positionAt(offset);
        const items = complete(file, position, workshop);
        expect(new Set(items.map(({ label }) => label)).size).toBe(items.length);
        for (const { textEdit } of items) {
          const { range } = textEdit as TextEdit;
          expect(range.start.line).toBe(position.line);
          expect(range.end.line).toBe(position.line);
          expect(range.start.character).toBeLessThanOrEqual(position.character);
          expect(range.end.character).toBeGreaterThanOrEqual(position.character);
        }
      }),
      { numRuns },
    );
  });

  it('answers at places that are not in the text', () => {
    const file = parseText(graph);
    for (const [line, character] of [
      [0, 9999],
      [99999, 0],
      [-1, -5],
    ] as const) {
      expect(() => complete(file, { line, character }, workshop)).not.toThrow();
    }
  });

  it('leaves YAML that was valid valid, and every other byte as it was', () => {
    let taken = 0;
    fc.assert(
      fc.property(wholeText, share, fc.nat(), (text, place, choice) => {
        const { file, items } = itemsAtShare(text, place);
        if (items.length === 0) return;
        const item = items[choice % items.length]!;
        const result = applyItem(file, item, (usual) => (usual === '' ? 'x' : usual));
        const problems = parseText(result).problems.filter(({ code }) => code.startsWith('YAML_'));
        expect(
          problems.map(({ code, message }) => `${code} ${message}`),
          `${item.label}\n${result}`,
        ).toEqual([]);
        taken += 1;
      }),
      { numRuns },
    );
    expect(taken).toBeGreaterThan(numRuns / 6);
  });

  it('leaves YAML valid after an item on a line that is put in', () => {
    let taken = 0;
    // The column is that of a line nearby, or further in.
    const line = fc.tuple(
      fc.constantFrom(-1, 0),
      fc.constantFrom(0, 0, 2, 4, -2, 1),
      fc.constantFrom('', '', '- ', 'na', '- na', 'name:', 'name: ', 'from: ', '- "na', 'n: [', 'n: {'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(graph, deployment, testCase),
        share,
        line,
        fc.nat(),
        (text, place, typed, choice) => {
          const rows = text.split('\n');
          const at = Math.floor(place * rows.length);
          const near = /^ */.exec(rows[at + typed[0]] ?? '')?.[0].length ?? 0;
          const indent = ' '.repeat(Math.max(0, near + typed[1]));
          const parseWith = (row: string): GraphFile =>
            parseText([...rows.slice(0, at), row, ...rows.slice(at)].join('\n'));
          // Some columns leave room for nothing.
          const entries = typed[2] === '' ? ['- x', 'x:'] : typed[2].startsWith('-') ? ['- x'] : ['x:'];
          if (entries.every((entry) => isBroken(parseWith(indent + entry)))) return;
          const row = indent + typed[2];
          const file = parseWith(row);
          // A word alone breaks the text until it becomes a key; what is behind a colon can break it for good.
          if (isBroken(file) && /[:"]/.test(row)) return;
          const items = complete(file, { line: at, character: row.length }, workshop);
          const item = items[choice % items.length];
          if (!item) return;
          const result = applyItem(file, item, (usual) => (usual === '' ? 'x' : usual));
          const problems = parseText(result).problems.filter(({ code }) => code.startsWith('YAML_'));
          expect(
            problems.map(({ code, message }) => `${code} ${message}`),
            `${item.label}\n${result}`,
          ).toEqual([]);
          taken += 1;
        },
      ),
      { numRuns },
    );
    expect(taken).toBeGreaterThan(numRuns / 30);
  });
});

describe('spellValue', () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'True',
      'no',
      '1.0',
      '1.0.0',
      '${a}',
      'a: b',
      'a #b',
      'a,b',
      '-',
      '~',
      '.inf',
      '0x1',
      'a:1',
      ' a',
      'a ',
    ),
    fc
      .array(fc.constantFrom(...'ab1:# ,${}[]-."\'\\/+*&!?|>%@`\n'.split(/(?:)/)))
      .map((chars) => chars.join('')),
  );

  it('writes any text so that YAML reads that text, in every style', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', '"', "'"), fc.boolean(), (value, quote, isFlow) => {
        const written = spellValue(value, isFlow, quote);
        const text = isFlow ? `{ a: [ ${written}, b ] }` : `a: ${written}\nb: c\n`;
        const { documents, problems } = parseText(text);
        expect(problems).toEqual([]);
        const [pair] = documents[0]?.root?.kind === 'map' ? documents[0].root.pairs : [];
        const node = isFlow && pair?.value.kind === 'sequence' ? pair.value.items[0] : pair?.value;
        expect(node?.kind === 'scalar' ? node.value : undefined).toBe(value);
      }),
      { numRuns },
    );
  });

  it('leaves names, references, topics and sentences without quotes', () => {
    for (const value of [
      'module-a/map',
      'team/a:1.0.0',
      'sensors/+/x',
      'a/${inputTopic}',
      'Digits, 0 to 9',
    ]) {
      expect(spellValue(value, false)).toBe(value);
    }
    expect(spellValue('a/${inputTopic}', true)).toBe('"a/${inputTopic}"');
  });
});
