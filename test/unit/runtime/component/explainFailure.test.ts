// Traps of hand-written modules, in the engine's own words: every one is explained.
import { describe, expect, it } from 'vitest';
import { BadResult } from '../../../../src/runtime/component/dataModel.ts';
import { HostRefusal } from '../../../../src/runtime/component/hostRefusal.ts';
import type { SourcePlace } from '../../../../src/runtime/component/sourceLines/lineTable.ts';
import { runPlain } from '../../../helpers/meteredModule.ts';
import { failureOf } from '../../../helpers/testOperator.ts';
import { wasmOf } from '../../../helpers/wat.ts';

const throwing = (error: unknown) => (): never => {
  throw error;
};

describe('a trap of the engine is explained:', () => {
  it.each([
    ['it panicked', '(unreachable)'],
    ['it reached outside its memory', '(drop (i32.load (i32.const 100000)))'],
    ['it divided by zero', '(drop (i32.div_s (i32.const 1) (i32.const 0)))'],
    ['it divided by zero', '(drop (i64.rem_u (i64.const 1) (i64.const 0)))'],
    ['a number did not fit', '(drop (i32.div_s (i32.const -2147483648) (i32.const -1)))'],
    ['a number did not fit', '(drop (i32.trunc_f64_s (f64.const 1e30)))'],
    ['it called itself too deeply', '(call $f)'],
    ['it called a function that does not exist', '(call_indirect (i32.const 9))'],
    ['it called a function that does not exist', '(call_indirect (i32.const 0))'],
    ['it called a function that does not exist', '(call_indirect (i32.const 1))'],
  ])('%s for %s', async (explanation, body) => {
    const exports = runPlain(
      await wasmOf(
        `(module (memory 1) (table 2 funcref) (elem (i32.const 1) $g) (func $g (param i32)) (func $f (export "f") ${body}))`,
      ),
    );
    const failure = failureOf(() => exports['f']?.());
    expect(failure).toMatchObject({ code: 'OPERATOR_TRAP', isFatal: true });
    expect(failure.message).toContain(`trapped: ${explanation}`);
    expect(failure.stack).toMatch(/^f \(function 1 at 0x[0-9a-f]+\)/);
  });

  it.each([
    ['wasm trap: call stack exhausted', 'it called itself too deeply'],
    ['wasm trap: invalid conversion to integer', 'a number did not fit'],
    ['wasm trap: indirect call type mismatch', 'it called a function that does not exist'],
    ['wasm trap: undefined element: out of bounds table access', 'it called a function that does not exist'],
    ['wasm trap: string content out-of-bounds', 'it passed a value that the interface does not allow'],
    ['wasm trap: cannot enter component instance', 'its instance was broken by an earlier failure'],
  ])('%s, in the words of the glue', (raw, explanation) => {
    expect(failureOf(throwing(new WebAssembly.RuntimeError(raw))).message).toBe(
      `trapped: ${explanation} [${raw}]`,
    );
  });
});

describe('what is thrown', () => {
  it('as a bare record is the error of the operator', () => {
    const failure = failureOf(throwing({ message: 'no reading' }));
    expect(failure).toEqual({ code: 'OPERATOR_ERROR', message: 'no reading', isFatal: false });
  });

  it('as the payload of an error is the error of the operator', () => {
    const error = Object.assign(new Error('[object Object]'), { payload: { message: 'no reading' } });
    expect(failureOf(throwing(error))).toMatchObject({ code: 'OPERATOR_ERROR', message: 'no reading' });
  });

  it('by the host for another interface is a trap', () => {
    expect(failureOf(throwing(new HostRefusal({ tag: 'closed' })))).toMatchObject({
      code: 'OPERATOR_TRAP',
      message: 'trapped: the host refused',
      isFatal: true,
    });
  });

  it('about a result leaves the instance as it is', () => {
    expect(failureOf(throwing(new BadResult('the topic it returned is not valid UTF-8')))).toEqual({
      code: 'OPERATOR_BAD_RESULT',
      message: 'the topic it returned is not valid UTF-8',
      isFatal: false,
    });
  });

  it.each([undefined, null, 7, 'text', {}])('as %o is a trap, never a crash', (value) => {
    expect(failureOf(throwing(value))).toMatchObject({ code: 'OPERATOR_TRAP', isFatal: true });
  });

  it('through a name of another language keeps it as it is', () => {
    const error = new Error('unreachable');
    error.stack =
      'RuntimeError: unreachable\n    at JS_Call (wasm://wasm/0a1b:wasm-function[12]:0x34)\n    at wasm://wasm/0a1b:wasm-function[13]:0x35\n    at host (file.ts:1:1)';
    expect(failureOf(throwing(error)).stack).toBe('JS_Call (function 12 at 0x34)\nfunction 13 at 0x35');
  });

  it('names the line of the operator itself, and that of every frame that tells its own', () => {
    const at = (name: string, index: number): string =>
      `\n    at ${name} (wasm://wasm/0a1b:wasm-function[${String(index)}]:0x34)`;
    const error = new Error('unreachable');
    error.stack = `RuntimeError: unreachable${at('abort', 1)}${at('index', 2)}${at('check', 3)}${at('run', 4)}`;
    const places = new Map<number, readonly SourcePlace[]>([
      [1, [{ file: './libc-bottom-half/sources/abort.c', line: 5, column: 5 }]],
      [2, [{ file: '/rustc/1a2b/library/core/src/slice/index.rs', line: 272, column: 10 }]],
      [
        3,
        [
          { file: '/rustc/1a2b/library/core/src/option.rs', line: 1016, column: 21 },
          { file: 'src/lib.rs', line: 30, column: 17 },
          { file: 'src/lib.rs', line: 40, column: 1 },
        ],
      ],
      [4, [{ file: 'src/lib.rs', line: 20, column: 0 }]],
    ]);
    const placesOf = (index: number, offset: number): readonly SourcePlace[] =>
      (offset === 0x34 ? places.get(index) : undefined) ?? [];
    const { message, stack } = failureOf(throwing(error), { placesOf });
    expect(message).toMatch(/, at src\/lib\.rs:30:17$/);
    expect(stack?.split('\n').slice(2)).toEqual(['check (src/lib.rs:30:17)', 'run (src/lib.rs:20)']);
  });
});
