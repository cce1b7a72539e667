// Tests of a Rust crate: found in source text, and read from what `cargo test` prints. Compiles and runs nothing. Knows no vscode.
import type { UnitTest, UnitTestFailure, UnitTestResult } from './unitTest.ts';

/**
 * The functions with a test attribute in a source file. `modulePath` is that of the file: `[]` for lib.rs, `['statistics']` for
 * statistics.rs. Tests that macros make are not found; they are told of when they run.
 */
export function findRustTests(text: string, modulePath: readonly string[]): UnitTest[] {
  const code = blankRust(text);
  const tests: UnitTest[] = [];
  /** Open modules with the depth of braces in which they are. */
  const modules: { readonly name: string; readonly depth: number }[] = [];
  let depth = 0;
  let isTest = false;
  let module: string | undefined;
  const token = /\n|[{}]|;|#\s*\[\s*(?:\w+\s*::\s*)*test\b|\bmod\s+(?<mod>\w+)|\bfn\s+(?<fn>\w+)/g;
  let line = 0;
  for (const match of code.matchAll(token)) {
    const [what] = match;
    const { mod, fn } = match.groups ?? {};
    if (what === '\n') line += 1;
    else if (what === '{') {
      if (module !== undefined) modules.push({ name: module, depth });
      module = undefined;
      depth += 1;
    } else if (what === '}') {
      depth -= 1;
      if (modules.at(-1)?.depth === depth) modules.pop();
    } else if (what === ';') module = undefined;
    else if (mod !== undefined) module = mod;
    else if (fn !== undefined) {
      if (isTest)
        tests.push({ id: [...modulePath, ...modules.map(({ name }) => name), fn].join('::'), line });
      isTest = false;
    } else isTest = true;
    if (mod !== undefined || fn !== undefined || what.startsWith('#')) line += what.split('\n').length - 1;
  }
  return tests;
}

/** The same text with blanks for comments, texts and characters; line breaks stay. */
export function blankRust(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const skipped =
    /\/\/[^\n]*|\/\*|b?r(?<hashes>#*)"[^]*?"\k<hashes>|b?"(?:[^"\\]|\\[^])*"|b?'(?:[^'\\\n]|\\[^][^'\n]{0,8})'/g;
  let result = '';
  let at = 0;
  for (let match = skipped.exec(text); match; match = skipped.exec(text)) {
    const end = match[0] === '/*' ? endOfComment(text, match.index) : skipped.lastIndex;
    result += text.slice(at, match.index) + blank(text.slice(match.index, end));
    at = skipped.lastIndex = end;
  }
  return result + text.slice(at);
}

/** Comments nest. */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

/** Where a source file stands in its crate: which tests of `cargo test` it belongs to, and the module it is. */
export function placeInCrate(
  path: string,
): { readonly target: readonly string[]; readonly modulePath: readonly string[] } | undefined {
  const parts = path.replace(/\.rs$/, '').split('/');
  const [top, ...rest] = parts;
  const last = rest.at(-1);
  if (top === 'tests' && last !== undefined) {
    const [name] = rest;
    const isMain = rest.length === 1 || (rest.length === 2 && last === 'main');
    return { target: ['--test', name ?? ''], modulePath: isMain ? [] : rest.slice(1) };
  }
  if (top !== 'src' || last === undefined) return undefined;
  if (rest.length === 1 && last === 'main') return { target: ['--bins'], modulePath: [] };
  if (rest.length === 1 && last === 'lib') return { target: ['--lib'], modulePath: [] };
  if (rest[0] === 'bin') return { target: ['--bins'], modulePath: rest.slice(2) };
  return { target: ['--lib'], modulePath: last === 'mod' ? rest.slice(0, -1) : rest };
}

const states = { ok: 'passed', FAILED: 'failed', ignored: 'skipped' } as const;

/** Takes the lines of `cargo test`'s standard output and tells each test's result as soon as all of it is known. */
export class CargoOutput {
  readonly #onResult: (result: UnitTestResult) => void;
  readonly #failed: Set<string> = new Set<string>();
  #block: { readonly id: string; readonly lines: string[] } | undefined;

  constructor(onResult: (result: UnitTestResult) => void) {
    this.#onResult = onResult;
  }

  add(line: string): void {
    const result = /^test (?<id>\S+)(?: - should panic)? \.\.\. (?<state>ok|FAILED|ignored)\b/.exec(
      line,
    )?.groups;
    const head = /^---- (?<id>\S+) (?:stdout|stderr) ----$/.exec(line)?.groups;
    if (result) {
      const id = result['id'] ?? '';
      const status = states[result['state'] as keyof typeof states];
      if (status === 'failed') this.#failed.add(id);
      else this.#onResult({ id, status });
    } else if (head) {
      this.#endBlock();
      this.#block = { id: head['id'] ?? '', lines: [] };
    } else if (/^(?:failures:|test result: )/.test(line)) this.#endBlock();
    else this.#block?.lines.push(line);
  }

  /** All has been printed: failures without a text of their own are told too. */
  end(): void {
    this.#endBlock();
    for (const id of this.#failed)
      this.#onResult({ id, status: 'failed', failure: { message: 'The test failed without saying why.' } });
    this.#failed.clear();
  }

  #endBlock(): void {
    const block = this.#block;
    this.#block = undefined;
    if (!block || !this.#failed.delete(block.id)) return;
    this.#onResult({ id: block.id, status: 'failed', failure: readPanic(block.lines) });
  }
}

/** `thread '…' panicked at src/lib.rs:12:9:`, then the message; before Rust 1.73 `panicked at '…', src/lib.rs:12:9`. */
export function readPanic(lines: readonly string[]): UnitTestFailure {
  const text = lines.join('\n').trim();
  const found =
    /panicked at (?<file>[^\n']+?):(?<line>\d+):\d+:\n(?<message>[^]*?)(?:\nnote: |\nstack backtrace:|$)/.exec(
      text,
    ) ?? /panicked at '(?<message>[^]*?)', (?<file>[^\n]+?):(?<line>\d+):\d+/.exec(text);
  const { file, line, message = text } = found?.groups ?? {};
  const sides = /\n\s*left: `?(?<left>[^]*?)`?,?\n\s*right: `?(?<right>[^]*?)`?$/.exec(
    `\n${message}`,
  )?.groups;
  return {
    message: message.trim() || 'The test failed without saying why.',
    ...(file !== undefined && line !== undefined && { place: { file, line: Math.max(0, Number(line) - 1) } }),
    ...(sides && { actual: sides['left'] ?? '', expected: sides['right'] ?? '' }),
  };
}
