// Another module that runs beside the one in place, with real components: both get the same messages and the same answers from outside, only
// one of them is heard, and what differs is told with the message.
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandCall, CommandOutcome } from '../../../../src/protocol/commandCalls.ts';
import type { ComparedOperation } from '../../../../src/protocol/comparison.ts';
import { encodePreparedModule } from '../../../../src/runtime/component/preparedModule.ts';
import { type ComponentName, prepareComponent } from '../../../helpers/componentFiles.ts';
import { TestEngine, type TestEngineOptions } from '../../../helpers/testEngine.ts';
import { START_MS } from '../../../helpers/testOperator.ts';

const engines: TestEngine[] = [];

afterEach(() => {
  for (const { engine } of engines.splice(0)) engine.close();
});

/** A started engine, with `shadow` beside the operator of node 1. */
async function compared(shadow: ComponentName, options: TestEngineOptions): Promise<TestEngine> {
  const test = await TestEngine.create(options);
  engines.push(test);
  test.engine.startOperators();
  await compare(test, shadow);
  return test;
}

async function compare(test: TestEngine, component: ComponentName, ...nodes: number[]): Promise<void> {
  const encoded = encodePreparedModule(await prepareComponent(component));
  const replacement = { label: `new ${component}`, encoded, nodes: nodes.length > 0 ? nodes : [1] };
  test.engine.shadows.compareModule(replacement);
}

function report(test: TestEngine): ComparedOperation | undefined {
  return test.engine.shadows.read()[0];
}

const told = (test: TestEngine): string[] =>
  test.logs.filter(({ context }) => context === 'compare').map(({ message }) => message);

const chain = 'in:source m:map out:sink in>m m>out';
const fahrenheit = '{"temperature":{"value":212,"unit":"F"}}';
const celsius = '{"temperature":{"unit":"C","value":100}}';
const stamped = (ms: number, payload: string) => ({
  payload,
  properties: [['__ts', `${String(START_MS + ms)}:0:d`] as [string, string]],
});

describe('a shadow', () => {
  it('gets every message, and only what the one in place makes of it goes on', async () => {
    const test = await compared('faulty', { graph: chain, component: 'temperature' });
    test.accept(fahrenheit, celsius);
    expect(test.texts).toEqual([celsius, celsius]);
    expect(report(test)).toEqual({
      node: 'm',
      module: 'new faulty',
      calls: 2,
      differing: 2,
      first: {
        message: 1,
        parts: [
          { part: 'output content type', inPlace: 'application/json', shadow: '' },
          { part: 'output payload', inPlace: celsius, shadow: fahrenheit },
        ],
      },
    });
    expect(told(test)[0]).toBe(
      `message 1: new faulty differs\n  output content type\n    in place: application/json\n    shadow:   \n  output payload\n    in place: ${celsius}\n    shadow:   ${fahrenheit}`,
    );
    const { hops } = test.engine.readHops({ nodes: ['m'] });
    expect(hops.map(({ logs }) => logs?.length ?? 0)).toEqual([1, 1]);
    expect(await test.finish('flush')).toMatchObject({ messagesIn: 2, messagesOut: 2, errors: 0 });
  });

  it('of the same module differs in nothing', async () => {
    const test = await compared('temperature', { graph: chain, component: 'temperature' });
    test.accept(fahrenheit, celsius, 'no JSON');
    expect(report(test)).toMatchObject({ calls: 3, differing: 0 });
    expect(told(test)).toEqual([]);
  });

  it('is told where only one of both fails', async () => {
    const test = await compared('faulty', { graph: chain, component: 'temperature' });
    test.accept('no JSON', 'error');
    const parts = told(test).map((text) => text.split('\n').slice(1, 4));
    expect(parts[0]).toEqual([
      '  verdict',
      expect.stringMatching(/^ {4}in place: error: /) as string,
      '    shadow:   passed: no JSON',
    ]);
    expect(parts[1]?.slice(0, 1)).toEqual(['  error']);
    expect(parts[1]?.[2]).toBe('    shadow:   error: told to fail');
  });

  it.each([
    ['filter', 'drop', 'verdict', 'dropped'],
    ['branch', 'Tall', 'arm', 'True'],
  ])('of a %s is told by its answer', async (kind, payload, part, inPlace) => {
    const graph = `in:source f:${kind} out:sink in>f f>out`;
    const test = await compared('faulty', { graph, component: 'faulty' });
    test.accept(payload, 'other');
    expect(report(test)).toMatchObject({ calls: 2, differing: 0 });
    const { compareOutcomes } = await import('../../../../src/runtime/scheduler/compareOutcomes.ts');
    const notes = { stateCalls: undefined, commandCalls: undefined };
    const outcome = (result: boolean) => ({ result, notes });
    expect(
      compareOutcomes(kind as 'filter', outcome(inPlace === 'True'), outcome(inPlace !== 'True')),
    ).toMatchObject([{ part, inPlace }]);
  });

  it('gets windows with everything in them', async () => {
    const graph = 'in:source w:accumulate out:sink in>w w>out';
    const test = await compared('faulty', { graph, component: 'faulty' });
    test.accept(stamped(10, 'a'), stamped(10, 'b'), stamped(20, 'c'));
    await test.finish('flush');
    expect(test.texts).toEqual(['a,b', 'c']);
    expect(report(test)).toMatchObject({ calls: 2, differing: 0 });
  });

  it('asks a delay at the same time and moves nothing', async () => {
    const graph = 'in:source d:delay out:sink in>d d>out';
    const test = await compared('faulty', {
      graph,
      component: 'faulty',
      properties: { d: [['later', '500']] },
    });
    test.accept(stamped(10, 'a'));
    await test.finish('flush');
    expect(report(test)).toMatchObject({ calls: 1, differing: 0 });
  });

  it('is left out of what a fault does to the one in place', async () => {
    const test = await compared('faulty', { graph: chain, component: 'faulty' });
    test.engine.faults.replace({ faults: [{ node: 'm', kind: 'error', message: 1 }] });
    test.accept('a', 'b');
    expect(test.texts).toEqual(['b']);
    expect(report(test)).toMatchObject({ calls: 1, differing: 0 });
  });

  it('is gone when its module takes over', async () => {
    const test = await compared('faulty', { graph: chain, component: 'temperature' });
    const encoded = encodePreparedModule(await prepareComponent('faulty'));
    test.engine.replaceModule({ label: 'new', encoded, nodes: [1] });
    test.accept(fahrenheit);
    expect(test.texts).toEqual([fahrenheit]);
    expect(test.engine.shadows.read()).toEqual([]);
    expect(told(test)).toEqual([]);
  });
});

describe('what a shadow does to the world', () => {
  const seeded = { stateSeeds: [{ key: 'k', value: 'seeded' }] };

  it('finds the state store as the one in place found it', async () => {
    const test = await compared('faulty', { graph: chain, component: 'faulty' });
    // On what the one in place has just left, the shadow would be told "false", "1" and "(none)".
    test.accept('state:setnx:k:v', 'state:del:k', 'state:setnx:k:w', 'state:get:k');
    expect(test.texts).toEqual(['true', '1', 'true', 'w']);
    expect(report(test)).toMatchObject({ calls: 4, differing: 0 });
  });

  it('is seen by itself alone, until somebody else writes the key', async () => {
    const test = await compared('faulty', { graph: chain, component: 'temperature', start: seeded });
    test.accept('state:set:k:own', 'state:get:k');
    const entries = () => test.engine.inspection.readState({}).entries;
    expect(entries()).toMatchObject([{ key: 'k', value: 'seeded' }]);
    expect(told(test)[0]).toContain('\n  state writes\n    in place: \n    shadow:   set k: set own');
    expect(told(test)[1]).toContain('shadow:   passed: own');
    test.engine.inspection.editState({ key: 'k', value: 'theirs' });
    test.accept('state:get:k');
    expect(told(test)[2]).toContain('shadow:   passed: theirs');
  });

  it('counts no metrics', async () => {
    const test = await compared('faulty', { graph: chain, component: 'temperature' });
    test.accept('metric');
    expect(test.engine.inspection.readMetrics().flatMap(({ metrics }) => metrics)).toEqual([]);
  });

  it('sends no commands: it is answered what the one in place was answered', async () => {
    const calls: CommandCall[] = [];
    const callCommand = (call: CommandCall): CommandOutcome => {
      calls.push(call);
      const answer = Buffer.from(`answer ${String(calls.length)}`);
      return { kind: 'answered', payload: answer, userProperties: [['__stat', '200']], passedMs: 0 };
    };
    const test = await compared('needs-rpc', { graph: chain, component: 'needs-rpc', callCommand });
    test.accept('a', 'b');
    expect(test.texts).toEqual(['answer 1', 'answer 2']);
    expect(calls).toHaveLength(2);
    expect(report(test)).toMatchObject({ calls: 2, differing: 0 });
  });

  it('sends no commands of its own either', async () => {
    const callCommand = (): CommandOutcome => {
      throw new Error('a command was sent');
    };
    const test = await compared('needs-rpc', { graph: chain, component: 'faulty', callCommand });
    test.accept('a');
    expect(test.texts).toEqual(['a']);
    expect(told(test)[0]).toContain('a shadow sends no commands');
  });
});

describe('a shadow that breaks', () => {
  it('in init leaves everything as it is', async () => {
    const test = await TestEngine.create({
      graph: chain,
      component: 'temperature',
      properties: { m: [['init', 'false']] },
    });
    engines.push(test);
    test.engine.startOperators();
    await expect(compare(test, 'faulty')).rejects.toMatchObject({ code: 'OPERATOR_INIT_FALSE' });
    test.accept(fahrenheit);
    expect(test.texts).toEqual([celsius]);
    expect(test.engine.shadows.read()).toEqual([]);
  });

  it('by a trap is started anew, and given up at the third in a row', async () => {
    const test = await compared('faulty', { graph: chain, component: 'temperature' });
    test.accept('trap', fahrenheit, 'trap', 'trap');
    expect(report(test)?.ended).toBeUndefined();
    test.accept('trap', fahrenheit);
    expect(test.texts).toEqual([celsius, celsius]);
    const found = report(test);
    expect(found?.ended).toMatch(/^trapped: /);
    expect(found?.calls).toBe(5);
    expect(told(test).at(-1)).toMatch(/It is compared no further\.$/);
    expect(test.told('health')).toEqual([]);
  });

  it('by never answering is given up at once', async () => {
    const test = await compared('faulty', {
      graph: chain,
      component: 'temperature',
      // A millionth of the real time passes here.
      start: { operatorTimeoutMs: 0.0003 },
    });
    test.accept('hang', fahrenheit);
    expect(test.texts).toEqual([celsius]);
    expect(report(test)).toMatchObject({
      calls: 1,
      ended: expect.stringMatching(/^ran longer than its limit/) as string,
    });
  });
});
