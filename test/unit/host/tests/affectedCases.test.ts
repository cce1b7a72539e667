// Which changes of files make a test case run again.
import { describe, expect, it } from 'vitest';
import { isAffected } from '../../../../src/host/tests/affectedCases.ts';

const named = ['/w/g.yaml', '/w/t/input', '/w/t/expected.json'];
const before = { file: '/w/t/a.test.yaml', named, used: undefined };
const after = { ...before, used: [...named, '/w/operators/a/bin/a.wasm'] };

describe('a test case', () => {
  it('runs again when it, its graph, an expectation or a message changes', () => {
    for (const path of ['/w/t/a.test.yaml', '/w/g.yaml', '/w/t/expected.json', '/w/t/input/1.json'])
      expect(isAffected(before, [path])).toBe(true);
  });

  it('does not when something else changes', () => {
    for (const path of ['/w/h.yaml', '/w/t/input-2/1.json', '/w/t/b.test.yaml'])
      expect(isAffected(before, [path])).toBe(false);
  });

  it('runs again when a module changes that it uses, and any module as long as it has not run', () => {
    expect(isAffected(after, ['/w/operators/a/bin/a.wasm'])).toBe(true);
    expect(isAffected(after, ['/w/operators/b/bin/b.wasm'])).toBe(false);
    expect(isAffected(before, ['/w/operators/b/bin/b.wasm'])).toBe(true);
  });
});
