// What holds for every graph: renaming changes the name everywhere and nothing else. And for every text, however broken:
// nothing throws, and what comes out has the form that editors demand.
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver-types';
import * as fc from 'fast-check';
import { assert, describe, expect, it, vi } from 'vitest';
import type { Position, Range } from '../../../../src/base/position.ts';
import { applyEdits } from '../../../../src/graph/edits.ts';
import { parseGraphFile, type GraphFile } from '../../../../src/graph/parseGraph.ts';
import { codeLenses } from '../../../../src/language/navigation/codeLenses.ts';
import { documentLinks } from '../../../../src/language/navigation/documentLinks.ts';
import { documentSymbols } from '../../../../src/language/navigation/documentSymbols.ts';
import { findDefinitions } from '../../../../src/language/navigation/findDefinitions.ts';
import { findHighlights } from '../../../../src/language/navigation/findHighlights.ts';
import { findReferences } from '../../../../src/language/navigation/findReferences.ts';
import { foldingRanges } from '../../../../src/language/navigation/foldingRanges.ts';
import { hover } from '../../../../src/language/navigation/hover.ts';
import { encloses, isSameRange, touches } from '../../../../src/language/navigation/rangeOrder.ts';
import { prepareRename, rename } from '../../../../src/language/navigation/rename.ts';
import { selectionRanges } from '../../../../src/language/navigation/selectionRanges.ts';
import { semanticTokens } from '../../../../src/language/navigation/semanticTokens.ts';
import { symbolsOf } from '../../../../src/language/navigation/symbols.ts';
import { mutationRuns, mutationTimeoutMs } from '../../../helpers/mutateText.ts';
import { damagedText, workshop } from './navigationText.ts';

vi.setConfig({ testTimeout: mutationTimeoutMs(mutationRuns(250)) });

const uri = 'file:///work/a.dataflow.yaml';

type Style = 'plain' | 'single' | 'double';
const styles = fc.array(fc.constantFrom<Style>('plain', 'single', 'double'), {
  minLength: 12,
  maxLength: 12,
});

/** Names that are text without quotes for every reader of YAML. */
const customaryName = fc
  .stringMatching(/^[a-zA-Z][a-zA-Z0-9_/.-]{0,11}$/)
  .filter((name) => !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(name));
/** Any name that can be typed. */
const anyName = fc.oneof(
  customaryName,
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((name) => name.trim() === name && !/\p{Cc}/u.test(name)),
  fc.constantFrom(
    'true',
    '5',
    '1e3',
    '~',
    'a: b',
    'a #b',
    "it's",
    '"',
    '\\',
    '- a',
    '*a',
    '&a',
    '[a]',
    '{',
    '%',
    '2024-01-01',
  ),
);

interface DrawnGraph {
  readonly names: readonly string[];
  readonly styles: readonly Style[];
  readonly lineEnd: string;
}

function spell(name: string, style: Style): string {
  if (style === 'double') return JSON.stringify(name);
  return style === 'single' ? `'${name.replaceAll("'", "''")}'` : name;
}

/** A chain of operations with comments, each name in its own style, in block and in flow. */
function draw({ names, styles: spellings, lineEnd }: DrawnGraph): string {
  let next = 0;
  const write = (index: number): string =>
    spell(names[index] ?? '', spellings[next++ % spellings.length] ?? 'plain');
  const lines = [
    '# names: name a b c',
    'metadata: { $schema: x, name: a, version: "1.0.0" }',
    'moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0" }',
    'operations:',
    ...names.flatMap((_name, index) => {
      const type = index === 0 ? 'source' : index === names.length - 1 ? 'sink' : 'map';
      const module = type === 'map' ? `, module: m${String(index)}:1.0.0` : '';
      return index % 2 === 0
        ? [`  - { operationType: ${type}, name: ${write(index)}${module} } # ${type}`]
        : [
            `  -   operationType: ${type}`,
            `      name:   ${write(index)}  # name`,
            ...(module ? [`      ${module.slice(2)}`] : []),
          ];
    }),
    'connections:',
    ...names
      .slice(1)
      .flatMap((_name, index) => [
        `  - from: {name: ${write(index)}}`,
        `    to:`,
        `      name: ${write(index + 1)}`,
      ]),
    'moduleConfigurations:',
    `  - name: ${write(1)} # configured`,
    '    parameters: { p: { name: p } }',
    '',
  ];
  return lines.join(lineEnd);
}

const lineEnds = fc.constantFrom('\n', '\r\n');
const drawn = fc.record({
  names: fc.uniqueArray(customaryName, { minLength: 3, maxLength: 5 }),
  styles,
  lineEnd: lineEnds,
});

function renamed(file: GraphFile, position: Position, newName: string): GraphFile {
  const result = rename(file, position, newName);
  assert(result.kind === 'edits', JSON.stringify(result));
  return parseGraphFile(applyEdits(file, result.edits));
}

/** Every place of the operation that stands at `index` in the list. */
function placesOf(file: GraphFile, name: string): Range[] {
  return symbolsOf(file)
    .occurrences.filter((one) => one.kind === 'operation' && one.name === name)
    .map(({ range }) => range);
}

const codesOf = ({ problems }: GraphFile): string[] => problems.map(({ code }) => code);

describe('renaming an operation of any graph', () => {
  it('writes what would have been written with that name from the start, and back again', () => {
    fc.assert(
      fc.property(drawn, customaryName, fc.nat(), fc.nat(), (graph, newName, which, where) => {
        const { names } = graph;
        const index = which % names.length;
        const oldName = names[index] ?? '';
        fc.pre(!names.includes(newName));
        const text = draw(graph);
        const file = parseGraphFile(text);
        expect(file.problems).toEqual([]);
        const places = placesOf(file, oldName);
        const place = places[where % places.length];
        assert(place);
        const changed = renamed(file, place.end, newName);
        expect(changed.text).toBe(draw({ ...graph, names: names.with(index, newName) }));
        expect(changed.problems).toEqual([]);
        const [back] = placesOf(changed, newName);
        assert(back);
        expect(renamed(changed, back.start, oldName).text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('takes any name, and leaves every other text and problem as it was', () => {
    fc.assert(
      fc.property(drawn, anyName, fc.nat(), (graph, newName, which) => {
        const { names } = graph;
        const index = which % names.length;
        const oldName = names[index] ?? '';
        fc.pre(!names.includes(newName));
        // A dangling end gives a problem to keep.
        const file = parseGraphFile(
          draw(graph).replace('  - from', '  - { from: { name: __gone }, to: { name: __gone2 } }\n  - from'),
        );
        const [place] = placesOf(file, oldName);
        assert(place);
        const changed = renamed(file, place.start, newName);
        expect(codesOf(changed)).toEqual(codesOf(file));
        const swap = (name: string): string => (name === oldName ? newName : name);
        const [before, after] = [file, changed].map(({ documents }) => documents[0]?.graph);
        expect(after?.operations.map(({ name, type }) => [name, type])).toEqual(
          before?.operations.map(({ name, type }) => [swap(name), type]),
        );
        expect(after?.connections.map(({ from, to }) => [from, to])).toEqual(
          before?.connections.map(({ from, to }) => [swap(from), swap(to)]),
        );
        expect(after?.moduleConfigurations.map(({ operation }) => operation)).toEqual(
          before?.moduleConfigurations.map(({ operation }) => swap(operation)),
        );
      }),
      { numRuns: 300 },
    );
  });
});

function expectInside({ lines, text }: GraphFile, range: Range): void {
  for (const position of [range.start, range.end])
    expect(lines.positionAt(lines.offsetAt(position))).toEqual(position);
  expect(lines.offsetAt(range.start)).toBeLessThanOrEqual(lines.offsetAt(range.end));
  expect(lines.offsetAt(range.end)).toBeLessThanOrEqual(text.length);
}

function expectNested(symbol: DocumentSymbol, outer: Range): void {
  expect(symbol.name).not.toBe('');
  expect(encloses(outer, symbol.range)).toBe(true);
  expect(encloses(symbol.range, symbol.selectionRange)).toBe(true);
  for (const child of symbol.children ?? []) expectNested(child, symbol.range);
}

function expectGrowing(selection: SelectionRange | undefined): void {
  for (let one = selection; one?.parent; one = one.parent) {
    expect(encloses(one.parent.range, one.range)).toBe(true);
    expect(isSameRange(one.parent.range, one.range)).toBe(false);
  }
}

function expectFileFeatures(file: GraphFile): void {
  const whole = file.lines.rangeAt(0, file.text.length);
  for (const symbol of documentSymbols(file)) expectNested(symbol, whole);
  for (const { startLine, endLine } of foldingRanges(file)) {
    expect(startLine).toBeLessThan(endLine);
    expect(endLine).toBeLessThan(file.lines.lineCount);
  }
  for (const { range } of documentLinks(file, uri, workshop)) expectInside(file, range);
  for (const { range } of codeLenses(file, uri, ['dataflowGraph.run'])) expectInside(file, range);
  const { data } = semanticTokens(file);
  expect(data.length % 5).toBe(0);
  expect(data.every((number) => number >= 0)).toBe(true);
  for (const { range, source } of symbolsOf(file).occurrences) {
    expectInside(file, range);
    expectInside(file, source);
  }
}

function expectFeaturesAt(file: GraphFile, position: Position): void {
  for (const link of findDefinitions(file, uri, position, workshop)) {
    expect(encloses(link.targetRange, link.targetSelectionRange)).toBe(true);
    if (link.targetUri === uri) expectInside(file, link.targetRange);
  }
  const references = findReferences(file, uri, position, { includeDeclaration: true });
  expect(references).toHaveLength(findHighlights(file, position).length);
  const shown = hover(file, position, { facts: workshop, uri: 'file:///work/a.yaml' }, (_document, pointer) =>
    pointer.join('/'),
  );
  if (shown?.range) expect(touches(shown.range, position)).toBe(true);
  expectGrowing(selectionRanges(file, [position])[0]);
  const offer = prepareRename(file, position);
  // VS Code wants the position on the lines of the range; it may be on a quote.
  if (offer.kind === 'offered') {
    expect(offer.range.start.line).toBeLessThanOrEqual(position.line);
    expect(offer.range.end.line).toBeGreaterThanOrEqual(position.line);
  }
  const result = rename(file, position, 'new-name');
  if (result.kind === 'refused') return;
  for (const [index, { range }] of result.edits.entries()) {
    expectInside(file, range);
    const before = result.edits[index - 1];
    if (before)
      expect(file.lines.offsetAt(before.range.end)).toBeLessThanOrEqual(file.lines.offsetAt(range.start));
  }
}

describe('any text', () => {
  const anyText = fc.oneof(
    { weight: 4, arbitrary: damagedText },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc.string({
        unit: fc.constantFrom(...'ab:- \n\t[]{}"\'&*!|>%@#,?<=>~\r'.split('')),
        maxLength: 120,
      }),
    },
  );

  it('gets answers of the right form, wherever it is asked', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 23 }), (text, step) => {
        const file = parseGraphFile(text);
        expectFileFeatures(file);
        for (let offset = 0; offset <= text.length; offset += step * 3)
          expectFeaturesAt(file, file.lines.positionAt(offset));
        expectFeaturesAt(file, { line: 10_000, character: 10_000 });
      }),
      { numRuns: mutationRuns(250) },
    );
  });
});
