// What a launch configuration may say, and what is refused by name.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLaunch } from '../../../src/debug/launchArguments.ts';

const program = resolve('/graphs/line.dataflow.yaml');
const refusal = (args: object): string => {
  try {
    readLaunch({ program, ...args });
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
};

describe('a launch', () => {
  it('needs a program only', () => {
    expect(readLaunch({ program })).toEqual({
      run: { program, isDebugged: true },
      stopOnEntry: false,
      atTerminate: 'flush',
    });
  });

  it('becomes what the run process takes', () => {
    const settings = readLaunch({
      program: 'line.dataflow.yaml',
      cwd: resolve('/graphs'),
      noDebug: true,
      inputs: { folder: 'data', topic: 'a', atEnd: 'exit' },
      sourceTopics: 'sensors/#',
      parameters: { 'bounds.upper_bound': 50 },
      modules: { 'a:1.0.0': 'a.wasm' },
      schemas: 'schemas.json',
      broker: { port: 1884 },
      trace: { level: 'headers', path: 'run.trace' },
      stopOnEntry: true,
      atTerminate: 'hold',
    });
    expect(settings).toEqual({
      run: {
        program,
        isDebugged: false,
        sourceTopics: ['sensors/#'],
        parameters: { 'bounds.upper_bound': '50' },
        modules: { 'a:1.0.0': resolve('/graphs/a.wasm') },
        moduleSchema: resolve('/graphs/schemas.json'),
        port: 1884,
        trace: { level: 'headers', path: resolve('/graphs/run.trace') },
      },
      inputs: { folder: resolve('/graphs/data'), topic: 'a', atEnd: 'exit' },
      stopOnEntry: true,
      atTerminate: 'hold',
    });
  });

  it('may carry what clients add', () => {
    const added = { name: 'x', type: 'y', request: 'launch', preLaunchTask: 'z', __sessionId: '1' };
    expect(readLaunch({ program, ...added }).run).toEqual({ program, isDebugged: true });
  });

  it.each([
    [{ program: '' }, 'The launch needs "program"'],
    [{ clok: 'virtual' }, '"clok", which is not known. Did you mean "clock"?'],
    [{ whatever: 1 }, 'Known are program, inputs'],
    [{ clock: 'fast' }, '"clock" of the launch is "fast"; "wall" or "virtual" is allowed.'],
    [{ broker: { port: 70_000 } }, '"broker.port" of the launch is 70000'],
    [{ broker: { host: 'a' } }, '"broker.host" of the launch is "a"; only "port" is allowed.'],
    [{ broker: 1883 }, 'a map with "port" is allowed'],
    [{ inputs: { atEnd: 'exit' } }, 'a folder, or a map with "folder"'],
    [{ inputs: { folder: 'a', atEnd: 'stop' } }, '"inputs.atEnd" of the launch is "stop"'],
    [{ sourceTopics: [] }, 'a text or a list of texts'],
    [{ modules: { a: null } }, '"modules.a" of the launch is null; a text is allowed.'],
    [{ operatorTimeoutMs: 0 }, 'a whole number of at least 1 is allowed'],
    [{ stopOnEntry: 'yes' }, 'true or false is allowed'],
    [{ trace: { level: 'all' } }, '"counts" or "headers" or "payloads"'],
  ])('is refused: %j', (args, message) => {
    expect(refusal(args)).toContain(message);
  });
});
