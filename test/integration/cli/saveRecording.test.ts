// Whole recordings that become test cases: what differs from run to run is left out and told. Real operators, runs of the command line.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chain, component, Workspace } from './commandLine.ts';

const workspace = new Workspace();
const read = (path: string): string => readFileSync(workspace.path(path), 'utf8');

afterAll(() => workspace.dispose());

describe('a recording of the complex sample', () => {
  const samples = resolve('samples/thermostats');

  it('becomes a test case that passes, with all messages in their order', () => {
    const graph = resolve(samples, 'graph-complex.dataflow.yaml');
    workspace.run('run', graph, '--input', resolve(samples, 'data'), '--trace-file', 'complex.trace');
    const { code, stdout } = workspace.run('replay', 'complex.trace', '--save-test', 'tests/Whole day');
    expect(stdout).toBe(
      `${workspace.path('tests/Whole day/whole-day.test.yaml')}: 14 messages in, 1 messages out\n` +
        'passes: the test gives what was recorded\n',
    );
    expect(code).toBe(0);
    expect(read('tests/Whole day/whole-day.test.yaml')).not.toContain('ignores');
    expect(workspace.run('test', 'tests').stdout).toContain('1 passed, 0 failed');
    const again = workspace.run('replay', 'complex.trace', '--save-test', 'tests/Whole day');
    expect(again.stderr).toContain('exists already, with files in it. Name a new folder. [USAGE]');
  });
});

describe('a recording with answers that are others each time', () => {
  const modules = ['--module', `needs-rpc:1.0.0=${component('needs-rpc')}`];

  beforeAll(() => {
    workspace.write('graph.yaml', chain({ name: 'caller/map', type: 'map', module: 'needs-rpc:1.0.0' }));
    workspace.write(
      'responders.yaml',
      'responders:\n  - topic: rpc/{command}/request\n    reply: { json: { id: "{{uuid}}" } }\n',
    );
    workspace.writeInput('in', ['{"value":21}', '{"value":4}']);
    workspace.run('run', 'graph.yaml', '--input', 'in', '--trace-file', 'ids.trace', ...modules);
  });

  it('becomes a test case that answers as it was', () => {
    expect(workspace.run('replay', 'ids.trace', '--save-test', 'same').stdout).toContain('\npasses: ');
    expect(read('same/same.test.yaml')).not.toContain('ignores');
  });

  it('becomes one that leaves out what differs where the answers were not recorded', () => {
    const { stdout: lines } = workspace.run('trace', 'ids.trace', '-o', 'ndjson');
    workspace.write('ids.ndjson', lines.replaceAll(/,"exchange":\{.*?\}\}(?=\})/g, ''));
    const { stdout } = workspace.run('replay', 'ids.ndjson', '--save-test', 'ids', '--json');
    const { file, ignores, differences } = JSON.parse(stdout) as Record<string, unknown>;
    expect(file).toBe(workspace.path('ids/ids.test.yaml'));
    expect(ignores).toMatchObject([
      { path: 'payload.id' },
      { path: 'properties.user-properties.answeredAt' },
    ]);
    expect(differences).toEqual([]);
    expect(read('ids/ids.test.yaml')).toContain(
      'ignores:\n  - "payload.id"\n  - "properties.user-properties.answeredAt"\n',
    );
    expect(workspace.run('test', 'ids').code).toBe(0);
  });

  it('tells what a test gives otherwise than recorded', () => {
    const other = ['--module', `needs-rpc:1.0.0=${component('faulty')}`];
    const { code, stdout } = workspace.run('replay', 'ids.trace', '--save-test', 'other', ...other);
    expect(stdout).toContain('fails: the test gives something else than was recorded:\n');
    expect(stdout).toContain('payload.id');
    expect(code).toBe(1);
  });
});

describe('a recording of a run that was made otherwise than its graph says', () => {
  const made = [
    '--param',
    'echo.mode=state:get:k',
    '--source-topic',
    'machines/+',
    '--input-topic',
    'machines/a',
  ];

  it('becomes a test case that says how, and passes as it stands', () => {
    workspace.write(
      'graphs/mode.yaml',
      chain({
        name: 'echo',
        type: 'map',
        module: 'faulty:1.0.0',
        parameters: { mode: { default: 'config' }, keep: { default: 'false' } },
      }),
    );
    workspace.write('seed.json', '{"k":"from the seed"}');
    workspace.write('faults.yaml', 'faults: [{ node: sink, kind: drop, message: 2 }]');
    const files = ['--state-store', 'seed.json', '--faults', 'faults.yaml'];
    const module = ['--module', `faulty:1.0.0=${component('faulty')}`];
    const input = workspace.writeInput('three', ['a', 'b', 'c']);
    workspace.run(
      'run',
      'graphs/mode.yaml',
      '--input',
      input,
      '--trace-file',
      'made.trace',
      ...made,
      ...files,
      ...module,
    );
    const { code, stdout } = workspace.run('replay', 'made.trace', '--save-test', 'cases/made');
    expect(stdout).toContain('3 messages in, 2 messages out\npasses');
    expect(code).toBe(0);
    expect(read('cases/made/made.test.yaml').split('expected: expected.json\n')[1]).toBe(
      [
        'parameters:',
        '  "echo.mode": "state:get:k"',
        'modules:',
        `  "faulty:1.0.0": ${JSON.stringify(relative(workspace.path('cases/made'), component('faulty')))}`,
        'sourceTopics:',
        '  - "machines/+"',
        'stateStore: statestore.json',
        'faults:',
        '  - {"node":"sink","kind":"drop","message":2}',
        'select:',
        '  - payload',
        '',
      ].join('\n'),
    );
    expect(workspace.run('test', 'cases').stdout).toContain('1 passed, 0 failed');
    const tried = workspace.run('test', 'cases', '--param', 'echo.mode=topic:t');
    expect(tried.stdout).toContain('0 passed, 1 failed');
  });

  it('names a file that is gone at its place in the test case', () => {
    workspace.remove('cases/made/statestore.json');
    const { code, stdout } = workspace.run('test', 'cases');
    expect(stdout).toContain('made.test.yaml:11:13: The seed of the state store ');
    expect(code).not.toBe(0);
  });
});
