// Metering of hand-written modules: same results, interruptible loops and recursions, capped memory.
import { print } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it } from 'vitest';
import { CHECK_EXPORT, FUEL_EXPORT, meterCore } from '../../../../src/runtime/component/meterCore.ts';
import { MalformedWasm } from '../../../../src/runtime/component/wasmReader.ts';
import { runMetered, runPlain } from '../../../helpers/meteredModule.ts';
import { wasmOf } from '../../../helpers/wat.ts';

const PAGE = 65_536;
const cap = { maxMemoryBytes: 4 * PAGE };

const repeat = (count: number, text: (n: string) => string): string =>
  Array.from({ length: count }, (_, n) => text(String(n))).join('');

/** Text of `(module …)` and calls, each a function name with its arguments. */
const sameResults: readonly [what: string, text: string, calls: [string, ...unknown[]][]][] = [
  [
    'loops and recursion',
    `(func $fib (export "fib") (param i32) (result i32)
      (if (result i32) (i32.lt_s (local.get 0) (i32.const 2)) (then (local.get 0))
        (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1))) (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
     (func (export "sum") (param i32) (result i32) (local i32 i64 f32 f64)
      (loop $l (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (local.get 1))`,
    [
      ['fib', 15],
      ['sum', 100_000],
    ],
  ],
  [
    'loops with parameters and several results',
    `(type $t (func (param i32 i64) (result i32 i64)))
     (func (export "f") (param i32) (result i32 i64)
      (local.get 0) (i64.const 5)
      (loop $l (type $t) (i64.add (i64.const 7)) (block (type $t)) (br_if $l (i32.const 0))))`,
    [['f', 9]],
  ],
  [
    'branch tables',
    `(func (export "f") (param i32) (result i32) (local i32)
      (loop $top
        (block $c (block $b (block $a (br_table $a $b $top $c (local.get 0)))
          (return (i32.const 100))) (return (i32.const 200))))
      (i32.const 300))`,
    [
      ['f', 0],
      ['f', 1],
      ['f', 3],
      ['f', 99],
    ],
  ],
  [
    '128-bit vectors',
    `(memory 1)
     (func (export "f") (param i32) (result i32) (local v128)
      (v128.store offset=16 align=1 (i32.const 0) (v128.const i32x4 1 2 3 4))
      (loop $l
        (local.set 1 (i32x4.add (v128.load offset=16 (i32.const 0)) (i32x4.splat (local.get 0))))
        (local.set 1 (i8x16.shuffle 3 2 1 0 7 6 5 4 8 9 10 11 12 13 14 15 (local.get 1) (local.get 1)))
        (local.set 1 (v128.load32_lane offset=16 2 (i32.const 4) (local.get 1)))
        (v128.store8_lane 3 (i32.const 40) (local.get 1))
        (local.set 1 (v128.or (local.get 1) (v128.load64_zero offset=24 (i32.const 0)))))
      (i32.add (i32x4.extract_lane 2 (local.get 1)) (i32.load (i32.const 40))))`,
    [['f', 41]],
  ],
  [
    'bulk memory and tables',
    `(memory 1) (table $t 4 funcref) (data $d "hello") (elem $e func $one $two)
     (func $one (result i32) (i32.const 1)) (func $two (result i32) (i32.const 2))
     (func (export "f") (param i32) (result i32)
      (loop
       (memory.init $d (i32.const 8) (i32.const 0) (i32.const 5)) (data.drop $d)
       (memory.copy (i32.const 16) (i32.const 8) (i32.const 5)) (memory.fill (i32.const 21) (i32.const 65) (i32.const 3))
       (table.init $t $e (i32.const 1) (i32.const 0) (i32.const 2)) (elem.drop $e)
       (table.copy (i32.const 0) (i32.const 2) (i32.const 1))
       (drop (table.grow $t (ref.null func) (i32.const 1))) (table.fill $t (i32.const 3) (ref.func $one) (i32.const 1))
       (table.set $t (i32.const 4) (table.get $t (i32.const 3))))
      (i32.add (i32.load (i32.const 18))
       (i32.add (call_indirect $t (result i32) (local.get 0)) (i32.add (table.size $t) (i32.trunc_sat_f64_s (f64.const 1e9))))))`,
    [['f', 1]],
  ],
  [
    'exceptions of the older form',
    `(tag $e (param i32)) (func $throw (param i32) (throw $e (local.get 0)))
     (func (export "f") (param i32) (result i32) (local i32)
      loop $l
       try (result i32) loop local.get 0 call $throw end i32.const 5 catch $e end
       local.get 1 i32.add local.set 1
       try try i32.const 1 call $throw catch_all loop rethrow 1 end end catch_all end
       try try i32.const 1 call $throw delegate 0 catch_all end
       (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))
      end
      (local.get 1))`,
    [['f', 10]],
  ],
  [
    'references, tail calls and sign extension',
    `(type $f (func (param i32) (result i32))) (table 1 funcref) (elem (i32.const 0) $down)
     (func $down (export "down") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.extend8_s (i32.const 200)))))
      (return_call $down (i32.sub (local.get 0) (i32.const 1))))
     (func (export "ind") (param i32) (result i32)
      (return_call_indirect (type $f) (local.get 0) (ref.is_null (ref.func $down))))
     (func (export "sel") (param i32) (result i32) (select (result i32) (i32.const 1) (i32.const 2) (local.get 0)))`,
    [
      ['down', 100_000],
      ['ind', 3],
      ['sel', 0],
    ],
  ],
  [
    'long constants, floats and atomics',
    `(memory 1 1 shared)
     (func (export "f") (param i64) (result i64) (loop
       (i64.atomic.store offset=8 (i32.const 0) (i64.const -9223372036854775808)) (atomic.fence)
       (drop (i64.atomic.rmw.add offset=8 (i32.const 0) (local.get 0)))
       (drop (f64.add (f64.const nan) (f64.const 1e300))) (drop (f32.const 0x1p-100)))
       (i64.load offset=8 (i32.const 0)))`,
    [['f', 77n]],
  ],
  [
    'more than 127 functions, locals and types',
    `${repeat(140, (n) => `(type $t${n} (func (param i32) (result i32)))`)}
     ${repeat(140, (n) => `(func $f${n} (result i32) (local i64 i32) (call $g) (i32.const ${n}))`)}
     ${repeat(140, (n) => `(global $g${n} i32 (i32.const ${n}))`)}
     (func $g)
     (func (export "f") (param i32) (result i32) ${repeat(140, () => '(local i32 i64)')}
      (local.get 0) (loop (type $t139) (block (type $t130)))
      (i32.add (i32.add (call $f139) (global.get $g138))) (local.tee 201))`,
    [['f', 1000]],
  ],
];

describe('a metered module gives the results of the plain one:', () => {
  it.each(sameResults)('%s', async (_, text, calls) => {
    const bytes = await wasmOf(`(module ${text})`);
    const plain = runPlain(bytes);
    const metered = runMetered(bytes, { limitMs: 5000 });
    expect(metered.isInterruptible).toBe(true);
    for (const [name, ...args] of calls) expect(metered.call(name, ...args)).toEqual(plain[name]?.(...args));
  });
});

// Node 20 cannot run this form yet; the text form shows that everything stands where it did, checks aside.
it('exceptions of the newer form keep their instructions', async () => {
  const bytes = await wasmOf(`(module (tag (param i32)) (func (param i32) (throw 0 (local.get 0)))
    (func (export "f") (param i32) (result i32)
     (block (block (result exnref)
       (block (result i32)
        (try_table (result i32) (catch 0 0) (catch_all_ref 1) (loop (call 0 (local.get 0))) (i32.const 5)))
       (return)) (throw_ref))
     (block (try_table (catch_all 0) (call 0 (i32.const 1)))) (i32.const 7)))`);
  const metered = meterCore(bytes, cap);
  expect(metered.isInterruptible).toBe(true);
  const instructionsOf = async (module: Uint8Array): Promise<string[]> =>
    (await print(module))
      .split('\n')
      .map((line) => line.replace(/;;.*/, '').trim())
      .filter((line) => /^(call|throw|try_table|block|loop|return|local\.get|i32\.const [^01])/.test(line))
      .filter((line) => !line.startsWith('call_indirect'));
  const expected = await instructionsOf(bytes);
  expect(expected).toContain('loop');
  expect(await instructionsOf(metered.bytes)).toEqual(expected);
  expect((await print(metered.bytes)).match(/call_indirect/g)).toHaveLength(2);
});

describe('meterCore', () => {
  it.each([
    ['nothing', ''],
    ['only a type', '(type (func))'],
    ['only a table', '(table 3 funcref)'],
    ['a custom section alone', '(@custom "x" "abc")'],
    ['code without table, global, memory or export', '(func (loop (br 0)))'],
    [
      'every section',
      `(import "h" "f" (func (param i32))) (import "h" "t" (table 1 funcref)) (import "h" "g" (global i32))
      (import "h" "m" (memory 1)) (table 1 funcref) (global (mut i64) (i64.const 1)) (tag)
      (func $s (call 0 (i32.const 1))) (export "s" (func $s)) (start $s) (elem (i32.const 0) $s) (data (i32.const 0) "x")
      (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))`,
    ],
  ])('keeps a module with %s valid', async (_, text) => {
    const { bytes, isInterruptible } = meterCore(await wasmOf(`(module ${text})`), cap);
    expect(isInterruptible).toBe(true);
    expect(() => new WebAssembly.Module(bytes)).not.toThrow();
  });

  it('keeps the numbers of everything that was there', async () => {
    const bytes = await wasmOf(`(module (import "h" "f" (func $f (param i32) (result i32)))
      (import "h" "g" (global $g i32)) (import "h" "t" (table $t 1 funcref)) (global $own i32 (i32.const 30))
      (table $u 1 funcref) (elem (table $u) (i32.const 0) func $h) (func $h (result i32) (i32.const 4))
      (func (export "f") (result i32) (i32.add (call $f (global.get $own))
        (i32.add (global.get $g) (call_indirect $u (result i32) (i32.const 0))))))`);
    const table = runPlain(await wasmOf('(module (table (export "t") 1 funcref))'))['t'];
    const imports = { h: { f: (x: number) => x * 100, g: 20, t: table } };
    expect(runMetered(bytes, { imports }).call('f')).toBe(3024);
  });

  it('takes out debug sections, which would point to other instructions, and keeps other custom ones', async () => {
    const text =
      '(module (@custom ".debug_line" "abc") (@custom "name" (before first) "") (@custom "mine" "def") (func $x))';
    const module = meterCore(await wasmOf(text), cap).bytes;
    const has = (name: string): boolean => Buffer.from(module).includes(name);
    expect([has('.debug_line'), has('mine'), has('def')]).toEqual([false, true, true]);
    expect(() => new WebAssembly.Module(module)).not.toThrow();
  });

  it('tells where code has gone', async () => {
    const marks = [70_001, 70_002, 70_003, 70_004];
    const [a, b, c, d] = marks.map((mark) => `(drop (i32.const ${String(mark)}))`);
    const bytes = await wasmOf(`(module (import "h" "f" (func)) (import "h" "g" (global i32))
      (func ${a ?? ''} (loop ${b ?? ''} (br_if 0 (i32.const 0)))) (func (call 0) ${c ?? ''} (loop (nop) ${d ?? ''})))`);
    const metered = meterCore(bytes, cap);
    const placeIn = (module: Uint8Array, mark: number): number =>
      Buffer.from(module).indexOf(Buffer.of((mark & 0x7f) | 0x80, ((mark >> 7) & 0x7f) | 0x80, mark >> 14)) -
      1;
    const moved = marks.map((mark) => metered.movedTo(placeIn(bytes, mark)));
    const [first = 0, inLoop = 0, ...others] = marks.map((mark) => placeIn(metered.bytes, mark));
    // Whoever is stopped in the check of a loop stands at its first instruction.
    const isCheck = metered.bytes[moved[1] ?? 0] === 0x23;
    expect([isCheck, moved[0], moved.slice(2)]).toEqual([true, first, others]);
    expect(moved[1]).toBeLessThan(inLoop);
    expect(metered.firstFunction).toBe(1);
  });

  it('only caps a module with an instruction that it does not know', async () => {
    const bytes = await wasmOf('(module (memory 1 100) (func (export "f") (nop)))');
    // "nop" becomes an opcode that nothing has.
    bytes[bytes.length - 2] = 0x27;
    const metered = meterCore(bytes, cap);
    expect(metered.isInterruptible).toBe(false);
    expect(Buffer.from(metered.bytes).includes(Buffer.of(5, 4, 1, 1, 1, 4))).toBe(true);
    expect(Buffer.from(metered.bytes).includes(FUEL_EXPORT)).toBe(false);
  });

  it.each([
    ['garbage-collected types', '(type (struct (field i32))) (memory 1 9) (func)'],
    [
      '128-bit arithmetic',
      '(memory 1 9) (func (param i64) (result i64 i64) (i64.add128 (local.get 0) (local.get 0) (local.get 0) (local.get 0)))',
    ],
    ['garbage-collected references', '(memory 1 9) (func (drop (ref.i31 (i32.const 1))))'],
  ])('only caps a module with %s', async (_, text) => {
    const metered = meterCore(await wasmOf(`(module ${text})`), cap);
    expect(metered.isInterruptible).toBe(false);
    expect(Buffer.from(metered.bytes).includes(Buffer.of(5, 4, 1, 1, 1, 4))).toBe(true);
  });

  it('refuses every cut-off module with MalformedWasm or makes what remains valid', async () => {
    const bytes = await wasmOf(`(module ${sameResults[4]?.[1] ?? ''})`);
    let refused = 0;
    for (let length = 8; length < bytes.length; length += 1) {
      try {
        meterCore(bytes.subarray(0, length), cap);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedWasm);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(bytes.length * 0.9);
  });

  it('exports the counter and the table of the check', async () => {
    const { exports } = runMetered(await wasmOf('(module (func))'));
    expect(exports[FUEL_EXPORT]).toBeInstanceOf(WebAssembly.Global);
    expect(exports[CHECK_EXPORT]).toBeInstanceOf(WebAssembly.Table);
  });
});
