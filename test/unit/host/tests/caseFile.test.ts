// What the Test Explorer shows of a test case's file.
import { describe, expect, it } from 'vitest';
import { readCaseFile } from '../../../../src/host/tests/caseFile.ts';

describe('the file of a test case', () => {
  it('has a name with its place, and what it names', () => {
    expect(readCaseFile('# first\nname: counts\ngraph: g.yaml\ninput: in\nexpected: e.json\n')).toEqual({
      name: 'counts',
      range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } },
      uses: ['g.yaml', 'in', 'e.json'],
    });
  });

  it('is nameless while it has no name', () => {
    expect(readCaseFile('graph: g.yaml\ninput: in\n')).toMatchObject({
      range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
      uses: ['g.yaml', 'in'],
    });
  });

  it('is told from other files with such a name', () => {
    expect(readCaseFile('suite: helm\ntests: []\n')).toBeUndefined();
    expect(readCaseFile('')).toBeUndefined();
  });

  it('tells what keeps it from being read', () => {
    expect(readCaseFile('graph: g.yaml\ninput: [in\n')?.breakage).toMatch(/^Line \d+: /);
  });
});
