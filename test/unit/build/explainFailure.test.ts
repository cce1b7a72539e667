// What toolchains print when a build fails, as the errors that people are told.
import { describe, expect, it } from 'vitest';
import { describeFix } from '../../../src/build/buildError.ts';
import { explainFailure } from '../../../src/build/explainFailure.ts';
import type { OperatorLanguage } from '../../../src/build/operatorLanguages.ts';
import type { OperatorProject } from '../../../src/build/operatorProject.ts';

const project = (language: OperatorLanguage): OperatorProject => ({
  name: 'my-map',
  folder: '/w/operators/my-map',
  language,
  main: language === 'rust' ? 'Cargo.toml' : language === 'python' ? 'my_map.py' : 'my-map.js',
});

interface Case {
  readonly language: OperatorLanguage;
  readonly output: string;
  readonly code: string;
  /** Part of the fix's text; empty where there is none. */
  readonly fix: string;
  readonly isContainer?: boolean;
}

const cases: readonly Case[] = [
  {
    language: 'rust',
    output:
      "error[E0463]: can't find crate for `std`\n  |\n  = note: the `wasm32-wasip2` target may not be installed",
    code: 'BUILD_TARGET_MISSING',
    fix: 'rustup target add wasm32-wasip2',
  },
  {
    language: 'rust',
    output: 'error: linker `wasm-component-ld` not found',
    code: 'BUILD_TARGET_MISSING',
    fix: 'rustup target add wasm32-wasip2',
  },
  {
    language: 'rust',
    output: 'error: no matching package named `wasm_graph_sdk` found\nlocation searched: crates.io index',
    code: 'BUILD_REGISTRY_MISSING',
    fix: '/w/operators/my-map/.cargo/config.toml:\n[registries]\naio-wg',
  },
  {
    language: 'rust',
    output:
      'error: failed to parse manifest\n\nCaused by:\n  registry index was not found in any configuration: `aio-wg`',
    code: 'BUILD_REGISTRY_MISSING',
    fix: 'aio-wg = { index = "sparse+https://pkgs.dev.azure.com/',
  },
  {
    language: 'rust',
    output:
      'error: failed to download from `https://index.crates.io/config.json`\n[6] Could not resolve host: index.crates.io',
    code: 'BUILD_DOWNLOAD_FAILED',
    fix: '',
  },
  {
    language: 'rust',
    output: 'error: package `serde v1.0.229` cannot be built because it requires rustc 1.99 or newer',
    code: 'TOOLCHAIN_MISSING',
    fix: 'rustup update stable',
  },
  {
    language: 'python',
    output:
      'AssertionError: failed to read file "/nowhere"\n\nCaused by:\n    No such file or directory (os error 2)',
    code: 'BUILD_WIT_MISSING',
    fix: '',
  },
  {
    language: 'rust',
    output:
      'error: failed to write /w/operators/my-map/Cargo.lock\n\nCaused by:\n  failed to open: /w/operators/my-map/Cargo.lock\n\nCaused by:\n  Permission denied (os error 13)',
    code: 'FILE_UNWRITABLE',
    fix: '',
  },
  {
    language: 'rust',
    output: 'error: could not write output to /w/target/x.o: Read-only file system (os error 30)',
    code: 'FILE_UNWRITABLE',
    fix: '',
  },
  {
    language: 'rust',
    output: 'error[E0308]: mismatched types\n 3 | fail("Permission denied")',
    code: 'BUILD_FAILED',
    fix: '',
  },
  {
    language: 'python',
    output: 'AssertionError: no world named `map-impl` in package',
    code: 'BUILD_WIT_MISSING',
    fix: '',
  },
  {
    language: 'python',
    output: "ImportError: cannot import name 'exports' from 'map_impl' (/0/map_impl/__init__.py)",
    code: 'BUILD_BINDINGS_STALE',
    fix: 'rm -r map_impl (in /w/operators/my-map)',
  },
  {
    language: 'python',
    output: "ModuleNotFoundError: No module named 'filter_impl'",
    code: 'BUILD_FAILED',
    fix: '',
  },
  {
    language: 'python',
    output: "ModuleNotFoundError: No module named 'numpy'",
    code: 'BUILD_FAILED',
    fix: 'pip install --target . numpy',
  },
  {
    language: 'javascript',
    output:
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@bytecodealliance/componentize-js' imported from x",
    code: 'TOOLCHAIN_MISSING',
    fix: 'npm install --save-dev @bytecodealliance/componentize-js',
  },
  {
    language: 'javascript',
    output: "error: unknown option '--backend'",
    code: 'TOOLCHAIN_MISSING',
    fix: 'npm install --save-dev @bytecodealliance/jco@latest',
  },
  {
    language: 'rust',
    output:
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    code: 'TOOLCHAIN_MISSING',
    fix: '',
    isContainer: true,
  },
  {
    language: 'python',
    output: 'docker: Error response from daemon: manifest unknown.',
    code: 'BUILD_DOWNLOAD_FAILED',
    fix: '',
    isContainer: true,
  },
];

describe('a failed build', () => {
  it.each(cases)(
    'in $language is $code for $output',
    ({ language, output, code, fix, isContainer = false }) => {
      const error = explainFailure(project(language), output, isContainer);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(/^my-map/);
      expect(error.fix ? describeFix(error.fix) : '').toContain(fix);
      if (fix === '') expect(error.fix).toBeUndefined();
    },
  );

  it('where nothing can be written says what could not be', () => {
    const output =
      'error: failed to write /w/Cargo.lock\n\nCaused by:\n  failed to open: /w/Cargo.lock\n\nCaused by:\n  Permission denied (os error 13)';
    expect(explainFailure(project('rust'), output, false).message).toBe(
      'my-map: failed to write /w/Cargo.lock. It is read-only for you: change the rights of /w/operators/my-map, or build a copy of it elsewhere.',
    );
  });

  it("tells cargo's first error", () => {
    const output = 'warning: unused\nerror[E0425]: cannot find value `a`\nerror: could not compile `x`';
    expect(explainFailure(project('rust'), output, false).message).toBe(
      'my-map cannot be built: error[E0425]: cannot find value `a`',
    );
  });

  it('has the innermost place in the Python source of the operator', () => {
    const output = [
      'Traceback (most recent call last):',
      '  File "/usr/bin/componentize-py", line 8, in <module>',
      'AssertionError: Traceback (most recent call last):',
      '  File "/w/operators/my-map/my_map.py", line 3, in <module>',
      '    foo()',
      '  File "/w/operators/my-map/other.py", line 7, in foo',
      "NameError: name 'bar' is not defined",
    ].join('\n');
    expect(explainFailure(project('python'), output, false).place).toEqual({
      file: '/w/operators/my-map/other.py',
      line: 7,
      column: 1,
      message: "NameError: name 'bar' is not defined",
    });
  });

  it('has the innermost place in the JavaScript source of the operator', () => {
    const output = [
      '[Error: : Failed to evaluate user JavaScript module: Failed to finish JavaScript module evaluation: Error: nope is not defined',
      '    at inner (/w/operators/my-map/my-map.js:9:5)',
      '    at <anonymous> (/w/operators/my-map/my-map.js:91:1)',
      '] {',
    ].join('\n');
    expect(explainFailure(project('javascript'), output, false).place).toEqual({
      file: '/w/operators/my-map/my-map.js',
      line: 9,
      column: 5,
      message: 'nope is not defined',
    });
  });

  it('says so when nothing is told', () => {
    expect(explainFailure(project('rust'), '', false).message).toBe(
      'my-map cannot be built: the toolchain tells no reason.',
    );
  });
});
