// Rules that answer commands, in runs and test cases of the command line.
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chain, component, lastLine, Workspace } from './commandLine.ts';

const workspace = new Workspace();
const module = ['--module', `needs-rpc:1.0.0=${component('needs-rpc')}`];
const graph = chain({ name: 'caller/map', type: 'map', module: 'needs-rpc:1.0.0' });

beforeAll(() => {
  workspace.write('graph.yaml', graph);
  workspace.write(
    'responders.yaml',
    'responders:\n  - topic: rpc/{command}/request\n    delayMs: 900\n    reply: { value: "payload.value * 2" }\n',
  );
  workspace.writeInput('in', ['{"value":21}', '{"value":4}']);
});
afterAll(() => workspace.dispose());

it('a test case passes with them, and fails when they answer otherwise', () => {
  workspace.write(
    'double.test.yaml',
    'graph: graph.yaml\ninput: in\nexpected: out.json\nselect: [payload]\n',
  );
  workspace.write('out.json', JSON.stringify([{ payload: 42 }, { payload: 8 }]));
  const passed = workspace.run('test', 'double.test.yaml', ...module);
  expect(passed.stderr + passed.stdout).toContain('1 passed');
  expect(passed.code).toBe(0);
  workspace.write('out.json', JSON.stringify([{ payload: 42 }, { payload: 9 }]));
  expect(workspace.run('test', 'double.test.yaml', ...module).code).toBe(1);
});

it('a run takes the file that is named, and tells where a rule is wrong', () => {
  workspace.write('other.yaml', 'responders:\n  - topic: rpc/#\n    error: { status: 503 }\n');
  const named = workspace.run('run', 'graph.yaml', '--input', 'in', '--responders', 'other.yaml', ...module);
  expect(named.stdout).toContain('error: RpcError::StateInvalid');
  expect(lastLine(named)).toContain('2 messages in');
  workspace.write('wrong.yaml', 'responders:\n  - topic: rpc/#\n');
  const wrong = workspace.run('run', 'graph.yaml', '--input', 'in', '--responders', 'wrong.yaml', ...module);
  expect(wrong.stderr).toMatch(/wrong\.yaml:2: a rule has exactly one of/);
  expect(wrong.code).not.toBe(0);
});

it('the sample of commands passes its test cases', () => {
  const { code, stdout } = workspace.run('test', resolve('samples/commands'));
  expect(stdout).toContain('2 passed, 0 failed');
  expect(code).toBe(0);
});
