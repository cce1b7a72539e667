// Every code a user can meet is explained, and nothing else is.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src/base/errors.ts';
import { testSeverities } from '../../../src/testing/caseProblem.ts';

const page = readFileSync('docs/errors.md', 'utf8');
const headings = [...page.matchAll(/^### (\w+)$/gm)].map((match) => match[1] ?? '');
const caseCodes = ['CASE_INVALID', 'CASE_TIMEOUT', 'CASE_CANCELLED', 'CASE_CRASHED'];

describe('docs/errors.md', () => {
  it('explains every code once, and no other', () => {
    const codes = [...errorCodes, ...Object.keys(testSeverities), ...caseCodes];
    expect([...headings].sort()).toEqual([...codes].sort());
  });

  it('says something under every heading', () => {
    for (const heading of headings) expect(page).toMatch(new RegExp(`^### ${heading}\n[^\n#]{20}`, 'm'));
  });
});
