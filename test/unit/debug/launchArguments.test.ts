// What a launch configuration may say, and what is refused by name.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAttach, readLaunch } from '../../../src/debug/launchArguments.ts';

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
      run: { program, isDebugged: true, hotReload: true },
      stopOnEntry: false,
      atTerminate: 'flush',
    });
  });

  it('becomes what the run process takes', () => {
    const settings = readLaunch({
      program: 'line.dataflow.yaml',
      cwd: resolve('/graphs'),
      noDebug: true,
      inputs: { folder: 'data', topic: 'a', count: 7, perSecond: 0.5, atEnd: 'exit' },
      sourceTopics: 'sensors/#',
      parameters: { 'bounds.upper_bound': 50 },
      modules: { 'a:1.0.0': 'a.wasm' },
      schemas: 'schemas.json',
      responders: 'answers.yaml',
      broker: { port: 1884 },
      trace: { level: 'headers', path: 'run.trace' },
      hotReload: 'compare',
      compare: { convert: 'new.wasm', other: 'team/other:1.1.0' },
      stopOnEntry: true,
      atTerminate: 'hold',
    });
    expect(settings).toEqual({
      run: {
        program,
        isDebugged: false,
        hotReload: 'compare',
        compare: { convert: resolve('/graphs/new.wasm'), other: 'team/other:1.1.0' },
        sourceTopics: ['sensors/#'],
        parameters: { 'bounds.upper_bound': '50' },
        modules: { 'a:1.0.0': resolve('/graphs/a.wasm') },
        moduleSchema: resolve('/graphs/schemas.json'),
        responders: resolve('/graphs/answers.yaml'),
        port: 1884,
        trace: { level: 'headers', path: resolve('/graphs/run.trace') },
      },
      inputs: { folder: resolve('/graphs/data'), topic: 'a', count: 7, perSecond: 0.5, atEnd: 'exit' },
      stopOnEntry: true,
      atTerminate: 'hold',
    });
  });

  it('takes faults, and refuses what is none by its place', () => {
    const fault = { node: 'm', kind: 'trap', every: 2 };
    expect(readLaunch({ program, faults: [fault] }).run.faults).toEqual([
      { fault, place: '"faults[0]" of the launch' },
    ]);
    expect(refusal({ faults: fault })).toContain('a list of faults is allowed');
    expect(refusal({ faults: [fault, { node: 'm', kind: 'tarp' }] })).toMatch(
      /^"faults\[1\]\.kind" of the launch: "kind" is "tarp".*Did you mean "trap"\?$/,
    );
    expect(refusal({ faults: [{ kind: 'drop' }] })).toContain(
      '"faults[0]" of the launch: "drop" needs "node"',
    );
  });

  it('may follow tags, for which whoever launches asks the registry', () => {
    for (const hotReload of [undefined, 'compare'])
      expect(readLaunch({ program, followTags: 30, hotReload }).run).not.toHaveProperty('followTags');
    for (const unchanging of [
      { program, hotReload: false },
      { replay: 'a.trace' },
      { testCase: 'a.test.yaml' },
    ])
      expect(() => readLaunch({ ...unchanging, followTags: 30 })).toThrow(
        '"followTags" of the launch needs "hotReload": true or "compare"',
      );
  });

  it('may carry what clients add', () => {
    const added = { name: 'x', type: 'y', request: 'launch', preLaunchTask: 'z', __sessionId: '1' };
    expect(readLaunch({ program, ...added }).run).toEqual({ program, isDebugged: true, hotReload: true });
  });

  it.each([
    [{ program: '' }, 'The launch needs "program"'],
    [{ clok: 'virtual' }, '"clok", which is not known. Did you mean "clock"?'],
    [{ whatever: 1 }, 'Known are program, testCase, inputs, replay'],
    [{ followTags: 0 }, '"followTags" of the launch is 0; a whole number of at least 1 is allowed.'],
    [{ clock: 'fast' }, '"clock" of the launch is "fast"; "wall" or "virtual" is allowed.'],
    [{ broker: { port: 70_000 } }, '"broker.port" of the launch is 70000'],
    [{ broker: { host: 'a' } }, '"broker.host" of the launch is "a"; only "port", "url"'],
    [{ broker: 1883 }, 'a map with "port", "url"'],
    [{ broker: { user: 'a' } }, '"url" with it, the address of the broker, is allowed'],
    [{ broker: { port: 1, url: 'mqtt://a' } }, '"port" for a broker of the run\'s own or "url" for another'],
    [{ broker: { url: 'mqtt://a', user: 1 } }, '"broker.user" of the launch is 1; a text is allowed.'],
    [{ inputs: { atEnd: 'exit' } }, 'a folder, or a map with "folder"'],
    [
      { inputs: { folder: 'a', count: 0 } },
      '"inputs.count" of the launch is 0; a whole number of at least 1',
    ],
    [{ inputs: { folder: 'a', perSecond: 0 } }, 'a number above 0 and at most 10000 is allowed'],
    [{ inputs: { folder: 'a', atEnd: 'stop' } }, '"inputs.atEnd" of the launch is "stop"'],
    [{ sourceTopics: [] }, 'a text or a list of texts'],
    [{ modules: { a: null } }, '"modules.a" of the launch is null; a text is allowed.'],
    [{ operatorTimeoutMs: 0 }, 'a whole number of at least 1 is allowed'],
    [{ stopOnEntry: 'yes' }, 'true or false is allowed'],
    [{ trace: { level: 'all' } }, '"counts" or "headers" or "payloads"'],
    [{ trace: { otlp: 'localhost:4318' } }, 'http:// or https://'],
    [{ trace: { otlp: { headers: {} } } }, 'a map with "endpoint"'],
    [{ trace: { otlp: { endpoint: 'http://a', headers: { k: null } } } }, 'trace.otlp.headers'],
  ])('is refused: %j', (args, message) => {
    expect(refusal(args)).toContain(message);
  });
});

describe('a launch that replays a recording', () => {
  const cwd = resolve('/graphs');

  it('needs the trace alone, which says the rest', () => {
    expect(readLaunch({ replay: 'a.trace', cwd })).toEqual({
      run: { program: resolve('/graphs/a.trace'), isDebugged: true, hotReload: false },
      replay: { trace: resolve('/graphs/a.trace') },
      stopOnEntry: false,
      atTerminate: 'flush',
    });
  });

  it('may begin later, take its time and try something else', () => {
    const replay = { trace: 'a.trace', from: 7, speed: 0.5 };
    const { run, replay: read } = readLaunch({
      replay,
      cwd,
      program: 'other.yaml',
      parameters: { 'a.b': '1' },
    });
    expect(read).toEqual({
      trace: resolve('/graphs/a.trace'),
      from: 7,
      speed: 0.5,
      graph: resolve('/graphs/other.yaml'),
    });
    expect(run).toMatchObject({ parameters: { 'a.b': '1' } });
  });

  it.each([
    [{ replay: { from: 1 } }, 'a trace file, or a map with "trace"'],
    [{ replay: { trace: 'a', from: 0 } }, '"replay.from" of the launch is 0'],
    [{ replay: { trace: 'a', speed: 0 } }, '"replay.speed" of the launch is 0; a number above 0'],
    [{ replay: { trace: 'a', fast: 1 } }, '"replay.fast" of the launch is 1'],
    [{ replay: 'a', inputs: 'in', clock: 'wall' }, 'Remove "inputs", "clock", or "replay"'],
    [{ replay: 'a', broker: { url: 'mqtt://a' } }, 'Remove "broker.url", or "replay"'],
    [{ replay: 'a', trace: { level: 'counts' } }, 'Remove "trace.level", or "replay"'],
  ])('is refused: %j', (args, message) => {
    expect(refusal(args)).toContain(message);
  });
});

describe('the export by OpenTelemetry', () => {
  it('is an address, or one with headers', () => {
    const otlpOf = (otlp: unknown): unknown =>
      readLaunch({ program: 'a.yaml', trace: { otlp } }).run.trace?.otlp;
    expect(otlpOf('http://a:4318')).toEqual({ endpoint: 'http://a:4318' });
    const both = { endpoint: 'https://a/otlp', headers: { key: 'k' } };
    expect(otlpOf(both)).toEqual(both);
  });
});

describe('attaching', () => {
  const broker = { url: 'mqtts://a:8883', user: 'u', ca: 'ca.pem' };

  it('takes a broker that is there already', () => {
    expect(readAttach({ program: 'a.yaml', broker, cwd: '/w' }).run).toMatchObject({
      program: '/w/a.yaml',
      broker: { url: 'mqtts://a:8883', user: 'u', ca: '/w/ca.pem' },
    });
  });

  it.each([{}, { broker: { port: 0 } }])('is refused without its address: %j', (args) => {
    expect(() => readAttach({ program: 'a.yaml', ...args })).toThrow(
      expect.objectContaining({
        code: 'LAUNCH_INVALID',
        message: expect.stringContaining('"broker" needs "url"') as string,
      }),
    );
  });
});
