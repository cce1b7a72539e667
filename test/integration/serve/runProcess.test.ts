// The process that holds a run: loads samples, stops, answers, and leaves nothing behind.
import { connect } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { LoadedRun } from '../../../src/protocol/runProcess.ts';
import { RunProcess } from './runProcess.ts';

const simple = resolve('samples/thermostats/graph-simple.dataflow.yaml');
const resource = resolve('samples/thermostats/dataflow-graph.yaml');
const cache = mkdtempSync(join(tmpdir(), 'run-process-'));
const open = new Set<RunProcess>();

afterEach(() => {
  for (const each of open) each.dispose();
  open.clear();
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

function start(): RunProcess {
  const each = new RunProcess(cache);
  open.add(each);
  return each;
}

async function load(program = simple): Promise<{ run: RunProcess; loaded: LoadedRun }> {
  const run = start();
  return { run, loaded: await run.peer.request('load', { program, isDebugged: true }) };
}

const fahrenheit = (value: number): Uint8Array =>
  new TextEncoder().encode(`{"temperature":{"value":${String(value)},"unit":"F"}}`);

describe('a graph definition', () => {
  it('is loaded with the places of its parts', async () => {
    const { loaded } = await load();
    expect(loaded).toMatchObject({
      name: 'graph-simple',
      files: [simple],
      warnings: [],
      url: expect.stringMatching(/^mqtt:\/\/127\.0\.0\.1:\d+$/) as string,
      sourceTopics: ['sensors', 'sensors/#'],
    });
    expect(loaded.nodes.map(({ name }) => name)).toEqual([
      'source',
      'module-temperature/map',
      'module-temperature/filter',
      'sink',
    ]);
    for (const { place } of [...loaded.nodes, ...loaded.connections]) {
      expect(place?.file).toBe(simple);
      expect(place?.lastLine).toBeGreaterThan(place?.firstLine ?? Infinity);
    }
    expect(loaded.modules).toMatchObject([
      { operations: ['module-temperature/map', 'module-temperature/filter'] },
    ]);
  });

  it('stops, is changed, goes on and ends, and says so', async () => {
    const { run } = await load();
    await run.peer.request('setStops', {
      rules: [{ id: 1, at: { kind: 'node', node: 1 }, when: 'before' }],
      failures: [],
    });
    await run.peer.request('start', null);
    await run.peer.request('publish', { topic: 'sensors/a', payload: fahrenheit(90) });
    expect(await run.next('stopped')).toMatchObject({ reason: 'breakpoint', rules: [1], at: { node: 1 } });
    await run.peer.request('editStopped', { payload: fahrenheit(104) });
    await run.peer.request('resume', { mode: 'in' });
    const { at } = await run.next('stopped');
    expect(Buffer.from(at?.hop?.output?.payload ?? []).toString()).toContain('"value":40');
    await run.peer.request('resume', { mode: 'continue' });
    expect(await run.next('counted', (counts) => counts.messagesOut === 1)).toMatchObject({ messagesIn: 1 });
    expect((await run.peer.request('readHops', { nodes: ['sink'] })).hops).toMatchObject([
      { verdict: 'emitted' },
    ]);
    expect(await run.peer.request('finish', { pending: 'flush' })).toMatchObject({ messagesOut: 1 });
  });

  it('hands a message to an operation in the middle again, as a new one that says so', async () => {
    const { run } = await load();
    const { peer } = run;
    await peer.request('start', null);
    await peer.request('publish', { topic: 'sensors/a', payload: fahrenheit(90) });
    await run.next('counted', (counts) => counts.messagesOut === 1);
    const { hops } = await peer.request('readHops', { nodes: ['module-temperature/filter'] });
    const [filtered] = hops;
    expect(await peer.request('replayHop', { hop: filtered?.hop ?? 0 })).toEqual({ waits: false });
    await run.next('counted', (counts) => counts.messagesOut === 2);
    const replayOf = { hop: filtered?.hop, message: 1 };
    const way = await peer.request('readLineage', { message: 2 });
    expect(way).toMatchObject([
      { node: 'module-temperature/filter', cause: 0, replayOf, connection: filtered?.connection },
      { node: 'sink', verdict: 'emitted' },
    ]);
    expect(way[0]?.input).toEqual(filtered?.input);
    expect(way[1]).not.toHaveProperty('replayOf');
    expect((await peer.request('listMessages', { query: {}, from: 0 })).rows[1]).toMatchObject({ replayOf });
    await peer.request('setStops', {
      rules: [{ id: 1, at: { kind: 'node', node: 2 }, when: 'before' }],
      failures: [],
    });
    await peer.request('replayHop', { hop: filtered?.hop ?? 0 });
    expect(await run.next('stopped')).toMatchObject({ at: { node: 2, message: 3, replayOf } });
    // Where it stands the next one waits.
    expect(await peer.request('replayHop', { hop: filtered?.hop ?? 0 })).toEqual({ waits: true });
    await peer.request('resume', { mode: 'continue' });
    expect(await run.next('stopped')).toMatchObject({ at: { node: 2, message: 4, replayOf } });
    await expect(peer.request('replayHop', { hop: 999 })).rejects.toMatchObject({
      code: 'HOP_NOT_REPLAYABLE',
    });
    expect(await peer.request('finish', { pending: 'flush' })).toMatchObject({
      messagesIn: 1,
      messagesOut: 4,
    });
    await expect(peer.request('replayHop', { hop: 1 })).rejects.toMatchObject({ code: 'RUN_ENDED' });
  });

  it('tells after the start what was wrong with rules set before', async () => {
    const { run } = await load();
    const rule = { id: 5, at: { kind: 'node', node: 1 }, when: 'before', condition: '(' } as const;
    expect(await run.peer.request('setStops', { rules: [rule], failures: [] })).toEqual([]);
    await run.peer.request('start', null);
    expect(await run.next('ruleFailed')).toMatchObject({ id: 5 });
  });

  it('stops at the entry when that was asked for before the start', async () => {
    const { run } = await load();
    await run.peer.request('pause', { reason: 'entry' });
    await run.peer.request('start', null);
    expect(await run.next('stopped')).toEqual({ reason: 'entry', rules: [] });
  });

  it('takes a folder of messages', async () => {
    const { run } = await load();
    await run.peer.request('start', null);
    const count = await run.peer.request('publishFolder', { folder: resolve('samples/thermostats/data') });
    expect(count).toBeGreaterThan(5);
    expect(await run.peer.request('finish', { pending: 'flush' })).toMatchObject({ messagesIn: count });
  });
});

describe('a run that lacks something', () => {
  const refusal = async (program: string): Promise<unknown> =>
    start()
      .peer.request('load', { program, isDebugged: true })
      .catch((error: unknown) => error);

  it('names what to write into the launch configuration, not an option of the command line', async () => {
    const graph = join(cache, 'lost.dataflow.yaml');
    const text = readFileSync(simple, 'utf8');
    writeFileSync(graph, text.replaceAll('temperature:1.0.0', 'lost:1.0.0'));
    expect(await refusal(graph)).toMatchObject({
      code: 'MODULE_NOT_FOUND',
      message: expect.stringMatching(
        /Build the operator, or name its file in the launch configuration: "modules": \{ "lost:1\.0\.0": "path\/to\/file\.wasm" \}\.$/,
      ) as string,
    });
    const needy = text.replace(/default: "1"\s+required: false/, 'required: true');
    writeFileSync(graph, needy);
    expect(await refusal(graph)).toMatchObject({
      code: 'PARAMETER_REQUIRED',
      message: expect.stringMatching(
        /launch configuration: "parameters": \{ "module-temperature\/map\.decimals": "value" \}\.$/,
      ) as string,
    });
  });
});

describe('an operator that hangs', () => {
  const graph = resolve('test/fixtures/debug/faulty.dataflow.yaml');
  const modules = { 'faulty:1.0.0': resolve('test/fixtures/components/faulty.wasm') };

  it('is told of, can be ended, and loses no other message', async () => {
    const run = start();
    await run.peer.request('load', { program: graph, modules, isDebugged: false, operatorTimeoutMs: 60_000 });
    await run.peer.request('start', null);
    expect(await run.peer.request('endCall', null)).toBe(false);
    for (const word of ['before', 'hang', 'after'])
      await run.peer.request('publish', { topic: 'sensors/a', payload: new TextEncoder().encode(word) });
    expect(await run.next('longCall')).toMatchObject({ node: 'map' });
    expect(await run.peer.request('endCall', null)).toBe(true);
    const counts = await run.peer.request('finish', { pending: 'flush' });
    expect(counts).toMatchObject({ messagesIn: 3, messagesOut: 2, errors: 1 });
    const { hops } = await run.peer.request('readHops', { verdicts: ['error'] });
    expect(hops).toMatchObject([
      {
        message: 2,
        error: {
          code: 'OPERATOR_TIMEOUT',
          message: expect.stringContaining('stopped by hand') as string,
        },
      },
    ]);
  });
});

describe('the state store and metrics of a run without debugging', () => {
  it('can be read, the store changed', async () => {
    const run = start();
    await run.peer.request('load', { program: simple, isDebugged: false });
    await run.peer.request('start', null);
    await run.peer.request('editState', { key: 'a', value: 'b' });
    expect((await run.peer.request('readState', { limit: 1 })).entries).toMatchObject([
      { key: 'a', value: 'b' },
    ]);
    await run.peer.request('publish', { topic: 'sensors/a', payload: fahrenheit(90) });
    await run.peer.request('finish', { pending: 'flush' });
    const metrics = await run.peer.request('readMetrics', null);
    expect(metrics).toMatchObject([
      {
        node: 'module-temperature/map',
        metrics: [{ name: 'temperature_conversions', value: 1 }],
        refused: 0,
      },
    ]);
  });
});

describe('a resource', () => {
  it('names the file of every part', async () => {
    const { loaded } = await load(resource);
    expect(loaded.files).toHaveLength(2);
    expect(new Set(loaded.nodes.map(({ place }) => place?.file))).toEqual(new Set(loaded.files));
    expect(new Set(loaded.connections.map(({ place }) => place?.file))).toEqual(new Set(loaded.files));
  });
});

describe('a process', () => {
  it('refuses what needs a run before there is one', async () => {
    await expect(start().peer.request('counts', null)).rejects.toMatchObject({ code: 'RUN_ENDED' });
  });

  it('says why a graph cannot be loaded, and can load another one then', async () => {
    const run = start();
    await expect(
      run.peer.request('load', { program: resolve('samples/README.md'), isDebugged: true }),
    ).rejects.toMatchObject({ code: 'GRAPH_INVALID' });
    await expect(run.peer.request('load', { program: simple, isDebugged: true })).resolves.toBeDefined();
  });

  it('ends with its parent, and its port with it', async () => {
    const { run, loaded } = await load();
    await run.peer.request('start', null);
    run.disconnect();
    expect(await run.ended).toBe(0);
    const port = Number(new URL(loaded.url ?? '').port);
    const refused = await new Promise<boolean>((settle) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('connect', () => settle(false));
      socket.on('error', () => settle(true));
    });
    expect(refused).toBe(true);
  });
});
