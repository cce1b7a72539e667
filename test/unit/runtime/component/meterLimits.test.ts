// Limits on hand-written modules: loops and recursions that are stopped, memories that are capped.
import { describe, expect, it } from 'vitest';
import { CallGuard, CallTimeout } from '../../../../src/runtime/component/callGuard.ts';
import { explainFailure, type OperatorFailure } from '../../../../src/runtime/component/explainFailure.ts';
import { BufferLedger } from '../../../../src/runtime/component/hostBuffer.ts';
import { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { meterCore } from '../../../../src/runtime/component/meterCore.ts';
import { prepareModule } from '../../../../src/runtime/component/prepareModule.ts';
import { runMetered } from '../../../helpers/meteredModule.ts';
import { wasmOf } from '../../../helpers/wat.ts';

const PAGE = 65_536;
const cap = { maxMemoryBytes: 4 * PAGE };

describe('a metered module is stopped', () => {
  const stopped = async (text: string, name = 'f'): Promise<void> => {
    const metered = runMetered(await wasmOf(`(module ${text})`), { limitMs: 20 });
    expect(() => metered.call(name)).toThrow(CallTimeout);
  };

  it('in a loop without end', () => stopped('(func (export "f") (loop (br 0)))'));

  it('in a loop inside blocks of every kind', () =>
    stopped('(func (export "f") (block (if (i32.const 1) (then (loop (if (i32.const 1) (then (br 1))))))))'));

  it('in a loop that a jump out of an inner loop starts again', () =>
    stopped('(func (export "f") (loop $a (loop $b (br_table $a $a (i32.const 0)))))'));

  it('in tail calls without end', () => stopped('(func $f (export "f") (return_call $f))'));

  it('in a recursion that is wide rather than deep', () =>
    stopped(`(func $f (param i32) (if (local.get 0) (then
      (call $f (i32.sub (local.get 0) (i32.const 1))) (call $f (i32.sub (local.get 0) (i32.const 1))))))
      (func (export "f") (call $f (i32.const 60)))`));

  it('in an indirect recursion', () =>
    stopped(`(table 1 funcref) (elem (i32.const 0) $f)
      (func $f (param i32) (if (local.get 0) (then (call_indirect (param i32) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))
        (call_indirect (param i32) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))))
      (func (export "f") (call $f (i32.const 60)))`));

  it('even when it catches everything and goes on', () =>
    stopped('(func (export "f") loop $l try loop br 0 end catch_all end br $l end)'));

  it('even when every function it calls catches everything', () =>
    stopped(`(func $g (param i32) try
        (if (local.get 0) (then (call $g (i32.sub (local.get 0) (i32.const 1)))) (else (loop (br 0))))
        catch_all end (loop (br 0)))
      (func (export "f") (call $g (i32.const 100)))`));

  it('and not before its time', async () => {
    const text = `(func (export "f") (param i32) (result i32) (local i32)
      (loop $l (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br_if $l (i32.lt_u (local.get 1) (local.get 0)))) (local.get 1))`;
    const metered = runMetered(await wasmOf(`(module ${text})`), { limitMs: 60_000 });
    expect(metered.call('f', 3_000_000)).toBe(3_000_000);
  });

  it('at once when it is called again after its time', async () => {
    const metered = runMetered(await wasmOf('(module (func (export "f") (loop (br 0))))'), { limitMs: 5 });
    expect(() => metered.call('f')).toThrow(CallTimeout);
    expect(() => metered.call('f')).toThrow(CallTimeout);
  });
});

describe('the start function of a component', () => {
  /** What its `run` gives: 1, unless the start function has set another number. */
  const runAfter = async (start: string): Promise<number> => {
    const bytes = await wasmOf(`(component
      (core module $m (global $g (mut i32) (i32.const 1)) (table 1 funcref)
        (func $start ${start}) (start $start)
        (func (export "run") (result i32) (global.get $g)))
      (core instance $c (instantiate $m))
      (func (export "run") (result u32) (canon lift (core func $c "run"))))`);
    const module = new LoadedModule(await prepareModule(bytes, cap), 'x');
    const guard = new CallGuard(() => performance.now());
    guard.arm(performance.now() + LIMIT_MS, 0);
    const exports: unknown = module.instantiate({}, new BufferLedger(), guard, []);
    return (exports as { run: () => number }).run();
  };
  const LIMIT_MS = 50;
  const failureAfter = async (start: string): Promise<OperatorFailure | undefined> =>
    runAfter(start).then(
      () => undefined,
      (error: unknown) => explainFailure(error, { limitMs: LIMIT_MS, memoryBytes: 0, memoryLimitBytes: 1 }),
    );

  it('that does not end is stopped like any call, and told to have run too long', async () => {
    expect(await failureAfter('(loop (br 0))')).toMatchObject({
      code: 'OPERATOR_TIMEOUT',
      message: 'ran longer than its limit of 50 ms and was stopped',
    });
  });

  it('that calls a function that does not exist is told so', async () => {
    expect(await failureAfter('(call_indirect (i32.const 0))')).toMatchObject({
      code: 'OPERATOR_TRAP',
      message: expect.stringContaining('it called a function that does not exist') as string,
    });
  });

  it('has run, once, when the first call comes', async () => {
    expect(await runAfter('(global.set $g (i32.mul (global.get $g) (i32.const 7)))')).toBe(7);
  });
});

describe('the memory cap', () => {
  const grow = '(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))';
  const growable = (limits: string): Promise<Uint8Array> => wasmOf(`(module (memory ${limits}) ${grow})`);

  it.each([
    ['1', 3],
    ['1 100', 3],
    ['1 2', 1],
    ['4 4', 0],
    ['0', 4],
  ])('lets a memory "%s" grow by %i pages of four', async (limits, growth) => {
    const { call } = runMetered(await growable(limits), cap);
    expect(call('grow', growth + 1)).toBe(-1);
    expect(call('grow', growth)).toBe(4 - growth > 0 ? Number(limits.split(' ')[0]) : 0);
    expect(call('grow', 1)).toBe(-1);
  });

  it('is rounded down to whole pages', async () => {
    const { call } = runMetered(await growable('1'), { maxMemoryBytes: 2 * PAGE - 1 });
    expect(call('grow', 1)).toBe(-1);
  });

  it('leaves a memory that starts beyond it what it starts with', async () => {
    const { call } = runMetered(await growable('6'), cap);
    expect(call('grow', 0)).toBe(6);
    expect(call('grow', 1)).toBe(-1);
  });

  it('holds for a module without code', async () => {
    const { bytes } = meterCore(await wasmOf('(module (memory (export "m") 1))'), cap);
    const memory = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports['m'] as unknown as {
      grow(pages: number): number;
    };
    expect(() => memory.grow(4)).toThrow(RangeError);
    expect(memory.grow(3)).toBe(1);
  });
});
