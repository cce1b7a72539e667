// Starting, limiting and replacing the operator of one operation, with real components.
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import { CallGuard, HEARTBEAT_LENGTH } from '../../../../src/runtime/component/callGuard.ts';
import type { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { Operator } from '../../../../src/runtime/component/operator.ts';
import {
  CallFailure,
  OperatorHost,
  type OperatorHostParts,
} from '../../../../src/runtime/scheduler/operatorHost.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import { configurationOf, makeOperator, messageOf, textOf } from '../../../helpers/testOperator.ts';
import { arrivalOf, TestRun } from '../../../helpers/testRun.ts';

const MIB = 1024 * 1024;
let module: LoadedModule;
let parts: ConstructorParameters<typeof Operator>[0];
beforeAll(async () => {
  module = await loadComponent('faulty');
  parts = (await makeOperator('faulty', 'map')).parts;
});

type Health = [health: string, message: string];

function hostOf(
  properties: readonly (readonly [string, string])[] = [],
  more: Partial<OperatorHostParts> = {},
): { host: OperatorHost; health: Health[]; heartbeat: Int32Array } {
  const heartbeat = new Int32Array(HEARTBEAT_LENGTH);
  const guard = new CallGuard(() => performance.now(), heartbeat);
  const health: Health[] = [];
  const host = new OperatorHost({
    node: 'scale',
    index: 4,
    kind: 'map',
    configuration: configurationOf(properties),
    create: (notes) => new Operator({ ...parts, module, guard, notes }),
    guard,
    limitMs: 200,
    memoryLimitBytes: 256 * MIB,
    monotonicMs: () => performance.now(),
    onHealth: (state, failure) => void health.push([state, failure.message]),
    ...more,
  });
  return { host, health, heartbeat };
}

/** The result's text, or `code: message` of the failure. */
function map(host: OperatorHost, word: string): string {
  const result = host.run((operator) => operator.map(messageOf(word)));
  return result instanceof CallFailure ? `${result.failure.code}: ${result.failure.message}` : textOf(result);
}

function startError(host: OperatorHost): AppError {
  try {
    host.start();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the start was expected to fail');
}

describe('starting', () => {
  it('reports an init that returns false, with the parameters', () => {
    const { host } = hostOf([
      ['init', 'false'],
      ['unit', 'C'],
    ]);
    expect(startError(host)).toMatchObject({
      code: 'OPERATOR_INIT_FALSE',
      message:
        'init of operation "scale" returned false: its operator refuses this configuration (parameters init="false", unit="C").',
    });
  });

  it('reports an init that traps, with its stack', () => {
    const error = startError(hostOf([['init', 'trap']]).host);
    expect(error.code).toBe('OPERATOR_INIT_FAILED');
    expect(error.message).toMatch(
      /^init of operation "scale" failed: it trapped: it panicked[^\n]*\.\n {2}faulty::misbehave::trap/,
    );
  });

  it('stops an init that never returns', () => {
    const error = startError(hostOf([['init', 'hang']]).host);
    expect(error.code).toBe('OPERATOR_INIT_FAILED');
    expect(error.message).toMatch(
      /^init of operation "scale" failed: it ran longer than its limit of 200 ms and was stopped\.\n {2}faulty/,
    );
  });

  it('reports what the operator logged before its init failed', async () => {
    const labels = await loadComponent('label-js');
    const { host } = hostOf([['hot_above', 'much']], {
      create: (notes) => new Operator({ ...parts, module: labels, notes, guard: new CallGuard(() => 0) }),
    });
    expect(startError(host).message).toBe(
      'init of operation "scale" returned false: its operator refuses this configuration (parameters hot_above="much").\n  error: hot_above must be a number, but is `much`',
    );
  });

  it('gives out what init logged', async () => {
    const labels = await loadComponent('label-js');
    const { host } = hostOf([['other', '1']], {
      create: (notes) => new Operator({ ...parts, module: labels, notes, guard: new CallGuard(() => 0) }),
    });
    expect(host.start().logs?.map(({ message }) => message)).toEqual(['unknown parameter other']);
    expect(host.takeNotes().logs).toBeUndefined();
  });
});

describe('a call', () => {
  it('is timed, and watched from outside', () => {
    const { host, heartbeat } = hostOf();
    host.start();
    const before = heartbeat[0] ?? 0;
    host.run(() => {
      expect([...heartbeat]).toEqual([before + 1, 5, 0]);
      return true;
    });
    expect([...heartbeat]).toEqual([before + 1, 0, 0]);
    map(host, 'x');
    expect(host.durationUs).toBeGreaterThan(0);
    expect(host.durationUs).toBeLessThan(200_000);
  });

  it('that fails keeps what it logged', () => {
    const { host } = hostOf([], { kind: 'accumulate' });
    host.start();
    const failed = host.run((operator) =>
      operator.accumulate(messageOf(''), [messageOf('log'), messageOf('trap')]),
    );
    expect(failed).toBeInstanceOf(CallFailure);
    expect(host.takeNotes().logs).toHaveLength(6);
  });

  it('that reports an error leaves the operator as it is', () => {
    const { host, health } = hostOf();
    host.start();
    for (let round = 0; round < 5; round += 1)
      expect(map(host, 'error')).toBe('OPERATOR_ERROR: told to fail');
    expect(health).toEqual([]);
  });

  it.each(['trap', 'panic', 'hang', 'recurse', 'bomb', 'bad-utf8'])(
    'that breaks the operator by "%s" starts it anew',
    (word) => {
      const { host } = hostOf([['unit', 'C']], { limitMs: 2000 });
      host.start();
      expect(map(host, word)).toMatch(
        /^OPERATOR_(TRAP|TIMEOUT|BAD_RESULT): .*; it was started anew, its memory is lost$/,
      );
      // With its configuration.
      expect(map(host, 'config')).toBe('unit=C;');
    },
  );

  it('beyond the memory cap tells of it', async () => {
    const small = await loadComponent('faulty', 16 * MIB);
    const { host } = hostOf([], {
      memoryLimitBytes: 16 * MIB,
      create: (notes) => new Operator({ ...parts, module: small, notes, guard: new CallGuard(() => 0) }),
    });
    host.start();
    expect(map(host, 'bomb')).toMatch(
      /its memory had grown to 1[56] MiB, the limit is 16 MiB; it was started anew/,
    );
  });

  it('is stopped at its limit', () => {
    const { host } = hostOf();
    host.start();
    expect(map(host, 'hang')).toMatch(
      /^OPERATOR_TIMEOUT: ran longer than its limit of 200 ms and was stopped;/,
    );
    expect(host.durationUs).toBeGreaterThanOrEqual(200_000);
    expect(map(host, 'x')).toBe('x');
  });

  it('is ended by hand', () => {
    const { host, heartbeat } = hostOf([], { limitMs: 60_000 });
    host.start();
    // As a watcher in another thread says it during the call.
    heartbeat[2] = (heartbeat[0] ?? 0) + 1;
    expect(map(host, 'hang')).toMatch(/^OPERATOR_TIMEOUT: was stopped by hand while it ran;/);
    expect(map(host, 'x')).toBe('x');
  });
});

describe('health', () => {
  it('is "failing" after three break-downs in a row, and "running" again after a success', () => {
    const { host, health } = hostOf();
    host.start();
    const states = (): string[] => health.map(([state]) => state);
    map(host, 'trap');
    map(host, 'trap');
    expect(states()).toEqual([]);
    map(host, 'trap');
    expect(states()).toEqual(['failing']);
    map(host, 'trap');
    expect(states()).toEqual(['failing']);
    map(host, 'error');
    expect(states()).toEqual(['failing']);
    map(host, 'fine');
    expect(states()).toEqual(['failing', 'running']);
    expect(health[0]?.[1]).toMatch(/^trapped/);
  });

  it('counts only break-downs in a row', () => {
    const { host, health } = hostOf();
    host.start();
    for (const word of ['trap', 'trap', 'fine', 'trap', 'trap', 'fine']) map(host, word);
    expect(health).toEqual([]);
  });

  it('is "dead" when it cannot be started again, and every further call says why', () => {
    let starts = 0;
    const { host, health } = hostOf([], {
      create: (notes) => {
        starts += 1;
        if (starts > 1) throw new Error('no memory for an instance');
        return new Operator({ ...parts, module, notes, guard: new CallGuard(() => 0) });
      },
    });
    host.start();
    expect(map(host, 'trap')).toMatch(
      /; it could not be started again: init of operation "scale" failed: it trapped: no memory for an instance\.$/,
    );
    expect(health).toEqual([['dead', expect.stringContaining('no memory for an instance')]]);
    expect(map(host, 'fine')).toMatch(/^OPERATOR_TRAP: not running any more: .*no memory for an instance/);
    expect([host.durationUs, starts]).toEqual([0, 2]);
  });
});

describe('in a run', () => {
  it('a message that breaks its operator is lost alone, and the others go on in order', () => {
    const test = new TestRun({ graph: 'in:source m:map out:sink in>m m>out', module, limitMs: 200 });
    test.offer(...['1', 'trap', '2', 'hang', '3', 'recurse', '4'].map((word) => arrivalOf(word))).work();
    expect(test.outputs).toEqual(['1', '2', '3', '4']);
    expect(
      test.hops.filter(({ verdict }) => verdict === 'error').map(({ input, error }) => [input, error?.code]),
    ).toEqual([
      ['trap', 'OPERATOR_TRAP'],
      ['hang', 'OPERATOR_TIMEOUT'],
      ['recurse', 'OPERATOR_TRAP'],
    ]);
    expect(test.hops.find(({ input }) => input === 'hang')?.error?.stack).toBeUndefined();
    expect(
      test.hops.find(({ input, verdict }) => input === 'hang' && verdict === 'error')?.error?.stack,
    ).toMatch(/hang/);
    expect(test.health).toEqual([]);
  });

  it('operations that share a module share nothing else', () => {
    const test = new TestRun({
      graph: 'in:source a:map b:map out:sink in>a a>b b>out',
      module,
      properties: { a: [['mode', 'fine']], b: [['mode', 'config']] },
    });
    test.offer(arrivalOf('x')).work();
    expect(test.outputs).toEqual(['mode=config;']);
  });
});
