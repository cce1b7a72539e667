// Recorded runs that are replayed: the same in every byte, or told where not. Real operators, runs of the command line.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { now, OutsideClient } from '../stateStore/outsideClient.ts';
import { chain, component, lastLine, Workspace } from './commandLine.ts';

const workspace = new Workspace();
const samples = resolve('samples/thermostats');
const faulty = ['--module', `faulty:1.0.0=${component('faulty')}`];

afterAll(() => workspace.dispose());

interface Found {
  readonly messages: number;
  readonly comparedHops: number;
  readonly differing: number;
  readonly first?: {
    readonly hop: number;
    readonly recorded: string;
    readonly replayed: string;
    readonly parts: string[];
  };
}

function replay(trace: string, ...more: string[]): { code: number | null; found: Found[]; stderr: string } {
  const { code, stdout, stderr } = workspace.run('replay', trace, '--json', ...more);
  return { code, found: stdout === '' ? [] : (JSON.parse(stdout) as Found[]), stderr };
}

/** Returns the exit code: 0 when the test case gives what was recorded. */
function saveAsTest(trace: string, folder: string): number | null {
  return workspace.run('replay', trace, '--save-test', folder).code;
}

function withoutRecording(testCase: string): string {
  return readFileSync(workspace.path(testCase), 'utf8').replace(/^recording: .*\n/m, '');
}

/** The broker of a run that has just been started. */
function urlOf(run: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((done) => {
    let said = '';
    run.stderr.on('data', (text) => {
      said += String(text);
      const found = /mqtt:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) done(found[0]);
    });
  });
}

async function connectTo(run: ChildProcessWithoutNullStreams): Promise<MqttClient> {
  return connectAsync(await urlOf(run), { protocolVersion: 5 });
}

describe('the complex sample', () => {
  it('gives the same bytes 20 times', () => {
    const graph = resolve(samples, 'graph-complex.dataflow.yaml');
    workspace.run('run', graph, '--input', resolve(samples, 'data'), '--trace-file', 'complex.trace');
    const { code, found } = replay('complex.trace', '--times', '20');
    expect(code).toBe(0);
    expect(found).toHaveLength(20);
    for (const each of found) expect(each).toMatchObject({ messages: 14, comparedHops: 85, differing: 0 });
  });

  it('goes another way with another parameter, which is told at its first hop', () => {
    const parameter = ['--param', 'module-temperature/map.decimals=4'];
    const { code, found } = replay('complex.trace', ...parameter);
    expect(code).toBe(1);
    expect(found[0]?.first?.parts).toEqual(['output payload']);
    expect(found[0]?.first?.recorded).toContain('module-temperature/map');
    const { stdout } = workspace.run('replay', 'complex.trace', ...parameter);
    expect(stdout).toMatch(
      /went another way: 14 messages, 85 hops, \d+ of them differ; the first:\n {2}hop \d+, message \d+ at "module-temperature\/map": other output payload\n/,
    );
  });

  it('can begin in the middle', () => {
    expect(replay('complex.trace', '--from', '10').found[0]?.messages).toBe(5);
  });

  it('can be replayed from its export', () => {
    const { stdout } = workspace.run('trace', 'complex.trace', '-o', 'ndjson');
    workspace.write('complex.ndjson', stdout);
    expect(replay('complex.ndjson').found).toMatchObject([{ comparedHops: 85, differing: 0 }]);
  });
});

describe('a live run', () => {
  const graph = chain(
    { name: 'later', type: 'delay', module: 'faulty:1.0.0', parameters: { later: { default: '150' } } },
    { name: 'echo', type: 'map', module: 'faulty:1.0.0' },
    { name: 'window', type: 'accumulate', module: 'faulty:1.0.0' },
  );

  /** Publishes in real time, more often than the delay lasts, and once later; then ends the run by `signal`. */
  async function record(trace: string): Promise<void> {
    workspace.write('graph.yaml', graph);
    const run = workspace.start('run', 'graph.yaml', '--port', '0', '--trace-file', trace, ...faulty);
    const client = await connectTo(run);
    run.stdout.resume();
    for (let round = 0; round < 4; round += 1) {
      for (const word of ['a', 'error', `state:set:k:${String(round)}`, 'state:get:k'])
        await client.publishAsync('sensors/x', word, { qos: 1 });
      // Windows that are closed by time alone.
      if (round < 3) await once(run.stdout, 'data');
    }
    await client.endAsync();
    run.kill('SIGINT');
    await once(run, 'exit');
  }

  beforeAll(() => record('live.trace'));

  it('is replayed in no time and the same, with its delays, windows, errors and state', () => {
    const { code, found, stderr } = replay('live.trace', '--times', '3', '--log-level', 'error');
    expect(stderr).not.toContain('warn');
    expect(found).toHaveLength(3);
    for (const each of found) expect(each).toMatchObject({ messages: 16, differing: 0 });
    expect(code).toBe(0);
  });

  it('starts from the state that its own began with', () => {
    workspace.write('statestore.json', JSON.stringify([{ key: 'k', value: 'other' }]));
    expect(replay('live.trace').found[0]?.differing).toBe(0);
    workspace.remove('statestore.json');
  });

  it('cannot begin with a module that does not fit any more', () => {
    const temperature = resolve(samples, 'operators/temperature/bin/x86_64/release/temperature.wasm');
    const { code, stderr } = replay('live.trace', '--module', `faulty:1.0.0=${temperature}`);
    expect(stderr).toContain('MODULE_INTERFACE_MISSING');
    expect(code).toBe(1);
  });

  it('takes its time where that is wanted', () => {
    const { stdout } = workspace.run('trace', 'live.trace', '--node', 'source', '-o', 'ndjson');
    const times = stdout.split('\n').flatMap((line) => /"wallMs":(\d+)/.exec(line)?.[1] ?? []);
    const recordedMs = Number(times.at(-1)) - Number(times[0]);
    expect(recordedMs).toBeGreaterThan(150);
    const startedMs = performance.now();
    expect(replay('live.trace', '--speed', '0.1').found[0]?.differing).toBe(0);
    expect(performance.now() - startedMs).toBeGreaterThan(recordedMs * 9);
  });
});

describe('a run that was disturbed on purpose', () => {
  it('is disturbed at the same messages again', () => {
    workspace.write('plain.yaml', chain({ name: 'echo', type: 'map', module: 'faulty:1.0.0' }));
    workspace.writeInput('many', 'abcdefghijklmnop'.split(''));
    workspace.write(
      'faults.yaml',
      'faults:\n  - { node: echo, kind: trap, probability: 0.4 }\n  - { node: sink, kind: drop, every: 3 }\n',
    );
    const faults = ['--faults', 'faults.yaml', '--seed', 'other', '--clock', 'wall'];
    const recorded = ['--input', 'many', '--trace-file', 'disturbed.trace', ...faulty, ...faults];
    const { stdout } = workspace.run('run', 'plain.yaml', ...recorded);
    expect(stdout).toMatch(/16 messages in, [1-9]\d* messages out, [1-9]\d* errors\n$/);
    expect(replay('disturbed.trace').found).toMatchObject([{ messages: 16, differing: 0 }]);
  });
});

describe('a trace that cannot be replayed', () => {
  beforeAll(() => {
    workspace.write('plain.yaml', chain({ name: 'echo', type: 'map', module: 'faulty:1.0.0' }));
    workspace.writeInput('in', ['a', 'b']);
  });

  it('because it has no payloads is refused', () => {
    workspace.run(
      'run',
      'plain.yaml',
      '--input',
      'in',
      '--trace',
      'headers',
      '--trace-file',
      'headers.trace',
      ...faulty,
    );
    const { code, stderr } = replay('headers.trace');
    expect(stderr).toContain(
      'headers.trace has no payloads. Record the run with --trace payloads. [TRACE_NOT_REPLAYABLE]',
    );
    expect(code).toBe(1);
  });

  it('because it does not say what its run was, or says nonsense, is refused', () => {
    workspace.run('run', 'plain.yaml', '--input', 'in', '--trace-file', 'good.trace', ...faulty);
    const { stdout } = workspace.run('trace', 'good.trace', '-o', 'ndjson');
    const [head = '', ...hops] = stdout.split('\n');
    const header = JSON.parse(head) as { run: object };
    const without = (run: unknown): string => [JSON.stringify({ ...header, run }), ...hops].join('\n');
    workspace.write('old.ndjson', without(undefined));
    expect(replay('old.ndjson').stderr).toContain('an earlier version recorded it');
    workspace.write('wrong.ndjson', without({ ...header.run, parameters: [{ key: 1 }] }));
    expect(replay('wrong.ndjson').stderr).toContain('cannot be read. Take the trace that was recorded');
  });

  it('because its graph has no such source any more is refused by name', () => {
    workspace.write(
      'renamed.yaml',
      readFileSync(workspace.path('plain.yaml'), 'utf8')
        .replaceAll('"source"', '"entry"')
        .replace('"operationType": "entry"', '"operationType": "source"'),
    );
    const { stderr } = replay('good.trace', '--graph', 'renamed.yaml');
    expect(stderr).toContain('The graph has no source "source", by which message 1 came in.');
  });

  it('can be replayed with another graph that fits', () => {
    workspace.write(
      'shouting.yaml',
      chain({
        name: 'echo',
        type: 'map',
        module: 'faulty:1.0.0',
        parameters: { mode: { default: 'config' } },
      }),
    );
    const { found } = replay('good.trace', '--graph', 'shouting.yaml');
    expect(found[0]).toMatchObject({ messages: 2, differing: 4, first: { parts: ['output payload'] } });
    expect(lastLine(workspace.run('replay', 'good.trace'))).toContain('as recorded: 2 messages, 6 hops');
  });
});

describe('a run whose state store an outside client changed', () => {
  const values = ['first', Buffer.from([0xff, 0]), 'last'];

  beforeAll(async () => {
    workspace.write('reader.yaml', chain({ name: 'reader', type: 'map', module: 'faulty:1.0.0' }));
    const run = workspace.start(
      'run',
      'reader.yaml',
      '--port',
      '0',
      '--trace-file',
      'state.trace',
      ...faulty,
    );
    const client = await OutsideClient.connect(await urlOf(run), 'plant');
    for (const value of values) {
      const length = Buffer.from(`$${String(Buffer.byteLength(value))}\r\n`);
      const head = Buffer.from('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n');
      const set = Buffer.concat([head, length, Buffer.from(value), Buffer.from('\r\n')]);
      expect((await client.ask(set, now())).payload).toBe('+OK\r\n');
      const told = once(run.stdout, 'data');
      await client.mqtt.publishAsync('sensors/x', 'state:get:k', { qos: 1 });
      await told;
    }
    await client.mqtt.endAsync();
    run.kill('SIGINT');
    await once(run, 'exit');
  });

  it('goes as recorded without it, from its export too, and shows what was changed', () => {
    const { stdout } = workspace.run('trace', 'state.trace', '--message', '2');
    expect(stdout).toMatch(/ source .*\n {6}changed from outside before: state k: hex:ff00\n/);
    expect(replay('state.trace').found).toMatchObject([{ messages: 3, comparedHops: 9, differing: 0 }]);
    workspace.write('state.ndjson', workspace.run('trace', 'state.trace', '-o', 'ndjson').stdout);
    expect(replay('state.ndjson').found).toMatchObject([{ messages: 3, differing: 0 }]);
  });

  it('becomes a test case that passes without it', () => {
    expect(saveAsTest('state.trace', 'tests/state')).toBe(0);
    expect(workspace.run('test', 'tests/state', ...faulty).stdout).toContain('1 passed');
    const [header = ''] = readFileSync(workspace.path('tests/state/recording.ndjson'), 'utf8').split('\n');
    expect(header).not.toContain(workspace.folder);
    workspace.write('tests/state/state.test.yaml', withoutRecording('tests/state/state.test.yaml'));
    expect(workspace.run('test', 'tests/state', ...faulty).stdout).toContain('0 passed, 1 failed');
  });

  it('goes another way where the recording does not know of it', () => {
    const { stdout } = workspace.run('trace', 'state.trace', '-o', 'ndjson');
    const lines = stdout.split('\n').map((line) => line.replace(/"changes":\[.*?\}\],?/, ''));
    workspace.write('forgetful.ndjson', lines.join('\n'));
    expect(replay('forgetful.ndjson').found[0]?.differing).toBeGreaterThan(0);
  });
});

describe('a run whose commands an outside client answered', () => {
  const words = ['a', 'a', 'b', 'b'];

  beforeAll(async () => {
    workspace.write('caller.yaml', chain({ name: 'caller', type: 'map', module: 'needs-rpc:1.0.0' }));
    const module = ['--module', `needs-rpc:1.0.0=${component('needs-rpc')}`];
    const run = workspace.start('run', 'caller.yaml', '--port', '0', '--trace-file', 'rpc.trace', ...module);
    const client = await connectTo(run);
    let count = 0;
    client.on('message', (_topic, _payload, { properties }) => {
      count += 1;
      const bytes = Buffer.concat([Buffer.from(`answer ${String(count)} `), Buffer.alloc(1, 0xff)]);
      client.publish(properties?.responseTopic ?? '', bytes, {
        qos: 1,
        properties: {
          ...(properties?.correlationData && { correlationData: properties.correlationData }),
          userProperties: { __stat: count === 3 ? '503' : '200', extra: String(count) },
        },
      });
    });
    await client.subscribeAsync('rpc/+/request', { qos: 1 });
    for (const word of words) {
      const told = once(run.stdout, 'data');
      await client.publishAsync('sensors/x', word, { qos: 1 });
      await told;
    }
    await client.endAsync();
    run.kill('SIGINT');
    await once(run, 'exit');
  });

  it('goes as recorded with nobody there, from its export too', () => {
    const { code, found } = replay('rpc.trace');
    expect(found).toMatchObject([{ messages: words.length, differing: 0 }]);
    expect(found[0]).not.toHaveProperty('unanswered');
    expect(code).toBe(0);
    const { stdout } = workspace.run('trace', 'rpc.trace', '-o', 'ndjson');
    workspace.write('rpc.ndjson', stdout);
    expect(replay('rpc.ndjson').found).toMatchObject([{ messages: words.length, differing: 0 }]);
  });

  it('becomes a test case that passes with nobody there', () => {
    const module = ['--module', `needs-rpc:1.0.0=${component('needs-rpc')}`];
    expect(saveAsTest('rpc.trace', 'tests/rpc')).toBe(0);
    expect(workspace.run('test', 'tests/rpc', ...module).stdout).toContain('1 passed');
    workspace.write(
      'tests/rpc/input/1.message.json',
      readFileSync(workspace.path('tests/rpc/input/1.message.json'), 'utf8').replace('"a"', '"other"'),
    );
    const asked = workspace.run('test', 'tests/rpc', ...module);
    expect(asked.stderr).toContain(
      'rpc: Operation "caller" called commands for which the recording has no answer',
    );
    expect(asked.stdout).toContain('0 passed, 1 failed');
    workspace.write('tests/rpc/rpc.test.yaml', withoutRecording('tests/rpc/rpc.test.yaml'));
    expect(workspace.run('test', 'tests/rpc', ...module).stdout).toContain('0 passed, 1 failed');
  });

  it('goes another way where the recording has no answers, and says so once', () => {
    const { stdout } = workspace.run('trace', 'rpc.trace', '--node', 'source', '-o', 'ndjson');
    workspace.write('sources.ndjson', stdout);
    const replayed = workspace.run('replay', 'sources.ndjson', '--from', '4');
    expect(
      replayed.stderr.match(/Operation "caller" called commands for which the recording has no answer/g),
    ).toHaveLength(1);
    expect(replayed.code).toBe(1);
  });
});
