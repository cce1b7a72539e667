// Tests of Python operators, found in text and read from what pytest prints.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findPythonTests,
  PytestOutput,
  withoutCase,
} from '../../../../../src/host/tests/operators/pythonTests.ts';
import type { UnitTestResult } from '../../../../../src/host/tests/operators/unitTest.ts';

const source = `"""
def test_not_one(): pass
"""
import pytest

def test_good():
    assert True

def helper(): pass

class TestThings:
    def test_in_class(self):
        raise ValueError("no")

    @pytest.mark.parametrize("v", [1, 2])
    async def test_many(self, v):
        assert v < 2

class Other:
    def test_none(self): pass
`;

/** What pytest 9.2 prints. */
const printed = `============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.2.0, pluggy-1.7.0 -- /root/.pyenv/versions/3.11.7/bin/python3
rootdir: /tmp/py/operators/p
collecting ... collected 6 items

tests/test_a.py::test_bad FAILED                                         [ 16%]
tests/test_a.py::test_good PASSED                                        [ 33%]
tests/test_a.py::TestThings::test_in_class FAILED                        [ 50%]
tests/test_a.py::TestThings::test_many[1] PASSED                         [ 66%]
tests/test_a.py::TestThings::test_many[2] FAILED                         [ 83%]
tests/test_a.py::test_skipped SKIPPED (unconditional skip)               [100%]

=================================== FAILURES ===================================
___________________________________ test_bad ___________________________________
tests/test_a.py:11: in test_bad
    assert x + 1 == 3
E   assert (1 + 1) == 3
___________________________ TestThings.test_in_class ___________________________
tests/test_a.py:15: in test_in_class
    raise ValueError("no")
E   ValueError: no
___________________________ TestThings.test_many[2] ____________________________
tests/test_a.py:19: in test_many
    assert v < 2
E   assert 2 < 2
=========================== short test summary info ============================
FAILED tests/test_a.py::test_bad - assert (1 + 1) == 3
FAILED tests/test_a.py::TestThings::test_in_class - ValueError: no
FAILED tests/test_a.py::TestThings::test_many[2] - assert 2 < 2
==================== 3 failed, 2 passed, 1 skipped in 0.49s ====================
`;
const broken = `============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.2.0, pluggy-1.7.0 -- /root/.pyenv/versions/3.11.7/bin/python3
rootdir: /tmp/py/operators/p
collecting ... collected 1 item / 1 error

==================================== ERRORS ====================================
_______________________ ERROR collecting tests/test_b.py _______________________
ImportError while importing test module '/tmp/py/operators/p/tests/test_b.py'.
Hint: make sure your test modules/packages have valid Python names.
Traceback:
/root/.pyenv/versions/3.11.7/lib/python3.11/importlib/__init__.py:126: in import_module
    return _bootstrap._gcd_import(name[level:], package, level)
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
tests/test_b.py:1: in <module>
    import nothing_there
E   ModuleNotFoundError: No module named 'nothing_there'
=========================== short test summary info ============================
ERROR tests/test_b.py
=============================== 1 error in 0.14s ===============================
`;

function read(text: string): { results: UnitTestResult[]; output: PytestOutput } {
  const results: UnitTestResult[] = [];
  const output = new PytestOutput((result) => results.push(result));
  for (const line of text.split('\n')) output.add(line);
  output.end();
  return { results, output };
}

describe('tests in Python source', () => {
  it('are what pytest takes for tests, not what stands in texts and other classes', () => {
    expect(findPythonTests(source, 'tests/test_a.py')).toEqual([
      { id: 'tests/test_a.py::test_good', line: 5 },
      { id: 'tests/test_a.py::TestThings::test_in_class', line: 11 },
      { id: 'tests/test_a.py::TestThings::test_many', line: 15 },
    ]);
  });

  it('are looked for in any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { line } of findPythonTests(text, 'a.py'))
          expect(line).toBeLessThan(text.split('\n').length);
      }),
    );
  });
});

describe('what pytest prints', () => {
  it('tells every result, the cases of a function together, and of failures the place', () => {
    expect(read(printed).results).toEqual([
      {
        id: 'tests/test_a.py::test_bad',
        status: 'failed',
        failure: {
          message: 'assert (1 + 1) == 3',
          place: { file: 'tests/test_a.py', line: 10 },
          actual: '(1 + 1)',
          expected: '3',
        },
      },
      { id: 'tests/test_a.py::test_good', status: 'passed' },
      {
        id: 'tests/test_a.py::TestThings::test_in_class',
        status: 'failed',
        failure: { message: 'ValueError: no', place: { file: 'tests/test_a.py', line: 14 } },
      },
      {
        id: 'tests/test_a.py::TestThings::test_many',
        status: 'failed',
        failure: { message: 'assert 2 < 2', place: { file: 'tests/test_a.py', line: 18 } },
      },
      { id: 'tests/test_a.py::test_skipped', status: 'skipped' },
    ]);
  });

  it('tells why a file could not be collected', () => {
    const { results, output } = read(broken);
    expect(results).toEqual([]);
    expect(output.collectionFailures()).toEqual([
      {
        file: 'tests/test_b.py',
        failure: {
          message: "ModuleNotFoundError: No module named 'nothing_there'",
          place: { file: 'tests/test_b.py', line: 0 },
        },
      },
    ]);
  });

  it('never loses a failure among the cases of a function', () => {
    const states = fc.array(fc.constantFrom('PASSED', 'FAILED', 'SKIPPED', 'ERROR', 'XFAIL', 'XPASS'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(states, (all) => {
        const lines = all.map((state, index) => `a.py::test_x[${String(index)}-a b] ${state}   [ 1%]`);
        const { results } = read(lines.join('\n'));
        const isBad = all.some((state) => state === 'FAILED' || state === 'ERROR');
        expect(results).toHaveLength(1);
        expect(results[0]?.status === 'failed').toBe(isBad);
      }),
    );
  });

  it('names a case by its function', () => {
    expect(withoutCase('a.py::test_x[1-[2]]')).toBe('a.py::test_x');
    expect(withoutCase('a.py::test_x')).toBe('a.py::test_x');
  });
});
