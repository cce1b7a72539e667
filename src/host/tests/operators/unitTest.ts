// A unit test of an operator and how it ended, in whatever language. Shapes only. Knows no vscode.

/** A test in source text. */
export interface UnitTest {
  /** As the test runner names it. */
  readonly id: string;
  /** Counts from 0. */
  readonly line: number;
}

/** What a runner told of one test. */
export interface UnitTestResult {
  readonly id: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly failure?: UnitTestFailure;
}

export interface UnitTestFailure {
  readonly message: string;
  /** Relative to where the runner runs, or absolute; `line` counts from 0. */
  readonly place?: { readonly file: string; readonly line: number };
  /** Of a comparison. */
  readonly expected?: string;
  readonly actual?: string;
}
