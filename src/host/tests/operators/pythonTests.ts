// Tests of Python operators: found in source text, and read from what pytest prints with `-v --tb=short`. Runs nothing. Knows no vscode.
import type { UnitTest, UnitTestFailure, UnitTestResult } from './unitTest.ts';

/** The functions and methods that pytest takes for tests by its default names. `path` begins the ids, as pytest has it. */
export function findPythonTests(text: string, path: string): UnitTest[] {
  const tests: UnitTest[] = [];
  let className: string | undefined;
  let isInText = false;
  for (const [line, content] of text.split('\n').entries()) {
    const wasInText = isInText;
    // Texts over several lines hold no tests.
    if ((content.match(/"""|'''/g)?.length ?? 0) % 2 === 1) isInText = !isInText;
    if (wasInText) continue;
    const found =
      /^(?<indent>[ \t]*)(?:class (?<class>\w+)|(?:async )?def (?<function>test\w*)[ \t]*\()/.exec(
        content,
      )?.groups;
    const { indent = '', class: newClass, function: name } = found ?? {};
    if (found && indent === '') className = newClass?.startsWith('Test') ? newClass : undefined;
    else if (/^[^\s#@)\]}]/.test(content)) className = undefined;
    if (name === undefined || (indent !== '' && className === undefined)) continue;
    tests.push({ id: [path, ...(indent === '' ? [] : [className]), name].join('::'), line });
  }
  return tests;
}

const states = {
  PASSED: 'passed',
  FAILED: 'failed',
  ERROR: 'failed',
  SKIPPED: 'skipped',
  XFAIL: 'skipped',
  XPASS: 'passed',
} as const;

/** The id of the function behind the id of one of its cases: `a.py::test[1-2]` is `a.py::test`. */
export function withoutCase(id: string): string {
  return id.replace(/\[[^]*\]$/, '');
}

/** Takes the lines of pytest and tells the results; cases of one function together, as failed when one of them did. */
export class PytestOutput {
  readonly #onResult: (result: UnitTestResult) => void;
  /** By function, in the order in which pytest told of them. */
  readonly #results: Map<string, UnitTestResult['status']> = new Map<string, UnitTestResult['status']>();
  readonly #blocks: { readonly title: string; readonly lines: string[] }[] = [];
  #isInFailures = false;

  constructor(onResult: (result: UnitTestResult) => void) {
    this.#onResult = onResult;
  }

  add(line: string): void {
    const section = /^=+ (?<title>[\w ]+?) =+$/.exec(line)?.groups?.['title'];
    if (section !== undefined) this.#isInFailures = section === 'FAILURES' || section === 'ERRORS';
    else if (this.#isInFailures) this.#addToFailures(line);
    else {
      const found = /^(?<id>\S+?\.py::.+?) (?<state>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b/.exec(
        line,
      )?.groups;
      if (found) this.#note(withoutCase(found['id'] ?? ''), states[found['state'] as keyof typeof states]);
    }
  }

  /** All has been printed: only now failures have their reasons. */
  end(): void {
    for (const [id, status] of this.#results)
      this.#onResult(status === 'failed' ? { id, status, failure: this.#failureOf(id) } : { id, status });
    this.#results.clear();
  }

  /** What kept files from being collected, by file. */
  collectionFailures(): { readonly file: string; readonly failure: UnitTestFailure }[] {
    return this.#blocks.flatMap(({ title, lines }) => {
      const file = /^ERROR collecting (?<file>\S+)$/.exec(title)?.groups?.['file'];
      return file === undefined ? [] : [{ file, failure: readTraceback(lines, file) }];
    });
  }

  #note(id: string, status: UnitTestResult['status']): void {
    const before = this.#results.get(id);
    const isWorse =
      before === undefined || status === 'failed' || (before === 'skipped' && status === 'passed');
    if (isWorse && before !== 'failed') this.#results.set(id, status);
  }

  #addToFailures(line: string): void {
    const title = /^_{3,} (?<title>.+?) _{3,}$/.exec(line)?.groups?.['title'];
    if (title !== undefined) this.#blocks.push({ title, lines: [] });
    else this.#blocks.at(-1)?.lines.push(line);
  }

  #failureOf(id: string): UnitTestFailure {
    const [file = '', ...names] = id.split('::');
    const title = names.join('.');
    const block = this.#blocks.find(
      ({ title: found, lines }) =>
        withoutCase(found.replace(/^ERROR at (?:setup|teardown) of /, '')) === title &&
        lines.some((line) => line.startsWith(`${file}:`) || line.includes(file)),
    );
    return block ? readTraceback(block.lines, file) : { message: 'The test failed without saying why.' };
  }
}

/** The lines that begin with `E`, and the last place in the test's own file. */
export function readTraceback(lines: readonly string[], file: string): UnitTestFailure {
  const told = lines.filter((line) => /^E(?: |$)/.test(line)).map((line) => line.slice(1).trim());
  const places = lines.flatMap((line) => {
    const found = /^(?<file>\S.*?):(?<line>\d+): /.exec(line)?.groups;
    return found ? [{ file: found['file'] ?? '', line: Math.max(0, Number(found['line']) - 1) }] : [];
  });
  const place = places.filter((each) => each.file === file).at(-1) ?? places.at(-1);
  const sides = /^(?:AssertionError: )?assert (?<actual>.+) == (?<expected>.+)$/.exec(told[0] ?? '')?.groups;
  return {
    message: told.join('\n') || lines.join('\n').trim() || 'The test failed without saying why.',
    ...(place && { place }),
    ...(sides && { actual: sides['actual'] ?? '', expected: sides['expected'] ?? '' }),
  };
}
