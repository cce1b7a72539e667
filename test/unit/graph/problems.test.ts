// Every problem code by example: the code, its exact place, related places and the suggested fix.
import { readFileSync } from 'node:fs';
import { assert, describe, expect, it } from 'vitest';
import type { Range } from '../../../src/base/position.ts';
import { applyEdits } from '../../../src/graph/edits.ts';
import { LineIndex } from '../../../src/graph/lineIndex.ts';
import { parseGraphFile } from '../../../src/graph/parseGraph.ts';
import { problemCodes, type ProblemCode } from '../../../src/graph/problem.ts';
import { deployment, graph, otherCodes, type ProblemCase, type ProblemCases } from './caseText.ts';
import { graphCases } from './graphCases.ts';
import { moduleCases } from './moduleCases.ts';
import { resourceCases } from './resourceCases.ts';
import { textCases } from './textCases.ts';

const allCases = { ...textCases, ...graphCases, ...moduleCases, ...resourceCases };

function unmark(marked: string): { text: string; lines: LineIndex; start: number; end: number } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  if (start < 0 || end < start) throw new Error('The text marks no place.');
  const text = marked.replace('«', '').replace('»', '');
  return { text, lines: new LineIndex(text), start, end };
}

function slice(text: string, range: Range): string {
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

function checkCase(code: ProblemCode, example: ProblemCase): void {
  const { text, lines, start, end } = unmark(example.text);
  const { problems } = parseGraphFile(text);
  const codes = problems.map((problem) => problem.code);
  expect(codes.sort()).toEqual([code, ...(example.besides ?? [])].sort());
  const problem = problems.find((one) => one.code === code);
  assert(problem);
  expect(problem.range).toEqual(lines.rangeAt(start, end));
  expect(problem.related.map(({ range }) => slice(text, range))).toEqual(example.related ?? []);
  expect(problem.message).toMatch(/^\S[^]*[.?]$/);
  expect(problem.fix !== undefined).toBe(example.fixed !== undefined);
  if (!problem.fix || example.fixed === undefined) return;
  const mended = applyEdits({ text, lines }, problem.fix.edits);
  expect(mended).toContain(example.fixed);
  expect(parseGraphFile(mended).problems.map((one) => one.code)).not.toContain(code);
}

describe.each(Object.entries(allCases) as [ProblemCode, ProblemCases][])('%s', (code, cases) => {
  it.each(cases.bad)('reports $title', (example) => {
    checkCase(code, example);
  });
  it.each((cases.good ?? []).map((text) => ({ text })))(
    'stays silent on what is allowed ($#)',
    ({ text }) => {
      expect(parseGraphFile(text).problems).toEqual([]);
    },
  );
});

describe('the list of codes', () => {
  it('has an example for every code', () => {
    expect([...Object.keys(allCases), ...otherCodes].sort()).toEqual([...problemCodes].sort());
  });
  it('is explained in docs/errors/graph.md, and nothing else is', () => {
    const page = readFileSync(new URL('../../../docs/errors/graph.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^### `?([A-Z_]+)`?$/gm)].map((match) => match[1]);
    expect(headings.sort()).toEqual([...problemCodes].sort());
  });
});

describe('valid documents', () => {
  it.each([
    ['graph', graph],
    ['deployment', deployment],
    ['graph with Windows line ends', graph.replaceAll('\n', '\r\n')],
    ['graph with a byte order mark', `\uFEFF${graph}`],
  ])('%s has no problems', (_name, text) => {
    expect(parseGraphFile(text).problems).toEqual([]);
  });
});
