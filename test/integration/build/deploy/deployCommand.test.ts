// `dataflow-graph deploy` with the machine's own kubectl, against a cluster that is played on loopback.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace, type Outcome } from '../../cli/commandLine.ts';
import { type FakeCluster, kubeconfigFor, startFakeCluster } from './fakeCluster.ts';

const workspace = new Workspace();
const graph = resolve('samples/thermostats/graph-simple.dataflow.yaml');
const resource = resolve('samples/thermostats/dataflow-graph.yaml');
const places = [
  '--source-topic',
  'sensors/#',
  '--destination-topic',
  'out/celsius',
  '--registry',
  'my-registry',
];
let cluster: FakeCluster;

beforeAll(async () => {
  cluster = await startFakeCluster();
  workspace.write('kubeconfig', kubeconfigFor(cluster.url, ['fake'], 'fake'));
  workspace.write('contextless', kubeconfigFor(cluster.url, ['fake']));
});
afterAll(async () => {
  workspace.dispose();
  await cluster.close();
});

/** Runs `deploy` while this process plays the cluster. */
function deploy(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [resolve('dist/cli.mjs'), 'deploy', ...args], {
    cwd: workspace.folder,
    env: {
      ...process.env,
      HOME: workspace.folder,
      KUBECONFIG: workspace.path('kubeconfig'),
      NO_COLOR: '1',
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}

describe('dataflow-graph deploy without kubectl', () => {
  it('prints resources that have no problems', async () => {
    const { code, stdout } = await deploy([
      graph,
      ...places,
      '--registry-host',
      'registry.example.com/x',
      '--param',
      'decimals=2',
    ]);
    expect(code).toBe(0);
    workspace.write('printed.yaml', stdout);
    expect(workspace.run('validate', 'printed.yaml').stdout).toContain('no problems');
    expect(stdout).toContain('artifact: "graph-simple:1.0.0"');
    expect(stdout).toContain('- key: decimals\n            value: "2"');
  });

  it('writes a new file, and replaces one only when told', async () => {
    expect((await deploy([graph, ...places, '--out', 'new.yaml'])).code).toBe(0);
    const before = readFileSync(workspace.path('new.yaml'), 'utf8');
    expect((await deploy([graph, ...places, '--out', 'new.yaml', '--name', 'other'])).stderr).toContain(
      '[TARGET_EXISTS]',
    );
    expect(readFileSync(workspace.path('new.yaml'), 'utf8')).toBe(before);
    expect((await deploy([graph, ...places, '--out', 'new.yaml', '--name', 'other', '--force'])).code).toBe(
      0,
    );
    expect(readFileSync(workspace.path('new.yaml'), 'utf8')).toContain('name: other');
  });

  it.each([
    ['none/new.yaml', 'create it first'],
    [`${'n'.repeat(300)}.yaml`, 'path is too long'],
    [`${graph}/new.yaml`, 'move that file away'],
    ['.', 'take another name'],
    ['/sys/new.yaml', 'read-only for you'],
  ])('says why it cannot write %s, and what helps', async (out, remedy) => {
    const { code, stdout, stderr } = await deploy([graph, ...places, '--out', out, '--force']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`Cannot write .*${remedy}.* \\[FILE_UNWRITABLE\\]`));
  });

  it.each([
    [['--source-topic', 'out/#'], '[TOPIC_LOOP'],
    [['--param', 'colour=red'], 'The graph has no parameter "colour"'],
    [['--name', 'A'], '[DEPLOYMENT_INVALID]'],
  ])('refuses %j', async (args, reason) => {
    const { code, stderr } = await deploy([graph, ...places, ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
  });

  it('wants to know where the graph runs', async () => {
    expect(await deploy([graph])).toMatchObject({ code: 2 });
  });

  it('says that there is no kubectl', async () => {
    const { code, stderr } = await deploy([graph, '--status'], { PATH: '/nowhere' });
    expect(code).toBe(1);
    expect(stderr).toContain('[KUBECTL_MISSING]');
  });
});

// Any from 1.20, Debian 12's, on.
const isMissing =
  process.env['REQUIRE_ALL'] !== 'true' && spawnSync('kubectl', ['version', '--client']).status !== 0;
const reason = isMissing ? 'skipped, not installed: kubectl (Debian: kubernetes-client)' : 'on the path';
describe.skipIf(isMissing)(`dataflow-graph deploy with kubectl (${reason})`, () => {
  const path = '/apis/connectivity.iotoperations.azure.com/v1/namespaces/azure-iot-operations';

  it('applies the resources, and tells nothing of others', async () => {
    const { code, stderr, stdout } = await deploy([
      graph,
      ...places,
      '--registry-host',
      'registry.example.com/x',
      '--apply',
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('dataflowgraph.connectivity.iotoperations.azure.com/graph-simple created');
    expect([...cluster.objects.keys()].sort()).toEqual([
      `${path}/dataflowgraphs/graph-simple`,
      `${path}/registryendpoints/my-registry`,
    ]);
  });

  it('applies a resource as it stands', async () => {
    const { code, stderr } = await deploy([resource, '--apply']);
    expect(code, stderr).toBe(0);
    expect(cluster.objects.get(`${path}/dataflowgraphs/thermostats`)).toBeDefined();
  });

  it('shows the resource with its status', async () => {
    expect((await deploy([resource, '--status'])).stdout).toContain('provisioningState: Succeeded');
  });

  it('shows what data flows logged', async () => {
    const { code, stderr, stdout } = await deploy([resource, '--logs']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('converted 3 readings');
    // However it comes, a line is a line.
    const numbers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => / converted (\d+) readings$/.exec(line)?.[1]);
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, line) => String(line)));
  });

  it('follows the log until it ends', async () => {
    const { code, stderr, stdout } = await deploy([resource, '--logs', '--follow']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('converted 3 readings');
    expect(cluster.requests.some((request) => request.endsWith('/log'))).toBe(true);
  });

  it('tells what applying would change, and changes nothing', async () => {
    const same = await deploy([graph, ...places, '--diff']);
    expect(same.code, same.stderr).toBe(0);
    const before = JSON.stringify(cluster.objects.get(`${path}/dataflowgraphs/graph-simple`));
    const other = await deploy([
      graph,
      ...places.slice(0, 2),
      '--destination-topic',
      'out/new',
      '--registry',
      'my-registry',
      '--diff',
    ]);
    expect(other.code, other.stderr).toBe(1);
    expect(other.stdout).toMatch(/^-.*out\/celsius/m);
    expect(other.stdout).toMatch(/^\+.*out\/new/m);
    expect(JSON.stringify(cluster.objects.get(`${path}/dataflowgraphs/graph-simple`))).toBe(before);
  });

  it('deletes the graph and leaves the registry endpoint', async () => {
    expect((await deploy([graph, '--delete'])).code).toBe(0);
    expect(cluster.objects.has(`${path}/dataflowgraphs/graph-simple`)).toBe(false);
    expect(cluster.objects.has(`${path}/registryendpoints/my-registry`)).toBe(true);
    expect((await deploy([graph, '--delete'])).code).toBe(0);
  });

  it('says what kubectl says when there is no such graph', async () => {
    const { code, stderr } = await deploy([graph, '--status']);
    expect(code).toBe(1);
    expect(stderr).toContain('[KUBECTL_FAILED]');
  });

  it('says that there is no context, or none of that name', async () => {
    const without = await deploy([graph, '--status'], { KUBECONFIG: workspace.path('contextless') });
    expect(without.stderr).toContain('[KUBECTL_NO_CONTEXT]');
    const other = await deploy([graph, '--status', '--context', 'other']);
    expect(other.stderr).toContain('kubectl has no context "other". It has "fake".');
  });
});
