// Another module that takes over in a run that goes on, with real components: what is kept, what begins afresh, and what happens when
// it cannot take over.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import { encodePreparedModule } from '../../../../src/runtime/component/preparedModule.ts';
import { type ComponentName, prepareComponent } from '../../../helpers/componentFiles.ts';
import { TestEngine, type TestEngineOptions } from '../../../helpers/testEngine.ts';
import { START_MS } from '../../../helpers/testOperator.ts';

const engines: TestEngine[] = [];

afterEach(() => {
  for (const { engine } of engines.splice(0)) engine.close();
});

async function started(options: TestEngineOptions): Promise<TestEngine> {
  const test = await TestEngine.create(options);
  engines.push(test);
  test.engine.startOperators();
  return test;
}

async function replace(test: TestEngine, component: ComponentName, ...nodes: number[]): Promise<void> {
  const encoded = encodePreparedModule(await prepareComponent(component));
  test.engine.replaceModule({ label: `new ${component}`, encoded, nodes });
}

const chain = 'in:source m:map out:sink in>m m>out';
const celsius = '{"temperature":{"unit":"C","value":100}}';
const fahrenheit = '{"temperature":{"value":212,"unit":"F"}}';

describe('a module that takes over', () => {
  it('works on the next message', async () => {
    const test = await started({ graph: chain, component: 'temperature' });
    test.accept(fahrenheit);
    await replace(test, 'faulty', 1);
    test.accept(fahrenheit);
    expect(test.texts).toEqual([celsius, fahrenheit]);
  });

  it('finds the windows as they were', async () => {
    const test = await started({
      graph: 'in:source w:accumulate out:sink in>w w>out',
      component: 'faulty',
    });
    const at = (ms: number, payload: string) => ({
      payload,
      properties: [['__ts', `${String(START_MS + ms)}:0:d`] as [string, string]],
    });
    test.accept(at(10, 'a'), at(10, 'b'));
    await replace(test, 'faulty', 1);
    test.accept(at(10, 'c'), at(20, 'd'));
    expect(test.texts).toEqual(['a,b,c']);
    expect(await test.finish('flush')).toMatchObject({ messagesIn: 4, messagesOut: 2, errors: 0 });
  });

  it('finds the state store as it was', async () => {
    const test = await started({
      graph: chain,
      component: 'temperature',
      start: { stateSeeds: [{ key: 'k', value: 'kept' }] },
    });
    await replace(test, 'faulty', 1);
    test.accept('state:get:k');
    expect(test.texts).toEqual(['kept']);
  });

  it('is what is started anew after a trap', async () => {
    const test = await started({ graph: chain, component: 'temperature' });
    await replace(test, 'faulty', 1);
    test.accept('trap', 'after');
    expect(test.texts).toEqual(['after']);
  });

  it('brings an operator back that could not be started any more', async () => {
    const test = await started({ graph: chain, component: 'faulty', properties: { m: [['mode', 'trap']] } });
    test.accept('a', 'b', 'c');
    expect(test.told('health')).toMatchObject([{ node: 'm', health: 'failing' }]);
    await replace(test, 'temperature', 1);
    expect(test.told('health').at(-1)).toMatchObject({ node: 'm', health: 'running' });
    test.accept(fahrenheit);
    expect(test.texts).toEqual([celsius]);
  });
});

describe('a module that cannot take over', () => {
  it('leaves the one before at work when its init refuses', async () => {
    const test = await started({
      graph: chain,
      component: 'temperature',
      properties: { m: [['init', 'false']] },
    });
    const refused = replace(test, 'faulty', 1);
    await expect(refused).rejects.toMatchObject({
      code: 'OPERATOR_INIT_FALSE',
      message: expect.stringContaining('init of operation "m" returned false') as string,
    });
    test.accept(fahrenheit);
    expect(test.texts).toEqual([celsius]);
  });

  it('is taken by none of its operations when one refuses', async () => {
    const test = await started({
      graph: 'in:source a:map b:map out:sink in>a a>b b>out',
      component: 'temperature',
      properties: { b: [['init', 'false']] },
    });
    await expect(replace(test, 'faulty', 1, 2)).rejects.toBeInstanceOf(AppError);
    test.accept(fahrenheit);
    // Faulty would have passed it on as it is, and "b" would have hidden that.
    const { hops } = test.engine.readHops({ nodes: ['a'] });
    expect(hops.map(({ output }) => Buffer.from(output?.payload ?? []).toString())).toEqual([celsius]);
  });
});
