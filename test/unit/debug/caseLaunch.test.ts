// A launch with a test case.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeByCase } from '../../../src/debug/caseLaunch.ts';
import { readLaunch } from '../../../src/debug/launchArguments.ts';

const testCase = resolve('/graphs/tests/line.test.yaml');
const opened = {
  name: 'counts',
  program: resolve('/graphs/line.dataflow.yaml'),
  inputFolder: resolve('/in'),
  faults: [],
  run: {},
};

describe('a launch with a test case', () => {
  it('runs what the test runs, and ends with it', () => {
    const settings = completeByCase(readLaunch({ testCase }), opened);
    expect(settings.testCase).toBe(testCase);
    expect(settings.run).toEqual({
      program: opened.program,
      isDebugged: true,
      hotReload: false,
      clock: 'virtual',
      seed: 'counts',
    });
    expect(settings.inputs).toEqual({ folder: opened.inputFolder, atEnd: 'exit' });
  });

  it('has the faults of the test, unless it has some itself', () => {
    const faults = [{ fault: { node: 'm', kind: 'drop' }, place: 'a.test.yaml:3:5' }] as const;
    const runOf = (args: object): unknown =>
      completeByCase(readLaunch({ testCase, ...args }), { ...opened, faults }).run.faults;
    expect(runOf({})).toEqual(faults);
    expect(runOf({ faults: [] })).toEqual([]);
  });

  it('may say what is to be tried out instead', () => {
    const settings = completeByCase(
      readLaunch({ testCase, seed: 'other', parameters: { 'a.b': '1' } }),
      opened,
    );
    expect(settings.run).toMatchObject({ seed: 'other', parameters: { 'a.b': '1' }, clock: 'virtual' });
  });

  it('has the settings of the test, and of its own what is said here', () => {
    const run = { parameters: { 'a.b': '1', c: '2' }, responders: '/r.yaml', stateStore: '/s.json' };
    const own = { parameters: { c: '3' }, modules: { m: '/own.wasm' }, stateStore: '/own.json' };
    const settings = completeByCase(readLaunch({ testCase, ...own }), { ...opened, run });
    expect(settings.run).toMatchObject({
      parameters: { 'a.b': '1', c: '3' },
      modules: { m: '/own.wasm' },
      responders: '/r.yaml',
      stateStore: '/own.json',
    });
    expect(completeByCase(readLaunch({ testCase }), { ...opened, run }).run).toMatchObject(run);
  });

  it('takes no other graph and no other inputs', () => {
    const more = { program: 'line.dataflow.yaml' };
    expect(() => readLaunch({ testCase, ...more })).toThrow(
      'takes the graph and its inputs from the test case',
    );
    expect(() => readLaunch({ testCase, inputs: 'in' })).toThrow('Remove "program" and "inputs"');
  });
});
