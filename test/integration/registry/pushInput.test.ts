// What is wrong before a registry is asked: told all at once, and nothing is sent. Also what helpers of Docker answer.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askHelper } from '../../../src/registry/credentials/credentialProgram.ts';
import { chain } from '../cli/commandLine.ts';
import { MisbehavingRegistry } from './misbehavingRegistry.ts';
import { type PushOutput, RegistryProgram } from './registryProgram.ts';

const program = new RegistryProgram();
const samples = program.copySamples();
const simple = join(samples, 'graph-simple.dataflow.yaml');
const temperature = join(samples, 'operators/temperature/bin/x86_64/release/temperature.wasm');
let registry: MisbehavingRegistry;
beforeEach(async () => void (registry = await MisbehavingRegistry.start()));
afterEach(() => registry.dispose());
afterAll(() => program.dispose());

const push = (file: string, ...more: readonly string[]): ReturnType<RegistryProgram['run']> =>
  program.run(['push', file, '--registry', `${registry.host}/team`, ...more]);

describe('before anything is sent', () => {
  it('every module that is not there or cannot be used is told at once', async () => {
    const file = program.write(
      'missing/graph.dataflow.yaml',
      chain(
        { name: 'a', type: 'map', module: 'first:1.0.0' },
        { name: 'b', type: 'map', module: 'second:1.0.0' },
        { name: 'c', type: 'map', module: 'core:1.0.0' },
        { name: 'd', type: 'map', module: 'cut:1.0.0' },
      ),
    );
    const core = program.write('core.wasm', '');
    writeFileSync(core, Buffer.from('0061736d01000000', 'hex'));
    const cut = program.path('cut.wasm');
    writeFileSync(cut, readFileSync(temperature).subarray(0, 5000));
    const outcome = await push(file, '--module', `core:1.0.0=${core}`, '--module', `cut:1.0.0=${cut}`);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    for (const text of ['"first:1.0.0"', '"second:1.0.0"', core, cut]) expect(outcome.stderr).toContain(text);
    expect(registry.asked).toEqual([]);
  });

  it('a graph with errors is refused with their places', async () => {
    const file = program.write(
      'bad.dataflow.yaml',
      readFileSync(simple, 'utf8').replace('operationType: source', 'operationType: sauce'),
    );
    const outcome = await push(file);
    expect(outcome.stderr).toMatch(/bad\.dataflow\.yaml:\d+:\d+: error .*\[GRAPH_INVALID\]/s);
    expect(registry.asked).toEqual([]);
  });

  it('a resource is refused with what to push instead', async () => {
    const outcome = await push('samples/thermostats/dataflow-graph.yaml');
    expect(outcome.stderr).toContain('push the graphs that it names');
    expect((await push(program.path('nowhere.yaml'))).stderr).toContain('[FILE_UNREADABLE]');
  });

  it.each([
    ['a name with spaces', ['--name', 'my graph'], "cannot be the graph's name"],
    ['a name in capitals', ['--name', 'Graph'], "cannot be the graph's name"],
    ['a name of another script', ['--name', 'größe'], "cannot be the graph's name"],
    ['a name that is too long', ['--name', 'a'.repeat(300)], "cannot be the graph's name"],
    ['a tag with a plus', ['--tag', '1.0.0+build'], "cannot be the graph's tag"],
    ['the name of one of its modules', ['--name', 'temperature'], 'would both be'],
  ])('%s is refused', async (_name, more, text) => {
    const outcome = await push(simple, ...more);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(text);
    expect(outcome.stderr).toContain('[REGISTRY_REFERENCE_INVALID]');
    expect(registry.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('every name of a module that a registry refuses is told at once', async () => {
    const file = program.write(
      'names/graph.dataflow.yaml',
      chain({ name: 'a', type: 'map', module: 'My_Map' }, { name: 'b', type: 'map', module: 'Other.Map' }),
    );
    const outcome = await push(
      file,
      '--module',
      `My_Map=${temperature}`,
      '--module',
      `Other.Map=${temperature}`,
    );
    expect(outcome.stderr).toMatch(/My_Map.*\n.*Other\.Map.*\[REGISTRY_REFERENCE_INVALID\]/);
  });

  it('the command used wrongly says how it is used', async () => {
    const nowhere = await program.run(['push', simple]);
    expect(nowhere).toMatchObject({ code: 2 });
    expect(nowhere.stderr).toContain('Which registry?');
    expect((await push(simple, '--user', 'ada')).stderr).toContain('The password of "ada" is missing');
    expect(await push(simple, '--created', 'yesterday')).toMatchObject({ code: 2 });
    expect((await program.run(['push', simple, '--registry', 'a b'])).stderr).toContain(
      '[REGISTRY_REFERENCE_INVALID]',
    );
    expect((await program.run(['pull', 'nothing.yaml', '--registry', registry.host])).stderr).toContain(
      'no such file',
    );
  });
});

it('names with hyphens and folders with spaces and other scripts are pushed as they are', async () => {
  const folder = program.copySamples('mit Leerzeichen/温度');
  const module = join(folder, 'operators/my-filter/bin/x86_64/release');
  mkdirSync(module, { recursive: true });
  writeFileSync(join(module, 'my_filter.wasm'), readFileSync(temperature));
  const graph = join(folder, 'ein graph.dataflow.yaml');
  writeFileSync(graph, chain({ name: 'a', type: 'map', module: 'deep/path/my-filter:1.0.0' }));
  const { artifacts } = await program.json<PushOutput>([
    'push',
    graph,
    '--registry',
    `${registry.host}/team`,
  ]);
  expect(artifacts.map(({ reference }) => reference)).toEqual([
    `${registry.host}/team/deep/path/my-filter:1.0.0`,
    `${registry.host}/team/chain:1.0.0`,
  ]);
  const manifest = registry.manifests.get('team/deep/path/my-filter:1.0.0')!.toString();
  expect(manifest).toContain('"org.opencontainers.image.title":"my_filter.wasm"');
});

it('a module from the cache is pushed under its own name, a module without a tag with a warning', async () => {
  const graph = program.write(
    'cached/graph.dataflow.yaml',
    chain({ name: 'a', type: 'map', module: 'probe' }),
  );
  const cache = program.path('cache/dataflow-graph/modules/probe');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'latest.wasm'), readFileSync(temperature));
  const { warnings } = await program.json<PushOutput>(['push', graph, '--registry', registry.host]);
  expect(warnings).toEqual([expect.stringContaining('without a tag, so it is pushed as "latest"')]);
  expect(registry.manifests.get('probe:latest')!.toString()).toContain('"probe.wasm"');
});

it('the same content and time make the same digests', async () => {
  const digests = async (host: string, more: Readonly<Record<string, string>>): Promise<string[]> =>
    (await program.json<PushOutput>(['push', simple, '--registry', host], more)).artifacts.map(
      ({ digest }) => digest,
    );
  const first = await digests(`${registry.host}/a`, { SOURCE_DATE_EPOCH: '1767225600' });
  expect(await digests(`${registry.host}/b`, { SOURCE_DATE_EPOCH: '1767225600' })).toEqual(first);
  expect(await digests(`${registry.host}/c`, { SOURCE_DATE_EPOCH: '1767225601' })).not.toEqual(first);
});

describe("a helper of Docker's", () => {
  async function ask(script: string): ReturnType<typeof askHelper> {
    const path = program.write('bin/docker-credential-test', `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    const before = process.env['PATH'];
    process.env['PATH'] = `${program.path('bin')}:${before ?? ''}`;
    try {
      return await askHelper('test', 'r.io');
    } finally {
      process.env['PATH'] = before;
    }
  }

  it.each<[string, string, object]>([
    [
      'has credentials',
      `echo '{"Username":"u","Secret":"p"}'`,
      { credential: { kind: 'password', user: 'u', password: 'p' } },
    ],
    [
      'has an identity token',
      `echo '{"Username":"<token>","Secret":"t"}'`,
      { credential: { kind: 'identityToken', token: 't' } },
    ],
    ['has none', 'echo "credentials not found in native keychain"; exit 1', { reason: 'has none' }],
    ['fails', 'echo "no display"; exit 1', { reason: 'failed: no display' }],
    ['answers nonsense', 'echo hello', { reason: 'answered something else than credentials' }],
  ])('%s', async (_name, script, expected) => {
    expect(await ask(script)).toEqual(expected);
  });

  it('that is not installed, or whose name is a path, is a place without credentials', async () => {
    expect(await askHelper('none-such', 'r.io')).toEqual({ reason: 'is not installed' });
    expect(await askHelper('../../bin/sh', 'r.io')).toEqual({ reason: 'has a name that no helper can have' });
  });
});
