// The lines of the process that runs test cases.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../../src/base/lineSplitter.ts';
import { readCaseEvent } from '../../../../src/host/tests/readCaseEvents.ts';
import type { CaseEnded } from '../../../../src/protocol/testRuns.ts';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } };
const place = { file: '/w/g.yaml', firstLine: 3, lastLine: 4 };
const ended: CaseEnded = {
  event: 'ended',
  file: '/w/a.test.yaml',
  name: 'a',
  durationMs: 12.5,
  status: 'failed',
  differences: [{ kind: 'changed', message: 'differs', range, expectedOutput: '1', actualOutput: '2' }],
  moreDifferences: 0,
  expectedFile: '/w/e.json',
  faults: [{ file: '/w/a.test.yaml', range, message: 'no' }],
  uses: ['/w/g.yaml'],
  coverage: {
    nodes: [{ name: 'b', type: 'branch', place, count: 3 }],
    connections: [{ from: 'b', arm: 'True', to: 'c', place, count: 1 }],
    arms: [{ node: 'b', file: '/w/g.yaml', arm: 'True', places: [place], count: 1 }],
  },
};

describe('events of test cases', () => {
  it('are read as they were told', () => {
    expect(readCaseEvent(JSON.stringify(ended))).toEqual(ended);
  });

  it('are not made of other lines', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(readCaseEvent(line)).toBeUndefined();
      }),
    );
  });

  it('are refused when a part is of another kind', () => {
    for (const change of [{ durationMs: '1' }, { status: 'good' }, { uses: [1] }, { surplus: 1 }])
      expect(readCaseEvent(JSON.stringify({ ...ended, ...change }))).toBeUndefined();
  });
});

describe('lines of a stream', () => {
  it('are the same wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.nat()), (lines, cuts) => {
        const clean = lines.map((line) => line.replace(/[\r\n]/g, ''));
        const text = clean.map((line) => `${line}\n`).join('');
        const found: string[] = [];
        const splitter = new LineSplitter((line) => found.push(line));
        const places = [...cuts.map((cut) => cut % (text.length + 1)), 0, text.length].sort((a, b) => a - b);
        places.slice(1).forEach((end, index) => splitter.add(text.slice(places[index], end)));
        splitter.end();
        expect(found).toEqual(clean);
      }),
    );
  });
});
