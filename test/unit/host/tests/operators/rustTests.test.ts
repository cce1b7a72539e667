// Tests of a Rust crate, found in text and read from what cargo prints.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blankRust,
  CargoOutput,
  findRustTests,
  placeInCrate,
  readPanic,
} from '../../../../../src/host/tests/operators/rustTests.ts';
import type { UnitTestResult } from '../../../../../src/host/tests/operators/unitTest.ts';

const source = `// #[test] fn not_one() {}
/* mod tests { /* #[test] fn nor_this() {} */ */
const TEXT: &str = "#[test] fn nor_this() {";
const RAW: &str = r#"#[test] fn "nor" this() {"#;
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles() {}

    fn helper() {}

    #[tokio::test]
    #[ignore]
    async fn waits<'a>() { let _c = '{'; }

    mod deeper {
        #[test]
        fn panics() {}
    }
}

#[test]
fn last() {}
`;

/** What cargo 1.94 prints, cut to what matters. */
const printed = `
running 4 tests
test tests::doubles ... ok
test tests::is_slow ... ignored, takes long
test tests::is_wrong ... FAILED
test tests::deeper::panics - should panic ... ok

failures:

---- tests::is_wrong stdout ----
a line of its own

thread 'tests::is_wrong' (10574) panicked at src/lib.rs:16:9:
assertion \`left == right\` failed: of two
  left: 4
 right: 5
stack backtrace:
   0: __rustc::rust_begin_unwind
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace


failures:
    tests::is_wrong

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
`;

function read(text: string): UnitTestResult[] {
  const results: UnitTestResult[] = [];
  const output = new CargoOutput((result) => results.push(result));
  for (const line of text.split('\n')) output.add(line);
  output.end();
  return results;
}

describe('tests in Rust source', () => {
  it('are functions with a test attribute, by module, not those in comments and texts', () => {
    expect(findRustTests(source, ['file'])).toEqual([
      { id: 'file::tests::doubles', line: 9 },
      { id: 'file::tests::waits', line: 15 },
      { id: 'file::tests::deeper::panics', line: 19 },
      { id: 'file::last', line: 24 },
    ]);
  });

  it('are looked for in any text without an end to the lines, and blanking keeps every line break', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '"',
            "'",
            '/*',
            '*/',
            '//',
            '\n',
            '{',
            '}',
            'r#"',
            '"#',
            '\\',
            'mod a',
            '#[test]',
            'fn b',
          ),
        ),
        (parts) => {
          const text = parts.join('');
          const blanked = blankRust(text);
          expect(blanked).toHaveLength(text.length);
          expect(blanked.replace(/[^\n]/g, '')).toBe(text.replace(/[^\n]/g, ''));
          const lines = text.split('\n').length;
          for (const { line } of findRustTests(text, [])) expect(line).toBeLessThan(lines);
        },
      ),
    );
  });

  it('belong to the library, a binary or a file of tests', () => {
    expect(placeInCrate('src/lib.rs')).toEqual({ target: ['--lib'], modulePath: [] });
    expect(placeInCrate('src/a/mod.rs')).toEqual({ target: ['--lib'], modulePath: ['a'] });
    expect(placeInCrate('src/a/b.rs')).toEqual({ target: ['--lib'], modulePath: ['a', 'b'] });
    expect(placeInCrate('src/main.rs')).toEqual({ target: ['--bins'], modulePath: [] });
    expect(placeInCrate('tests/outside.rs')).toEqual({ target: ['--test', 'outside'], modulePath: [] });
    expect(placeInCrate('build.rs')).toBeUndefined();
  });
});

describe('what cargo test prints', () => {
  it('tells every result, and of failures the place and both sides', () => {
    expect(read(printed)).toEqual([
      { id: 'tests::doubles', status: 'passed' },
      { id: 'tests::is_slow', status: 'skipped' },
      { id: 'tests::deeper::panics', status: 'passed' },
      {
        id: 'tests::is_wrong',
        status: 'failed',
        failure: {
          message: 'assertion `left == right` failed: of two\n  left: 4\n right: 5',
          place: { file: 'src/lib.rs', line: 15 },
          actual: '4',
          expected: '5',
        },
      },
    ]);
  });

  it('tells each test once, whatever stands between the lines', () => {
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom('a', 'b::c'), fc.constantFrom('ok', 'FAILED', 'ignored'))
        .map(([id, state]) => `test ${id} ... ${state}`),
      fc.constantFrom('failures:', '---- a stdout ----', '---- b::c stdout ----', 'test result: FAILED.'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const failed = read(lines.join('\n')).filter(({ status }) => status === 'failed');
        const printedFailures = lines.filter((each) => each.endsWith('... FAILED')).length;
        expect(failed.length).toBeLessThanOrEqual(printedFailures);
        expect(failed.length > 0).toBe(printedFailures > 0);
      }),
    );
  });

  it('is understood as older Rust prints it', () => {
    expect(readPanic(["thread 'a' panicked at 'no good', src/lib.rs:3:5"])).toEqual({
      message: 'no good',
      place: { file: 'src/lib.rs', line: 2 },
    });
  });
});
