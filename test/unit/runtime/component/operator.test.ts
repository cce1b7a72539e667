// Calls of operators of real components: results, host services, and every way to fail.
import { describe, expect, it } from 'vitest';
import { CallGuard } from '../../../../src/runtime/component/callGuard.ts';
import type { OperatorFailure } from '../../../../src/runtime/component/explainFailure.ts';
import { Operator } from '../../../../src/runtime/component/operator.ts';
import { clockFromMs } from '../../../../src/base/hybridLogicalClock.ts';
import {
  configurationOf,
  failureOf,
  makeOperator,
  messageOf,
  START_MS,
  type TestOperator,
  textOf,
} from '../../../helpers/testOperator.ts';

/** Lets calls run for so long, from now on. */
function guardFor(limitMs: number): CallGuard {
  const guard = new CallGuard(() => performance.now());
  guard.arm(performance.now() + limitMs, 0);
  return guard;
}

async function failing(
  word: string,
  limitMs = 60_000,
): Promise<{ failure: OperatorFailure; test: TestOperator }> {
  const test = await makeOperator('faulty', 'map');
  test.guard.arm(performance.now() + limitMs, 0);
  return { failure: failureOf(() => test.operator.map(messageOf(word)), { limitMs }), test };
}

describe('an operator of each kind', () => {
  it('filters', async () => {
    const { operator } = await makeOperator('faulty', 'filter');
    expect([operator.filter(messageOf('drop')), operator.filter(messageOf('x'))]).toEqual([false, true]);
  });

  it('branches', async () => {
    const { operator } = await makeOperator('faulty', 'branch');
    const time = clockFromMs(START_MS, 0n, 'n');
    expect([operator.branch(time, messageOf('True')), operator.branch(time, messageOf('x'))]).toEqual([
      true,
      false,
    ]);
  });

  it('accumulates what was staged and the items in order', async () => {
    const { operator } = await makeOperator('faulty', 'accumulate');
    const result = operator.accumulate(messageOf('a'), [messageOf('b'), messageOf('c'), messageOf('d')]);
    expect(textOf(result)).toBe('a,b,c,d');
  });

  it('delays, also backwards', async () => {
    const time = clockFromMs(START_MS, 9n, 'n');
    const later = await makeOperator('faulty', 'delay', { properties: [['later', '1500']] });
    expect(later.operator.delay(messageOf('x'), time)).toEqual(clockFromMs(START_MS + 1500, 9n, 'n'));
    const earlier = await makeOperator('faulty', 'delay', { properties: [['later', '-1']] });
    expect(earlier.operator.delay(messageOf('x'), time)).toEqual(clockFromMs(START_MS - 1, 9n, 'n'));
  });
});

describe('init', () => {
  it('hands over properties in order, and schemas', async () => {
    const { parts } = await makeOperator('faulty', 'map');
    const operator = new Operator(parts);
    const configuration = configurationOf([
      ['b', '1'],
      ['a', 'ü'],
      ['b', '2'],
    ]);
    const schema = { name: 's', contentType: 'application/json', content: '{}' };
    expect(operator.init('map', { ...configuration, moduleSchemas: [schema, schema] })).toBe(true);
    expect(textOf(operator.map(messageOf('config')))).toBe('b=1;a=ü;b=2;');
    expect(textOf(operator.map(messageOf('schema')))).toBe('2');
  });

  it('may refuse', async () => {
    const { operator } = await makeOperator('faulty', 'map', { isUninitialised: true });
    expect(operator.init('map', configurationOf([['init', 'false']]))).toBe(false);
  });
});

describe('host services', () => {
  it('take lines of all levels as notes', async () => {
    const { operator, notes } = await makeOperator('faulty', 'map');
    operator.map(messageOf('log'));
    expect(notes.take().logs).toEqual(
      ['trace', 'debug', 'info', 'warn', 'error', 'critical'].map((level) => ({
        level,
        context: 'faulty',
        message: `a line of level ${level}`,
      })),
    );
    expect(notes.take()).toEqual({ logs: undefined, metrics: undefined, stateCalls: undefined });
  });

  it('count and measure', async () => {
    const { operator, notes } = await makeOperator('faulty', 'map');
    expect(textOf(operator.map(messageOf('metric')))).toBe('ok');
    const labels = [['module', 'faulty']];
    expect(notes.take().metrics).toEqual([
      { kind: 'counter', name: 'faulty_count', value: 1, labels },
      { kind: 'histogram', name: 'faulty_size', value: 2.5, labels },
    ]);
  });

  it('refuse a metric of another kind with the error of the interface', async () => {
    const { operator, notes } = await makeOperator('faulty', 'map');
    expect(textOf(operator.map(messageOf('metric-clash')))).toMatch(/^incompatible-type: ./);
    expect(notes.take().metrics?.map((metric) => typeof metric.error)).toEqual(['undefined', 'string']);
  });

  it('store state', async () => {
    const { operator, notes, stateStore } = await makeOperator('faulty', 'map');
    const answer = (word: string): string => textOf(operator.map(messageOf(word)));
    const words = [
      'get:k',
      'setnx:k:v',
      'setnx:k:w',
      'setnex:k:v',
      'set:k:w',
      'get:k',
      'vdel:k:v',
      'vdel:k:w',
      'del:k',
    ];
    expect(words.map((word) => answer(`state:${word}`))).toEqual([
      '(none)',
      'true',
      'false',
      'true',
      'true',
      'w',
      '-1',
      '1',
      '0',
    ]);
    expect(notes.take().stateCalls?.map(({ method, key, result }) => `${method} ${key}: ${result}`)).toEqual([
      'get k: no such key',
      'set k: set v',
      'set k: condition not met',
      'set k: set v',
      'set k: set w',
      'get k: w',
      'vdel k: another value',
      'vdel k: deleted',
      'del k: no such key',
    ]);
    stateStore.set(Buffer.from('k'), Buffer.from('from outside'), { condition: 'unconditional' });
    expect(answer('state:get:k')).toBe('from outside');
  });

  it('note long text as text, bytes as bytes', async () => {
    const { operator, notes, stateStore } = await makeOperator('faulty', 'map');
    stateStore.set(Buffer.from('k'), Buffer.from(`a${'é'.repeat(1000)}`), { condition: 'unconditional' });
    stateStore.set(Buffer.from('b'), Buffer.of(0xff, 0), { condition: 'unconditional' });
    operator.map(messageOf('state:get:k'));
    operator.map(messageOf('state:get:b'));
    const [text, bytes] = notes.take().stateCalls ?? [];
    expect(text?.result).toBe(`a${'é'.repeat(511)}`);
    expect(bytes?.result).toBe('hex:ff00');
  });
});

describe('a failure', () => {
  it('that the operator reports leaves the instance as it is', async () => {
    const { failure, test } = await failing('error');
    expect(failure).toEqual({ code: 'OPERATOR_ERROR', message: 'told to fail', isFatal: false });
    expect(textOf(test.operator.map(messageOf('fine')))).toBe('fine');
  });

  it.each([
    [
      'trap',
      'OPERATOR_TRAP',
      /^trapped: it panicked or aborted .*unreachable.*\]$/,
      /^faulty::misbehave::trap \(/,
    ],
    ['panic', 'OPERATOR_TRAP', /^trapped: it panicked or aborted/, /misbehave/],
    [
      'recurse',
      'OPERATOR_TRAP',
      /^trapped: it called itself too deeply/,
      /recurse \(function .*\n… repeated/,
    ],
    ['recurse-memory', 'OPERATOR_TRAP', /^trapped: it reached outside its memory/, /recurse_in_memory/],
    ['bad-utf8', 'OPERATOR_BAD_RESULT', /^returned or passed text that is not valid UTF-8$/, undefined],
  ])('by "%s" is told with the names of the functions', async (word, code, message, stack) => {
    const { failure } = await failing(word);
    expect(failure).toMatchObject({ code, isFatal: true });
    expect(failure.message).toMatch(message);
    if (stack) expect(failure.stack).toMatch(stack);
  });

  it('by a hang is told after the limit, with the place of the loop', async () => {
    const { failure } = await failing('hang', 100);
    expect(failure).toMatchObject({
      code: 'OPERATOR_TIMEOUT',
      message: 'ran longer than its limit of 100 ms and was stopped',
      isFatal: true,
    });
    expect(failure.stack).toMatch(/faulty::misbehave::hang \(function \d+ at 0x[0-9a-f]+\)/);
  });

  it('close to the memory cap tells of the memory', async () => {
    const limit = 16 * 1024 * 1024;
    const { operator } = await makeOperator('faulty', 'map', { maxMemoryBytes: limit });
    const broken = (): unknown => operator.map(messageOf('bomb'));
    expect(failureOf(broken, { memoryBytes: limit * 0.95, memoryLimitBytes: limit }).message).toMatch(
      /; its memory had grown to 15 MiB, the limit is 16 MiB$/,
    );
    expect(failureOf(broken, { memoryBytes: limit * 0.5, memoryLimitBytes: limit }).message).not.toContain(
      'MiB',
    );
  });

  it.each(['trap', 'panic', 'hang', 'recurse', 'recurse-memory', 'bomb', 'bad-utf8'])(
    'by "%s" does not touch a new instance of the module',
    async (word) => {
      const { test } = await failing(word, 500);
      test.guard.disarm();
      const next = new Operator(test.parts);
      expect(next.init('map', configurationOf())).toBe(true);
      expect(textOf(next.map(messageOf('read')))).toBe('read');
    },
  );

  it('keeps the instance from being used again', async () => {
    const { test } = await failing('trap');
    expect(failureOf(() => test.operator.map(messageOf('fine')))).toMatchObject({
      code: 'OPERATOR_TRAP',
      isFatal: true,
    });
  });

  it('in init is a failure like any other', async () => {
    const guard = guardFor(100);
    const { operator } = await makeOperator('faulty', 'map', { isUninitialised: true, guard });
    expect(failureOf(() => operator.init('map', configurationOf([['init', 'hang']])))).toMatchObject({
      code: 'OPERATOR_TIMEOUT',
    });
    const other = await makeOperator('faulty', 'map', { isUninitialised: true });
    expect(failureOf(() => other.operator.init('map', configurationOf([['init', 'trap']])))).toMatchObject({
      code: 'OPERATOR_TRAP',
    });
  });

  it.each([
    [
      'accumulate',
      (operator: Operator) => operator.accumulate(messageOf(''), [messageOf('x'), messageOf('trap')]),
    ],
    ['filter', (operator: Operator) => operator.filter(messageOf('trap'))],
    ['branch', (operator: Operator) => operator.branch(clockFromMs(0, 0n, 'n'), messageOf('trap'))],
    ['delay', (operator: Operator) => operator.delay(messageOf('trap'), clockFromMs(0, 0n, 'n'))],
  ] as const)('in %s too', async (kind, call) => {
    const { operator } = await makeOperator('faulty', kind);
    expect(failureOf(() => call(operator))).toMatchObject({ code: 'OPERATOR_TRAP', isFatal: true });
  });
});

describe('operators of the samples', () => {
  it('with WASI imports run', async () => {
    const { operator, stateStore } = await makeOperator('enrichment', 'map');
    stateStore.set(Buffer.from('factory'), Buffer.from('north'), { condition: 'unconditional' });
    expect(JSON.parse(textOf(operator.map(messageOf('{"a":1}'))))).toMatchObject({ a: 1, factory: 'north' });
  });

  it('in JavaScript run, and report what they throw', async () => {
    const { operator, notes } = await makeOperator('label-js', 'map', { properties: [['unknown', '1']] });
    expect(notes.take().logs).toEqual([
      { level: 'warn', context: 'label-js/map', message: 'unknown parameter unknown' },
    ]);
    const result = operator.map(messageOf('{"temperature":{"value":30,"unit":"C"}}'));
    expect(JSON.parse(textOf(result))).toMatchObject({ label: 'hot' });
    const failure = failureOf(() => operator.map(messageOf('no json')));
    expect(failure).toMatchObject({ code: 'OPERATOR_ERROR', isFatal: false });
    expect(failure.message).toMatch(/^the payload is not JSON: /);
  });
});
