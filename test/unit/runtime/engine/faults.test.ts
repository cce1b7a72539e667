// Faults in a run of real components: each kind does what it says, by the ways of real failures, and every message that one touched says
// so in its hop. What no fault names goes on as ever.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import type { Fault } from '../../../../src/graph/faults.ts';
import type { EngineStart } from '../../../../src/protocol/engine.ts';
import type { HopRecord } from '../../../../src/protocol/trace.ts';
import { START_MS } from '../../../helpers/testOperator.ts';
import { TestEngine, type TestEngineOptions } from '../../../helpers/testEngine.ts';

const simple = 'in:source m:map out:sink in>m m>out';

interface Options extends Partial<Omit<TestEngineOptions, 'start'>> {
  readonly start?: Partial<EngineStart>;
}

async function create(faults: readonly Fault[], { start, ...options }: Options = {}): Promise<TestEngine> {
  return TestEngine.create({ graph: simple, component: 'faulty', ...options, start: { ...start, faults } });
}

async function started(faults: readonly Fault[], options?: Options): Promise<TestEngine> {
  const test = await create(faults, options);
  test.engine.startOperators();
  return test;
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f'];

function hopsAt(test: TestEngine, node: string): HopRecord[] {
  return [...test.engine.readHops({ nodes: [node], limit: 1000 }).hops];
}

/** `message verdict reason` of each hop. */
function story(test: TestEngine, node = 'm'): string[] {
  return hopsAt(test, node).map(({ message, verdict, reason = '' }) =>
    `${String(message)} ${verdict} ${reason}`.trim(),
  );
}

const health = (test: TestEngine): string[] => test.told('health').map((each) => each.health);

describe('at operators', () => {
  it('an error loses its message as one of the operator does', async () => {
    const test = await started([{ node: 'm', kind: 'error', message: 2, text: 'no value' }]);
    test.accept('a', 'b', 'error');
    expect(test.texts).toEqual(['a']);
    expect(story(test)).toEqual(['1 passed', '2 error fault: error; no value', '3 error told to fail']);
    expect(hopsAt(test, 'm')[1]?.error).toEqual({
      code: 'OPERATOR_ERROR',
      message: 'fault: error; no value',
    });
    expect(test.logs.map(({ message }) => message)).toContain(
      'message 2 (hop 5) was lost here: fault: error; no value',
    );
  });

  it('a trap starts the operator anew, and three of them make it failing until it works again', async () => {
    const test = await started([{ node: 'm', kind: 'trap', times: 3 }]);
    test.accept('a', 'b', 'c', 'd');
    expect(test.texts).toEqual(['d']);
    expect(hopsAt(test, 'm')[0]?.error).toEqual({
      code: 'OPERATOR_TRAP',
      message: 'fault: trap; trapped: a trap on purpose; it was started anew, its memory is lost',
    });
    expect(health(test)).toEqual(['failing', 'running']);
  });

  it('an init that returns false keeps the run from starting', async () => {
    const test = await create([{ node: 'm', kind: 'initFalse' }]);
    const start = (): void => test.engine.startOperators();
    expect(start).toThrow(AppError);
    expect(start).toThrow('init of operation "m" returned false: a fault of this run asks for that.');
  });

  it('an init that returns false after a trap leaves the operator dead', async () => {
    const test = await started([
      { node: 'm', kind: 'trap', message: 1 },
      { node: 'm', kind: 'initFalse', message: 2 },
    ]);
    test.accept('a', 'b');
    expect(test.texts).toEqual([]);
    expect(health(test)).toEqual(['dead']);
    expect(story(test)[1]).toContain('2 error not running any more: init of operation "m" returned false');
  });

  it('a delay passes virtual time inside the call', async () => {
    const test = await started([{ node: 'm', kind: 'delay', delayMs: 500, every: 2 }]);
    test.accept('a', 'b', 'c');
    expect(test.texts).toEqual(['a', 'b', 'c']);
    expect(story(test)[1]).toBe('2 passed fault: the call was delayed by 500 ms');
    expect(hopsAt(test, 'out').map(({ wallMs }) => wallMs - START_MS)).toEqual([1, 502, 503]);
  });

  it('a state store that fails answers "timeout" in that call only', async () => {
    const test = await started([{ node: 'm', kind: 'stateStore', message: 2 }]);
    test.accept('state:set:k:v', 'state:get:k', 'state:get:k', 'a');
    expect(test.texts[0]).toBe('true');
    expect(test.texts[1]).toMatch(/^error: .*imeout/);
    expect(test.texts.slice(2)).toEqual(['v', 'a']);
    expect(story(test)[1]).toBe('2 passed fault: the state store failed');
    expect(hopsAt(test, 'm')[1]?.stateCalls?.[0]?.result).toContain('a fault on purpose');
  });

  it('a state store that nobody asked has failed nobody', async () => {
    const test = await started([{ node: 'm', kind: 'stateStore' }]);
    test.accept('a');
    expect(story(test)).toEqual(['1 passed']);
  });

  it('a window is lost by an error at its call', async () => {
    const test = await started([{ node: 'w', kind: 'error', message: 1 }], {
      graph: 'in:source w:accumulate out:sink in>w w>out',
    });
    const at = (ms: number): [string, string][] => [['__ts', `${String(START_MS + ms)}:0:d`]];
    test.accept({ payload: 'a', properties: at(10) }, { payload: 'b', properties: at(10) });
    test.accept({ payload: 'c', properties: at(20) });
    await test.finish('flush');
    expect(test.texts).toEqual(['c']);
    expect(hopsAt(test, 'w').find(({ verdict }) => verdict === 'error')).toMatchObject({
      parents: [1, 2],
      reason: 'fault: error; an error on purpose',
    });
  });
});

describe('on the way', () => {
  it('a lost message has a verdict', async () => {
    const test = await started([{ node: 'out', kind: 'drop', every: 2 }]);
    test.accept(...letters);
    expect(test.texts).toEqual(['a', 'c', 'e']);
    expect(story(test, 'out')).toContain('2 dropped fault: lost on its way here');
  });

  it('a message comes twice, and the second time is marked', async () => {
    const test = await started([{ node: 'm', kind: 'duplicate', message: 2 }]);
    test.accept('a', 'b', 'c');
    expect(test.texts).toEqual(['a', 'b', 'b', 'c']);
    expect(story(test)).toEqual(['1 passed', '2 passed', '2 passed fault: came a second time', '3 passed']);
  });

  it('a message is overtaken by as many as the fault says, at the end by none', async () => {
    const test = await started([
      { node: 'm', kind: 'reorder', message: 1, by: 2 },
      { node: 'm', kind: 'reorder', message: 6 },
    ]);
    test.accept(...letters);
    expect(test.texts).toEqual(['b', 'c', 'a', 'd', 'e']);
    expect(test.engine.counts().held).toBe(1);
    await test.finish('flush');
    expect(test.texts).toEqual(['b', 'c', 'a', 'd', 'e', 'f']);
    expect(story(test)[2]).toBe('1 passed fault: was overtaken by 2 messages');
  });

  it.each(['accept', 'drop'] as const)(
    'a late message meets what the run does with late ones: %s',
    async (lateItems) => {
      const test = await started([{ node: 'in', kind: 'late', message: 1, delayMs: 1000 }], {
        graph: 'in:source w:accumulate out:sink in>w w>out',
        start: { lateItems },
      });
      const at = (ms: number): [string, string][] => [['__ts', `${String(START_MS + ms)}:0:d`]];
      test.accept({ payload: 'a', properties: at(10) }, { payload: 'b', properties: at(20) });
      test.accept({ payload: 'c', properties: at(500) }, { payload: 'd', properties: at(3000) });
      await test.finish('flush');
      const isDropped = lateItems === 'drop';
      expect(test.texts).toEqual(isDropped ? ['b', 'c', 'd'] : ['b', 'c', 'a', 'd']);
      expect(story(test, 'in').find((line) => line.startsWith('1 '))).toBe(
        isDropped
          ? '1 late fault: came 1000 ms late; its time was already complete'
          : '1 passed fault: came 1000 ms late',
      );
    },
  );

  it('in wall time a late message comes when its time has come', async () => {
    const test = await started([{ node: 'm', kind: 'late', message: 1, delayMs: 1000 }], {
      start: { clock: { kind: 'wall' } },
    });
    test.accept('a', 'b');
    test.settle();
    expect(test.texts).toEqual(['b']);
    test.time.advance(990);
    test.settle();
    expect(test.texts).toEqual(['b']);
    test.time.advance(20);
    test.settle();
    expect(test.texts).toEqual(['b', 'a']);
  });

  it('what waits when the run ends is held', async () => {
    const test = await started(
      [
        { node: 'm', kind: 'late', message: 1, delayMs: 1000 },
        { node: 'm', kind: 'reorder', message: 2 },
      ],
      { start: { clock: { kind: 'wall' } } },
    );
    test.accept('a', 'b');
    const { held } = await test.finish('hold');
    expect(held).toBe(2);
    expect(story(test).sort()).toEqual([
      '1 held fault: came 1000 ms late; the run ended before its time came',
      '2 held fault: was overtaken by the next message; the run ended before its time came',
    ]);
  });
});

describe('the broker', () => {
  it('is gone in virtual time by letting time pass without messages', async () => {
    const test = await started([{ kind: 'brokerGone', durationMs: 5000, message: 2 }]);
    test.accept('a', 'b', 'c');
    expect(hopsAt(test, 'in').map(({ wallMs }) => wallMs - START_MS)).toEqual([1, 5002, 5003]);
    expect(story(test, 'in')[1]).toBe('2 passed fault: the broker is gone for 5000 ms from here on');
  });

  it('is asked to be gone in wall time; without a message at once', async () => {
    const test = await started([{ kind: 'brokerGone', durationMs: 50 }], {
      start: { clock: { kind: 'wall' } },
    });
    expect(test.told('breakBroker')).toEqual([{ durationMs: 50 }]);
    test.accept('a');
    expect(test.told('breakBroker')).toHaveLength(1);
  });
});

describe('when', () => {
  const lost = async (fault: Partial<Fault>, seed: string): Promise<string[]> => {
    const test = await started([{ node: 'm', kind: 'drop', ...fault }], { start: { seed } });
    test.accept(...Array.from({ length: 200 }, (_, index) => String(index)));
    return story(test)
      .filter((line) => line.includes('dropped'))
      .map((line) => line.split(' ')[0] ?? '');
  };

  it('a probability is the same for the same seed, and another for another', async () => {
    const first = await lost({ probability: 0.2 }, 'x');
    expect(first.length).toBeGreaterThan(10);
    expect(first.length).toBeLessThan(80);
    expect(await lost({ probability: 0.2 }, 'x')).toEqual(first);
    expect(await lost({ probability: 0.2 }, 'y')).not.toEqual(first);
    expect(await lost({ probability: 0.2, times: 3 }, 'x')).toEqual(first.slice(0, 3));
  });

  it('of several on one way the first counts, and all count the message', async () => {
    const test = await started([
      { node: 'm', kind: 'drop', message: 2 },
      { node: 'm', kind: 'duplicate', every: 2 },
    ]);
    test.accept('a', 'b', 'c', 'd');
    expect(test.texts).toEqual(['a', 'c', 'd', 'd']);
  });
});

describe('while the run goes on', () => {
  it('faults are told, replaced, counted and taken away', async () => {
    const kept: Fault = { node: 'm', kind: 'drop', message: 3 };
    const test = await started([kept]);
    expect(test.engine.progress().faults).toBe(1);
    test.accept('a');
    const records = test.engine.faults.replace({ faults: [{ node: 'm', kind: 'error' }, kept] });
    expect(records.map(({ text }) => text)).toEqual([
      'operation "m": an error',
      'operation "m": messages are lost on their way at message 3',
    ]);
    test.accept('b');
    test.engine.faults.replace({ faults: [kept] });
    test.accept('c', 'd');
    expect(test.engine.faults.read()).toMatchObject([{ applied: 1 }]);
    test.engine.faults.replace({ faults: [] });
    test.accept('e');
    expect(test.texts).toEqual(['a', 'd', 'e']);
    expect(test.engine.progress()).not.toHaveProperty('faults');
    const told = test.logs.filter(({ context }) => context === 'faults').map(({ message }) => message);
    expect(told).toContain('fault in force: operation "m": messages are lost on their way at message 3');
    expect(told.at(-1)).toBe('no faults are in force any more');
  });

  it.each([
    [[{ node: 'm', kind: 'trapp' }], 'faults[0]: "kind" is "trapp"'],
    [[{ node: 'x', kind: 'trap' }], 'faults[0]: the graph has no operation "x"'],
    ['trap', 'faults: a list of faults is expected'],
  ])('%j is refused, and nothing changes', async (faults, problem) => {
    const test = await started([{ node: 'm', kind: 'drop' }]);
    const ask = (): unknown => test.engine.faults.replace({ faults: faults as Fault[] });
    expect(ask).toThrow(expect.objectContaining({ code: 'FAULT_INVALID' }) as Error);
    expect(ask).toThrow(problem);
    expect(test.engine.faults.read()).toHaveLength(1);
  });
});
