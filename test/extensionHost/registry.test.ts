// Push and pull inside VS Code, with Debian's docker-registry as the registry.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DockerRegistry, missingPrograms } from '../integration/registry/dockerRegistry.ts';
import { OpenText, poll } from './openText.ts';

interface Pushed {
  readonly artifacts: readonly {
    readonly reference: string;
    readonly outcome: string;
    readonly digest: string;
  }[];
}

const reason = missingPrograms('docker-registry');
const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('dataflowGraph');

/** Starts a command and accepts what it asks once that is there; nothing tells when, so it is accepted until the command ends. */
async function accept<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  const ended = vscode.commands.executeCommand<T>(command, ...args);
  const look = async (): Promise<T | undefined> => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const later = new Promise<void>((resolve) => setTimeout(resolve, 100)).then(() => undefined);
    return Promise.race([ended, later]);
  };
  const result = await poll(look, (found) => found !== undefined);
  assert.ok(result);
  return result;
}

const push = (): Promise<Pushed> => accept('dataflowGraph.push');

(reason === undefined ? describe : describe.skip)('a registry', () => {
  const home = mkdtempSync(join(tmpdir(), 'registry-home-'));
  const dockerConfig = process.env['DOCKER_CONFIG'];
  let registry: DockerRegistry;

  before(async () => {
    registry = await DockerRegistry.start({ hasPasswords: true });
    const auth = Buffer.from('ada:lovelace').toString('base64');
    writeFileSync(join(home, 'config.json'), JSON.stringify({ auths: { [registry.host]: { auth } } }));
    process.env['DOCKER_CONFIG'] = home;
    await settings().update('registry.host', registry.host);
    await settings().update('registry.pathPrefix', 'team');
  });

  after(async () => {
    if (dockerConfig === undefined) delete process.env['DOCKER_CONFIG'];
    else process.env['DOCKER_CONFIG'] = dockerConfig;
    for (const name of ['registry.host', 'registry.pathPrefix', 'cacheFolder'])
      await settings().update(name, undefined);
    rmSync(home, { recursive: true, force: true });
    await registry.dispose();
  });

  it('gets the graph in front and its modules, once', async () => {
    await OpenText.open('graph-simple.dataflow.yaml');
    const first = await push();
    assert.deepEqual(
      first.artifacts.map(({ reference, outcome }) => [reference, outcome]),
      [
        [`${registry.host}/team/temperature:1.0.0`, 'created'],
        [`${registry.host}/team/graph-simple:1.0.0`, 'created'],
      ],
    );
    const second = await push();
    assert.deepEqual(
      second.artifacts.map(({ digest, outcome }) => [digest, outcome]),
      first.artifacts.map(({ digest }) => [digest, 'skipped']),
    );
  });

  it('gives the modules that a graph lacks', async () => {
    const cache = join(home, 'cache');
    await settings().update('cacheFolder', cache);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    // A folder of its own, without the operators of the workspace.
    const elsewhere = join(home, 'elsewhere');
    mkdirSync(elsewhere);
    const graph = join(elsewhere, 'graph.dataflow.yaml');
    writeFileSync(graph, readFileSync(join(folder.uri.fsPath, 'graph-simple.dataflow.yaml')));
    const pulled = await accept<{ modules: { outcome: string; path: string }[] }>(
      'dataflowGraph.pull',
      vscode.Uri.file(graph),
    );
    const path = join(cache, 'modules/temperature/1.0.0.wasm');
    assert.deepEqual(
      pulled.modules.map(({ outcome, path: at }) => [outcome, at]),
      [['pulled', path]],
    );
    assert.ok(existsSync(path));
  });

  it('is asked again by a run that follows its tags, which takes in what was pushed anew', async () => {
    const program = join(home, 'elsewhere/graph.dataflow.yaml');
    const path = join(home, 'cache/modules/temperature/1.0.0.wasm');
    // The same component with an empty custom section at its end: WebAssembly Core Specification, 5.5.3.
    const anew = Buffer.concat([readFileSync(path), Buffer.of(0, 2, 1, 0x78)]);
    const launch = { type: 'dataflow-graph', request: 'launch', name: 'follow', program, noDebug: true };
    assert.ok(await vscode.debug.startDebugging(undefined, { ...launch, followTags: 1 }));
    const session = vscode.debug.activeDebugSession;
    assert.ok(session);
    const sizes = async (): Promise<string | undefined> => {
      const { modules } = (await session.customRequest('modules', {})) as {
        modules: { addressRange: string }[];
      };
      return modules.map(({ addressRange }) => addressRange).join();
    };
    await poll(
      () => sizes().catch(() => undefined),
      (found) => found !== undefined,
    );
    const file = join(home, 'anew.wasm');
    writeFileSync(file, anew);
    const extension = vscode.extensions.getExtension('dataflow-graphs.dataflow-graphs');
    assert.ok(extension);
    const places = ['--registry', `${registry.host}/team`, '--module', `temperature:1.0.0=${file}`];
    const push = [join(extension.extensionPath, 'dist/cli.mjs'), 'push', program, '--overwrite', ...places];
    await promisify(execFile)(process.execPath, push);
    const size = `${String(anew.length)} bytes`;
    assert.equal(await poll(sizes, (found) => found === size), size);
    assert.deepEqual(readFileSync(path), anew);
    await vscode.debug.stopDebugging(session);
  });
});
