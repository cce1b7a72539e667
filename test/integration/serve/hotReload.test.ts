// Modules that change on disk while the process of a run goes on: files as builds and pulls leave them, real components.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { RunLaunch } from '../../../src/protocol/runProcess.ts';
import { chain, component, Workspace } from '../cli/commandLine.ts';
import { RunProcess } from './runProcess.ts';

const workspace = new Workspace();
const open = new Set<RunProcess>();
const temperature = resolve('samples/thermostats/operators/temperature/bin/x86_64/release/temperature.wasm');
const faulty = component('faulty');
const built = workspace.path('operators/thing/bin/x86_64/release/thing.wasm');
const pulled = workspace.path('cache/modules/team/thing/1.0.0.wasm');
const boiling = '{"temperature":{"value":212,"unit":"F"}}';
const celsius = '{"temperature":{"unit":"C","value":100}}';

afterEach(() => {
  for (const each of open) each.dispose();
  open.clear();
  for (const path of [dirname(built), dirname(pulled)]) rmSync(path, { recursive: true, force: true });
});
afterAll(() => workspace.dispose());

function place(module: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(module, path);
}

async function start(
  more: Partial<RunLaunch> & { reference?: string; init?: string } = {},
): Promise<RunProcess> {
  const { reference = 'thing:1.0.0', init = 'true', ...launch } = more;
  const parameters = { init: { default: init } };
  const program = workspace.write(
    'graph.yaml',
    chain({ name: 'convert', type: 'map', module: reference, parameters }),
  );
  const run = new RunProcess(workspace.path('cache'));
  open.add(run);
  const cacheFolder = workspace.path('cache');
  await run.peer.request('load', { program, isDebugged: false, hotReload: true, cacheFolder, ...launch });
  await run.peer.request('start', null);
  return run;
}

/** What the sink makes of one message. */
async function send(run: RunProcess, text: string): Promise<string> {
  const { messagesOut } = await run.peer.request('counts', null);
  await run.peer.request('publish', { topic: 'sensors/a', payload: new TextEncoder().encode(text) });
  await run.next('counted', (counts) => counts.messagesOut > messagesOut);
  const { hops } = await run.peer.request('readHops', { nodes: ['sink'], order: 'newestFirst', limit: 1 });
  return Buffer.from(hops[0]?.input?.payload ?? []).toString();
}

const told = (run: RunProcess, text: string) =>
  run.next('logs', (lines) => lines.some(({ message }) => message.includes(text)));

describe('a module that is built anew', () => {
  it('works on the messages that come after it, and says so', async () => {
    place(temperature, built);
    const run = await start();
    expect(await send(run, boiling)).toBe(celsius);
    place(faulty, built);
    expect(await run.next('moduleUpdated')).toEqual({
      path: built,
      size: readFileSync(faulty).length,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      operations: ['convert'],
      references: ['thing:1.0.0'],
    });
    await told(run, `"convert": ${built} was loaded anew`);
    expect(await send(run, boiling)).toBe(boiling);
  });

  it('into another folder is taken because it is the newest', async () => {
    place(temperature, built);
    const run = await start();
    const debug = built.replace('release', 'debug');
    place(faulty, debug);
    expect(await run.next('moduleUpdated')).toMatchObject({ path: debug });
    expect(await send(run, boiling)).toBe(boiling);
    rmSync(dirname(debug), { recursive: true });
  });

  it('takes over while the run stands before its operation', async () => {
    place(temperature, built);
    const run = await start({ isDebugged: true });
    const at = { kind: 'node', node: 1 } as const;
    await run.peer.request('setStops', { rules: [{ id: 1, at, when: 'before' }], failures: [] });
    await run.peer.request('publish', { topic: 'sensors/a', payload: new TextEncoder().encode(boiling) });
    await run.next('stopped');
    place(faulty, built);
    await run.next('moduleUpdated');
    await run.peer.request('resume', { mode: 'continue' });
    await run.next('counted', (counts) => counts.messagesOut === 1);
    const { hops } = await run.peer.request('readHops', { nodes: ['sink'] });
    expect(Buffer.from(hops[0]?.input?.payload ?? []).toString()).toBe(boiling);
  });

  it('is left alone by a run that does not ask for it', async () => {
    place(temperature, built);
    const [still, follows] = [await start({ hotReload: false }), await start()];
    place(faulty, built);
    await follows.next('moduleUpdated');
    expect(await send(still, boiling)).toBe(celsius);
  });
});

describe('a module that cannot take over', () => {
  it('because it has another interface is told, and a mended one is taken', async () => {
    place(temperature, built);
    const run = await start();
    place(component('wrong-interface'), built);
    const [line] = await told(run, 'The module of "convert" has changed, but the new one cannot take over: ');
    expect(line).toMatchObject({ level: 'error' });
    expect(line?.message).toMatch(/thing\.wasm.* The one before goes on\.$/s);
    expect(await send(run, boiling)).toBe(celsius);
    place(faulty, built);
    await run.next('moduleUpdated');
    expect(await send(run, boiling)).toBe(boiling);
  });

  it('because its init refuses is told', async () => {
    place(temperature, built);
    const run = await start({ init: 'false' });
    place(faulty, built);
    await told(run, 'init of operation "convert" returned false');
    expect(await send(run, boiling)).toBe(celsius);
    expect(run.told('moduleUpdated')).toEqual([]);
  });

  it('because half of it is there is told, and taken when the rest is', async () => {
    place(temperature, built);
    const run = await start();
    const bytes = readFileSync(faulty);
    writeFileSync(built, bytes.subarray(0, bytes.length / 2));
    await told(run, 'cannot take over');
    writeFileSync(built, bytes);
    await run.next('moduleUpdated');
    expect(await send(run, boiling)).toBe(boiling);
  });
});

it('takes a module that was pulled anew', async () => {
  place(temperature, pulled);
  const run = await start({ reference: 'team/thing:1.0.0' });
  expect(await send(run, boiling)).toBe(celsius);
  place(faulty, pulled);
  expect(await run.next('moduleUpdated')).toMatchObject({ path: pulled });
  expect(await send(run, boiling)).toBe(boiling);
});

it('is an option of the command line', async () => {
  place(temperature, built);
  const program = workspace.write(
    'graph.yaml',
    chain({ name: 'convert', type: 'map', module: 'thing:1.0.0' }),
  );
  const run = workspace.start('run', program, '--port', '0', '--hot-reload', '--log-level', 'info');
  let said = '';
  const hears = (words: string): Promise<void> =>
    new Promise((done) => {
      const hear = (): void => {
        if (said.includes(words)) done();
      };
      hear();
      run.stderr.on('data', hear);
    });
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (text) => (said += String(text)));
  await hears('mqtt://');
  place(faulty, built);
  await hears('thing.wasm was loaded anew');
  run.kill('SIGINT');
  expect(await new Promise((done) => run.on('exit', done))).toBe(0);
});
