// Whole recordings that become test cases: what differs from run to run is left out and told. Real operators, runs of the command line.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
  const rules = (isKnown: boolean): string =>
    `responders:\n  - topic: rpc/{command}/request\n    reply: { json: { id: "{{uuid}}", isKnown: ${String(isKnown)} } }\n`;

  it('becomes one that leaves those out, and still sees the others', () => {
    workspace.write('graph.yaml', chain({ name: 'caller/map', type: 'map', module: 'needs-rpc:1.0.0' }));
    workspace.write('responders.yaml', rules(true));
    workspace.writeInput('in', ['{"value":21}', '{"value":4}']);
    workspace.run('run', 'graph.yaml', '--input', 'in', '--trace-file', 'ids.trace', ...modules);
    const { stdout } = workspace.run('replay', 'ids.trace', '--save-test', 'ids', '--json');
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
    expect(workspace.run('test', 'ids', ...modules).code).toBe(0);
    workspace.write('responders.yaml', rules(false));
    expect(workspace.run('test', 'ids', ...modules).stdout).toContain('payload.isKnown');
  });

  it('tells what a test gives otherwise than recorded', () => {
    const { code, stdout } = workspace.run('replay', 'ids.trace', '--save-test', 'other');
    expect(stdout).toContain('not compared, because it differs from run to run:\n  payload.id: "');
    expect(stdout).toContain('fails: the test gives something else than was recorded:\n');
    expect(stdout).toContain('payload.isKnown');
    expect(code).toBe(1);
  });
});
