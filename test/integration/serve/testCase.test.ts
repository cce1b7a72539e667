// A saved test case in the process that holds a run, as debugging it does: its settings and what its recording repeats are those of the test.
import { afterAll, describe, expect, it } from 'vitest';
import { chain, component, Workspace } from '../cli/commandLine.ts';
import { RunProcess } from './runProcess.ts';

const workspace = new Workspace();
const runs: RunProcess[] = [];

afterAll(() => {
  for (const run of runs) run.dispose();
  workspace.dispose();
});

/** Saves a run whose commands the rules answered, and whose graph had another parameter, and takes the rules away. */
function saveCase(): string {
  const modules = ['needs-rpc', 'faulty'].flatMap((name) => ['--module', `${name}:1.0.0=${component(name)}`]);
  workspace.write(
    'graph.yaml',
    chain(
      { name: 'caller', type: 'map', module: 'needs-rpc:1.0.0' },
      { name: 'echo', type: 'map', module: 'faulty:1.0.0', parameters: { mode: { default: 'drop' } } },
    ),
  );
  workspace.write('responders.yaml', 'responders: [{ topic: "rpc/+/request", reply: { text: answered } }]');
  workspace.writeInput('in', ['a', 'b']);
  const made = ['--param', 'echo.mode=read', '--trace-file', 'made.trace'];
  workspace.run('run', 'graph.yaml', '--input', 'in', ...made, ...modules);
  workspace.remove('responders.yaml');
  expect(workspace.run('replay', 'made.trace', '--save-test', 'made').code).toBe(0);
  return workspace.path('made/made.test.yaml');
}

async function judge(file: string, change: object = {}): Promise<string> {
  const run = new RunProcess(workspace.path('cache'));
  runs.push(run);
  const { peer } = run;
  const { name, program, inputFolder, run: settings } = await peer.request('openCase', { file });
  const launch = {
    program,
    isDebugged: false,
    clock: 'virtual' as const,
    seed: name,
    ...settings,
    ...change,
  };
  await peer.request('load', launch);
  await peer.request('start', null);
  await peer.request('publishFolder', { folder: inputFolder });
  await peer.request('finish', { pending: 'flush' });
  return (await peer.request('judgeCase', null)).status;
}

describe('a saved test case that is debugged', () => {
  it('passes with what it says, and fails without', async () => {
    const file = saveCase();
    expect(await judge(file)).toBe('passed');
    expect(await judge(file, { parameters: {} })).toBe('passed');
    expect(await judge(file, { parameters: { 'echo.mode': 'config' } })).toBe('failed');
  });
});
