// The WASI host, by its interface objects and through components that use them.
import { beforeEach, describe, expect, it } from 'vitest';
import { CallGuard } from '../../../../src/runtime/component/callGuard.ts';
import { BufferLedger } from '../../../../src/runtime/component/hostBuffer.ts';
import { HostRefusal } from '../../../../src/runtime/component/hostRefusal.ts';
import { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { prepareModule } from '../../../../src/runtime/component/prepareModule.ts';
import { createWasiHost, type WasiHost } from '../../../../src/runtime/component/wasiHost.ts';
import { failureOf, makeOperator, messageOf, textOf } from '../../../helpers/testOperator.ts';
import { wasmOf } from '../../../helpers/wat.ts';

type Call = (...args: unknown[]) => unknown;
type Thing = Record<string, Call>;

const lines: string[] = [];
const sleeps: bigint[] = [];
let now = 0n;
/** How much of a sleep really passes. */
let sleepShare = 1n;
let host: WasiHost;

beforeEach(() => {
  lines.length = sleeps.length = 0;
  now = 1_700_000_000_123_456_789n;
  sleepShare = 1n;
  let seed = 0;
  host = createWasiHost({
    onOutput: (stream, line) => void lines.push(`${stream}: ${line}`),
    nowNanos: () => now,
    monotonicNanos: () => now - 1_700_000_000_000_000_000n,
    sleepNanos: (duration) => {
      sleeps.push(duration);
      now += duration / sleepShare || 1n;
    },
    randomBytes: (count) => Uint8Array.from({ length: count }, () => (seed += 1)),
  });
});

function call(path: string, name: string, ...args: unknown[]): unknown {
  return (host.imports[path]?.[name] as Call)(...args);
}
const thing = (path: string, name: string, ...args: unknown[]): Thing => call(path, name, ...args) as Thing;
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('output', () => {
  it('comes line by line, streams apart', () => {
    const out = thing('wasi:cli/stdout', 'getStdout');
    const err = thing('wasi:cli/stderr', 'getStderr');
    out['write']?.(bytes('one\r\ntw'));
    err['blockingWriteAndFlush']?.(bytes('oh\n'));
    thing('wasi:cli/stdout', 'getStdout')['blockingWriteAndFlush']?.(bytes('o\n\nrest'));
    out['flush']?.();
    expect(lines).toEqual(['stdout: one', 'stderr: oh', 'stdout: two', 'stdout: ']);
    host.flush();
    host.flush();
    expect(lines.slice(4)).toEqual(['stdout: rest']);
  });

  it('may cut a character into two writes', () => {
    const out = thing('wasi:cli/stdout', 'getStdout');
    for (const byte of bytes('温\n')) out['write']?.(Uint8Array.of(byte));
    expect(lines).toEqual(['stdout: 温']);
  });

  it('without line ends does not grow for ever', () => {
    const out = thing('wasi:cli/stdout', 'getStdout');
    for (let round = 0; round < 5; round += 1) out['write']?.(bytes('x'.repeat(30_000)));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveLength('stdout: '.length + 90_000);
    out['writeZeroes']?.(2n ** 60n);
    expect(lines).toHaveLength(2);
  });

  it('may always be written', () => {
    const out = thing('wasi:cli/stdout', 'getStdout');
    expect(out['checkWrite']?.()).toBe(65_536n);
    expect((out['subscribe']?.() as Thing)['ready']?.()).toBe(true);
    expect(() => out['splice']?.()).toThrow(HostRefusal);
  });
});

describe('what an operator does not get:', () => {
  it('environment, arguments, folders', () => {
    expect(call('wasi:cli/environment', 'getEnvironment')).toEqual([]);
    expect(call('wasi:cli/environment', 'getArguments')).toEqual([]);
    expect(call('wasi:cli/environment', 'initialCwd')).toBeUndefined();
    expect(call('wasi:filesystem/preopens', 'getDirectories')).toEqual([]);
    expect(call('wasi:cli/terminal-stdout', 'getTerminalStdout')).toBeUndefined();
  });

  it('input', () => {
    const stdin = thing('wasi:cli/stdin', 'getStdin');
    for (const name of ['read', 'blockingRead', 'skip', 'blockingSkip'])
      expect(() => stdin[name]?.(1n)).toThrow(
        expect.objectContaining({ payload: { tag: 'closed' } }) as Error,
      );
  });

  it.each([
    ['wasi:sockets/tcp-create-socket', 'createTcpSocket'],
    ['wasi:sockets/udp-create-socket', 'createUdpSocket'],
    ['wasi:sockets/ip-name-lookup', 'resolveAddresses'],
  ])('network, by %s', (path, name) => {
    expect(() => call(path, name, 'ipv4')).toThrow(
      expect.objectContaining({ payload: 'access-denied' }) as Error,
    );
  });
});

describe('clocks', () => {
  it('are those of the session', () => {
    expect(call('wasi:clocks/wall-clock', 'now')).toEqual({
      seconds: 1_700_000_000n,
      nanoseconds: 123_456_789,
    });
    expect(call('wasi:clocks/monotonic-clock', 'now')).toBe(123_456_789n);
  });

  it.each([1n, 3n])('let an operator sleep until its time, even if one sleep passes only 1/%s', (share) => {
    sleepShare = share;
    const pollable = thing('wasi:clocks/monotonic-clock', 'subscribeDuration', 1_500_000n);
    expect(pollable['ready']?.()).toBe(false);
    pollable['block']?.();
    expect(pollable['ready']?.()).toBe(true);
    expect(sleeps[0]).toBe(1_500_000n);
    const before = sleeps.length;
    pollable['block']?.();
    expect(sleeps).toHaveLength(before);
  });

  it('wake whoever waits for the first of several times', () => {
    const at = (ms: bigint): Thing =>
      thing('wasi:clocks/monotonic-clock', 'subscribeInstant', 123_456_789n + ms * 1_000_000n);
    const list = [at(30n), at(10n), at(20n), at(10n)];
    expect(call('wasi:io/poll', 'poll', list)).toEqual(Uint32Array.of(1, 3));
    expect(sleeps).toEqual([10_000_000n]);
    expect(call('wasi:io/poll', 'poll', list)).toEqual(Uint32Array.of(1, 3));
    expect(() => call('wasi:io/poll', 'poll', [])).toThrow('without anything to wait for');
  });
});

describe('random numbers', () => {
  it('come from the run', () => {
    expect(call('wasi:random/random', 'getRandomBytes', 3n)).toEqual(Uint8Array.of(1, 2, 3));
    expect(call('wasi:random/random', 'getRandomU64')).toBe(0x0b0a090807060504n);
    expect(call('wasi:random/insecure-seed', 'insecureSeed')).toEqual([
      0x131211100f0e0d0cn,
      0x1b1a191817161514n,
    ]);
  });

  it('come in no amount that fills the memory', () => {
    expect(() => call('wasi:random/random', 'getRandomBytes', 2n ** 40n)).toThrow('too many');
  });
});

/** A component that calls one function of an import and gives out its result. */
async function runComponent(text: string): Promise<Call> {
  const module = new LoadedModule(await prepareModule(await wasmOf(text), { maxMemoryBytes: 2 ** 20 }), 'x');
  const guard = new CallGuard(() => 0);
  const exports = module.instantiate({ ...host.imports }, new BufferLedger(), guard, []);
  return (exports as unknown as Record<string, Call>)['run'] ?? (() => undefined);
}
const importing = (path: string, name: string, type: string, core: string, run: string): string => `(component
  (import "${path}" (instance $i (export "${name}" (func ${type}))))
  (core func $f (canon lower (func $i "${name}")))
  (core module $m (import "h" "f" (func $f ${core})) (func (export "run") ${run}))
  (core instance $c (instantiate $m (with "h" (instance (export "f" (func $f))))))
  (func $run ${type.replace(/\(param.*/, '')} (canon lift (core func $c "run")))
  (export "run" (func $run)))`;

describe('a component', () => {
  it('that ends itself traps, and is told to return instead', async () => {
    const run = await runComponent(
      importing(
        'wasi:cli/exit@0.2.3',
        'exit',
        '(param "status" (result))',
        '(param i32)',
        '(call $f (i32.const 1))',
      ),
    );
    expect(failureOf(run)).toMatchObject({
      code: 'OPERATOR_TRAP',
      message: 'trapped: the operator ended itself with exit (err); operators must return instead',
      isFatal: true,
    });
  });

  it('gets random numbers of any version of WASI 0.2', async () => {
    const text = (version: string): string =>
      importing(
        `wasi:random/random@${version}`,
        'get-random-u64',
        '(result u64)',
        '(result i64)',
        '(result i64) (call $f)',
      );
    expect((await runComponent(text('0.2.0')))()).toBe(0x0807060504030201n);
    expect((await runComponent(text('0.2.9')))()).toBe(0x100f0e0d0c0b0a09n);
  });

  it('reads the session clock', async () => {
    const path = 'wasi:clocks/monotonic-clock@0.2.0';
    const run = await runComponent(
      importing(path, 'now', '(result u64)', '(result i64)', '(result i64) (call $f)'),
    );
    expect(run()).toBe(123_456_789n);
  });
});

it('an operator in Python runs, which needs most of WASI to start', { timeout: 120_000 }, async () => {
  const { operator } = await makeOperator('format-py', 'map', { properties: [['separator', '; ']] });
  const reading = '{"humidity":{"value":40},"temperature":{"value":30,"unit":"C"},"label":"hot"}';
  const result = operator.map(messageOf(reading));
  expect(textOf(result)).toBe('humidity: 40; temperature: 30 C (hot)');
  expect(result.contentType).toBe('text/plain');
  expect(failureOf(() => operator.map(messageOf('no json')))).toMatchObject({ code: 'OPERATOR_ERROR' });
  for (let round = 0; round < 2000; round += 1) operator.map(messageOf(reading));
  expect(operator.bufferSizes.held).toBeLessThanOrEqual(1024);
});
