// Pushing to and pulling from a real registry in four modes, with ORAS and skopeo as witnesses.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { makeCertificates } from '../broker/mosquittoBroker.ts';
import { DockerRegistry, missingPrograms, oras, type RegistryModes } from './dockerRegistry.ts';
import { type PushOutput, RegistryProgram, runProgram } from './registryProgram.ts';
import { refreshToken, TokenServer } from './tokenServer.ts';

const reason = missingPrograms('docker-registry', 'openssl', 'skopeo', oras);
const created = '2026-01-01T00:00:00Z';
const wasmType = 'application/vnd.module.wasm.content.layer.v1+wasm';
const graphType = 'application/vnd.microsoft.aio.graph.v1+yaml';
const program = new RegistryProgram();
const samples = program.copySamples();
const simple = join(samples, 'graph-simple.dataflow.yaml');
const registries: DockerRegistry[] = [];
/** For what a program in another process does. */
const patience = { timeout: 20_000 };

afterEach(async () => {
  for (const registry of registries.splice(0)) await registry.dispose();
  rmSync(program.path('cache'), { recursive: true, force: true });
  rmSync(program.path('home'), { recursive: true, force: true });
});
afterAll(() => program.dispose());

async function start(modes?: RegistryModes): Promise<DockerRegistry> {
  const registry = await DockerRegistry.start(modes);
  registries.push(registry);
  return registry;
}

async function fetchManifest(host: string, repository: string, tag: string): Promise<string> {
  const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
  const answer = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { headers });
  return answer.text();
}

async function orasPush(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await runProgram(
    oras,
    ['push', ...args, '--annotation', `org.opencontainers.image.created=${created}`],
    { cwd: folder, env: { ...process.env, HOME: program.path('home') } },
  );
  if (code !== 0) throw new Error(stderr);
  return /^Digest: (\S+)$/m.exec(stdout)?.[1] ?? '';
}

describe.skipIf(reason)(`a registry for everybody${reason === undefined ? '' : ` (${reason})`}`, () => {
  it('holds byte for byte what ORAS pushes', async () => {
    const { host } = await start();
    const push = ['--registry', `${host}/ours`, '--created', created];
    const { artifacts } = await program.json<PushOutput>(['push', simple, ...push]);
    const module = join(samples, 'operators/temperature/bin/x86_64/release');
    const theirModule = await orasPush(
      module,
      `${host}/theirs/temperature:1.0.0`,
      '--artifact-type',
      wasmType,
      'temperature.wasm:application/wasm',
    );
    const theirGraph = await orasPush(
      samples,
      `${host}/theirs/graph-simple:1.0.0`,
      '--config',
      `/dev/null:${graphType}`,
      'graph-simple.dataflow.yaml:application/yaml',
      '--disable-path-validation',
    );
    expect(artifacts.map(({ digest }) => digest)).toEqual([theirModule, theirGraph]);
    for (const name of ['temperature', 'graph-simple'])
      expect(await fetchManifest(host, `ours/${name}`, '1.0.0')).toBe(
        await fetchManifest(host, `theirs/${name}`, '1.0.0'),
      );
  });

  it('holds what ORAS pushes for odd file names and the older form, too', async () => {
    const { host } = await start();
    const odd = 'a <b> & "ü".dataflow.yaml';
    copyFileSync(simple, join(samples, odd));
    const push = ['--registry', `${host}/ours`, '--created', created, '--manifest', 'image-1.0'];
    const { artifacts } = await program.json<PushOutput>([
      'push',
      join(samples, odd),
      ...push,
      '--name',
      'odd',
    ]);
    const module = join(samples, 'operators/temperature/bin/x86_64/release');
    const older = ['--image-spec', 'v1.0', '--artifact-type', wasmType, 'temperature.wasm:application/wasm'];
    const theirModule = await orasPush(module, `${host}/theirs/temperature:1.0.0`, ...older);
    const graph = [
      '--config',
      `/dev/null:${graphType}`,
      `${odd}:application/yaml`,
      '--disable-path-validation',
    ];
    const theirGraph = await orasPush(samples, `${host}/theirs/odd:1.0.0`, ...graph);
    expect(artifacts.map(({ digest }) => digest)).toEqual([theirModule, theirGraph]);
  });

  it('is read by skopeo, every digest kept', async () => {
    const { host } = await start();
    const { artifacts } = await program.json<PushOutput>(['push', simple, '--registry', host]);
    for (const { reference, digest } of artifacts) {
      const raw = await runProgram('skopeo', [
        'inspect',
        '--raw',
        '--tls-verify=false',
        `docker://${reference}`,
      ]);
      expect(raw.stdout).toBe(await fetchManifest(host, reference.split(/[/:]/).at(-2)!, '1.0.0'));
      const to = program.path(`skopeo-${digest.slice(7, 19)}`);
      const copied = await runProgram('skopeo', [
        ...['--insecure-policy', 'copy', '--preserve-digests', '--src-tls-verify=false'],
        ...[`docker://${reference}`, `dir:${to}`],
      ]);
      expect(copied, copied.stderr).toMatchObject({ code: 0 });
      expect(readFileSync(join(to, 'manifest.json'), 'utf8')).toBe(raw.stdout);
    }
  });

  it('is told what would happen, gets it once, and keeps what has another content', async () => {
    const { host } = await start();
    const to = ['--registry', `${host}/team`];
    const plan = await program.start(['push', simple, ...to, '--dry-run']);
    expect(plan.code).toBe(0);
    expect(plan.stdout).toMatch(
      /^ {2}new {2}module {2}\S+team\/temperature:1\.0\.0 +122 KiB {2}\S+temperature\.wasm$/m,
    );
    expect((await fetch(`http://${host}/v2/_catalog`).then((answer) => answer.json())) as object).toEqual({
      repositories: [],
    });
    const first = await program.json<PushOutput>(['push', simple, ...to]);
    expect(first.artifacts.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['module', 'created'],
      ['graph', 'created'],
    ]);
    const second = await program.json<PushOutput>(['push', simple, ...to]);
    expect(second.artifacts.map(({ digest, outcome }) => [digest, outcome])).toEqual(
      first.artifacts.map(({ digest }) => [digest, 'skipped']),
    );
    const changed = join(samples, 'changed.dataflow.yaml');
    writeFileSync(changed, `${readFileSync(simple, 'utf8')}# changed\n`);
    const refused = await program.run(['push', changed, ...to]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('[REGISTRY_TAG_EXISTS]');
    expect((await program.run(['push', changed, ...to, '--dry-run'])).code).toBe(1);
    const forced = await program.json<PushOutput>(['push', changed, ...to, '--overwrite']);
    expect(forced.artifacts.map(({ outcome }) => outcome)).toEqual(['skipped', 'overwritten']);
    const tagged = await program.json<PushOutput>([
      'push',
      simple,
      ...to,
      '--tag',
      '1.0.1',
      '--name',
      'other',
    ]);
    expect(tagged.artifacts.at(-1)!.reference).toBe(`${host}/team/other:1.0.1`);
  });

  it('gives a graph and its modules back, to be run without it', async () => {
    const { host, port } = await start();
    await program.json(['push', join(samples, 'graph-complex.dataflow.yaml'), '--registry', `${host}/team`]);
    for (const [place, remedy] of [
      ['/sys/pulled', 'read-only for you'],
      [program.path('l'.repeat(300)), 'path is too long'],
      [program.write('file', ''), 'move that file away'],
    ] as const) {
      const refused = await program.run(['pull', `${host}/team/graph-complex:1.0.0`, '--output', place]);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(new RegExp(`Cannot write .*${remedy}.*\\[FILE_UNWRITABLE\\]`));
    }
    const out = program.path('pulled');
    const pulled = await program.run(['pull', `${host}/team/graph-complex:1.0.0`, '--output', out]);
    expect(pulled, pulled.stderr).toMatchObject({ code: 0 });
    expect(pulled.stdout.match(/^pulled /gm)).toHaveLength(5);
    const graph = join(out, 'graph-complex.dataflow.yaml');
    expect(readFileSync(graph)).toEqual(readFileSync(join(samples, 'graph-complex.dataflow.yaml')));
    const cache = program.path('cache/dataflow-graph/modules');
    const built = join(samples, 'operators/window/bin/x86_64/release/window.wasm');
    expect(readFileSync(join(cache, 'window/1.0.0.wasm'))).toEqual(readFileSync(built));
    // A damaged module is replaced; the others are used as they are, without the registry.
    writeFileSync(join(cache, 'window/1.0.0.wasm'), 'damaged');
    const again = await program.json<{ modules: { outcome: string }[] }>([
      'pull',
      graph,
      '--registry',
      `${host}/team`,
    ]);
    expect(again.modules.map(({ outcome }) => outcome).sort()).toEqual([
      'pulled',
      'reused',
      'reused',
      'reused',
    ]);
    const refreshed = await program.json<{ modules: { outcome: string }[] }>([
      'pull',
      graph,
      '--registry',
      `${host}/team`,
      '--refresh',
    ]);
    expect(new Set(refreshed.modules.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
    await registries.pop()!.dispose();
    const offline = await program.json<{ modules: { outcome: string }[] }>([
      'pull',
      graph,
      '--registry',
      `localhost:${String(port)}/team`,
    ]);
    expect(new Set(offline.modules.map(({ outcome }) => outcome))).toEqual(new Set(['reused']));
    expect((await program.run(['validate', graph])).stdout).toContain('no problems');
    expect(readdirSync(join(cache, 'window'))).toEqual(['1.0.0.json', '1.0.0.wasm']);
  });

  it('is followed by a run, which takes in what somebody else pushes to a tag', async () => {
    const { host } = await start();
    await program.json(['push', simple, '--registry', `${host}/team`]);
    const out = program.path('followed');
    const pulled = await program.run(['pull', `${host}/team/graph-simple:1.0.0`, '--output', out]);
    expect(pulled, pulled.stderr).toMatchObject({ code: 0 });
    const graph = join(out, 'graph-simple.dataflow.yaml');
    const following = ['--hot-reload', '--follow-tags', '1', '--port', '0', '--log-level', 'info'];
    const run = program.begin(['run', graph, ...following]);
    try {
      await expect.poll(() => run.told(), patience).toContain('mqtt://');
      const changed = program.path('changed');
      mkdirSync(changed);
      const bytes = readFileSync(join(samples, 'operators/temperature/bin/x86_64/release/temperature.wasm'));
      // A custom section more: the same operators, another digest.
      writeFileSync(join(changed, 'temperature.wasm'), Buffer.concat([bytes, Buffer.from([0, 2, 1, 0x78])]));
      const as = ['--artifact-type', wasmType, 'temperature.wasm:application/wasm'];
      await orasPush(changed, `${host}/team/temperature:1.0.0`, ...as);
      await expect.poll(() => run.told(), patience).toContain('temperature:1.0.0 has another content now');
      await expect.poll(() => run.told(), patience).toContain('was loaded anew');
    } finally {
      await run.end();
    }
  });

  it('brings one module where a graph of that registry looks for it', async () => {
    const { host } = await start();
    await program.json(['push', simple, '--registry', `${host}/team/path`]);
    await program.json(['pull', `${host}/team/path/temperature:1.0.0`, '--registry', `${host}/team`]);
    await program.json(['pull', 'temperature:1.0.0', '--registry', `${host}/team/path`]);
    const cache = program.path('cache/dataflow-graph/modules');
    for (const path of ['path/temperature/1.0.0.wasm', 'temperature/1.0.0.wasm'])
      expect(statSync(join(cache, path)).size).toBe(125_081);
    const missing = await program.run(['pull', `${host}/team/path/none:1`]);
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.stderr).toMatch(/team\/path\/none:1 is not there.*\[REGISTRY_NOT_FOUND\]/);
  });
});

describe.skipIf(reason)('a registry with passwords', () => {
  it('takes those of the command, of Docker, of its helpers and of Podman, and says where it looked', async () => {
    const { host } = await start({ hasPasswords: true });
    const push = ['push', simple, '--registry', host];
    const nobody = await program.run(push);
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(
      /looked in \S+\.docker\/config\.json \(not there\), \S+containers\/auth\.json \(not there\)\..*docker login.*\[REGISTRY_AUTHENTICATION\]/,
    );
    const wrong = await program.run([...push, '--user', 'ada'], {
      DATAFLOW_GRAPH_REGISTRY_PASSWORD: 'byron',
    });
    expect(wrong.stderr).toMatch(/The credentials came from --user\. .*\[REGISTRY_AUTHENTICATION\]/);
    expect(wrong.stderr).not.toContain('byron');
    await program.json([...push, '--user', 'ada'], { DATAFLOW_GRAPH_REGISTRY_PASSWORD: 'lovelace' });

    const auth = Buffer.from('ada:lovelace').toString('base64');
    program.write('home/.docker/config.json', { auths: { [host]: { auth } } });
    await program.json(push);
    program.write('home/.docker/config.json', { auths: { [host]: {} }, credsStore: 'tests' });
    program.write('podman.json', { auths: { [host]: { auth } } });
    await program.json(push, { REGISTRY_AUTH_FILE: program.path('podman.json') });
    const helper = [
      '#!/bin/sh',
      `read server; [ "$1 $server" = "get ${host}" ] || { echo "credentials not found in native keychain"; exit 1; }`,
      `echo '{"ServerURL":"${host}","Username":"ada","Secret":"lovelace"}'`,
    ];
    const path = program.write('bin/docker-credential-tests', `${helper.join('\n')}\n`);
    await runProgram('chmod', ['+x', path]);
    await program.json(push, { PATH: `${program.path('bin')}:${process.env['PATH'] ?? ''}` });
  });
});

describe.skipIf(reason)('a registry with a certificate authority of its own', () => {
  it('is trusted when that is named, and never without', async () => {
    const folder = program.path('certificates');
    mkdirSync(folder);
    const tls = makeCertificates(folder);
    const { host } = await start({ tls });
    const push = ['push', simple, '--registry', host];
    for (const insecure of [[], ['--insecure']]) {
      const refused = await program.run([...push, ...insecure]);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/certificate is not trusted.*--ca FILE.*\[REGISTRY_TLS\]/);
    }
    const { artifacts } = await program.json<PushOutput>([...push, '--ca', tls.ca]);
    expect(artifacts.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
    const plain = await program.run(['push', simple, '--registry', `http://${host}`]);
    expect(plain.stderr).toContain('[REGISTRY_ANSWER_INVALID]');
    const noCertificate = await program.run([...push, '--ca', tls.key]);
    expect(noCertificate.stderr).toContain('[FILE_INVALID]');
  });
});

describe.skipIf(reason)('a registry with tokens', () => {
  it('gets one for a password, one for an identity token, and lets everybody read', async () => {
    const folder = program.path('tokens');
    mkdirSync(folder);
    const { ca, cert, key } = makeCertificates(folder);
    const server = await TokenServer.start(cert, key);
    try {
      const { host } = await start({ tokens: { realm: server.realm, service: 'tests', authority: ca } });
      const push = ['push', simple, '--registry', `${host}/team`];
      const nobody = await program.run(push);
      expect(nobody.stderr).toMatch(/No credentials were found.*\[REGISTRY_AUTHENTICATION\]/);
      const auths = (entry: object): string =>
        program.write('home/.docker/config.json', { auths: { [host]: entry } });
      auths({ auth: Buffer.from('ada:byron').toString('base64') });
      expect((await program.run(push)).stderr).toMatch(
        /came from \S+config\.json\..*\[REGISTRY_AUTHENTICATION\]/,
      );
      auths({ auth: Buffer.from('ada:lovelace').toString('base64') });
      server.asked.length = 0;
      await program.json(push);
      // One for each repository, and no more.
      expect(server.asked.sort()).toEqual([
        'GET ada repository:team/graph-simple:pull,push',
        'GET ada repository:team/temperature:pull,push',
      ]);
      auths({ identitytoken: refreshToken });
      server.asked.length = 0;
      await program.json([...push, '--tag', '1.0.1']);
      expect(new Set(server.asked.map((line) => line.split(' repo')[0]))).toEqual(new Set(['POST refresh']));
      rmSync(program.path('home'), { recursive: true });
      server.asked.length = 0;
      await program.json(['pull', `${host}/team/temperature:1.0.0`]);
      expect(server.asked).toEqual(['GET - repository:team/temperature:pull']);
      expect(existsSync(program.path('cache/dataflow-graph/modules/temperature/1.0.0.wasm'))).toBe(true);
    } finally {
      server.dispose();
    }
  });
});
