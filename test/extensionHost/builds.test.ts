// Builds of operators from VS Code: what tasks there are, what problem matchers make of a toolchain's output, and a launch that
// builds first, with the real jco.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { OpenText, poll } from './openText.ts';

/** Filled in by the harness. */
declare const checkoutFolder: string;

const [folder] = vscode.workspace.workspaceFolders ?? [];
const root = folder?.uri ?? vscode.Uri.file('/');

function write(name: string, text: string): Thenable<void> {
  return vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root, name), new TextEncoder().encode(text));
}

function remove(name: string): Thenable<void> {
  return vscode.workspace.fs.delete(vscode.Uri.joinPath(root, name), { recursive: true });
}

const builds = async (): Promise<vscode.Task[]> =>
  (await vscode.tasks.fetchTasks({ type: 'dataflow-graph' })).filter(
    ({ definition }) => definition['command'] === 'build',
  );

/** A task that prints `lines` as a toolchain would. VS Code stops reading soon after its end, whether or not all is read. */
function printing(matcher: string, lines: readonly string[]): vscode.Task {
  const script = `console.log(${JSON.stringify(lines.join('\n'))}); setTimeout(() => undefined, 2000)`;
  const execution = new vscode.ProcessExecution(process.execPath, ['-e', script], {
    cwd: root.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const scope = folder ?? vscode.TaskScope.Workspace;
  return new vscode.Task({ type: 'process' }, scope, matcher, 'test', execution, matcher);
}

describe('build tasks', () => {
  it('are there for every operator and for all, in both modes', async () => {
    const names = (await builds()).map(({ name }) => name);
    for (const name of ['temperature', 'label-js', 'bounds-py', 'all operators'])
      for (const mode of ['', ' (debug)']) assert.ok(names.includes(`build ${name}${mode}`), name + mode);
    const [task] = await builds();
    assert.equal(task?.group?.id, vscode.TaskGroup.Build.id);
  });
});

describe('problem matchers', () => {
  const cases: readonly (readonly [string, readonly string[], string, number, string])[] = [
    [
      '$dataflow-graph-rust',
      ['error[E0425]: cannot find value `mesage`', '  --> operators/temperature/src/lib.rs:20:12', '   |'],
      'operators/temperature/src/lib.rs',
      19,
      'cannot find value `mesage`',
    ],
    [
      '$dataflow-graph-python',
      ["operators/bounds-py/bounds_py.py:70:1: error: NameError: name 'foo' is not defined"],
      'operators/bounds-py/bounds_py.py',
      69,
      "NameError: name 'foo' is not defined",
    ],
    [
      '$dataflow-graph-javascript',
      ['operators/label-js/label-js.js:9:1: error: nope is not defined'],
      'operators/label-js/label-js.js',
      8,
      'nope is not defined',
    ],
  ];
  for (const [matcher, lines, file, line, message] of cases)
    it(`${matcher} leads to the line`, async () => {
      await vscode.tasks.executeTask(printing(matcher, lines));
      const uri = vscode.Uri.joinPath(root, file);
      const [found] = await poll(
        () => Promise.resolve(vscode.languages.getDiagnostics(uri)),
        (all) => all.some((problem) => problem.message === message),
      );
      assert.equal(found?.range.start.line, line);
    });
});

describe('a launch with a build before it', () => {
  after(async () => {
    await remove('node_modules');
  });

  // A real build and a real run, on a machine that may do much else.
  it('builds the operator, then runs the graph', async function () {
    this.timeout(90_000);
    const packages = join(checkoutFolder, 'node_modules');
    mkdirSync(join(root.fsPath, 'node_modules'));
    symlinkSync(join(packages, '@bytecodealliance'), join(root.fsPath, 'node_modules/@bytecodealliance'));
    const output = 'operators/label-js/bin/x86_64/release/label-js.wasm';
    if (existsSync(join(root.fsPath, output))) await remove(output);
    await write(
      'labels.dataflow.yaml',
      [
        'metadata: { $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: labels, version: "1.0.0" }',
        'moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0" }',
        'operations:',
        '  - { operationType: source, name: source }',
        '  - { operationType: map, name: label-js/map, module: "label-js:1.0.0" }',
        '  - { operationType: sink, name: sink }',
        'connections:',
        '  - { from: { name: source }, to: { name: label-js/map } }',
        '  - { from: { name: label-js/map }, to: { name: sink } }',
        '',
      ].join('\n'),
    );
    const started = new Promise<vscode.DebugSession>((resolve) => {
      const subscription = vscode.debug.onDidStartDebugSession((session) => {
        subscription.dispose();
        resolve(session);
      });
    });
    const isStarted = await vscode.debug.startDebugging(folder, {
      type: 'dataflow-graph',
      request: 'launch',
      name: 'labels',
      program: join(root.fsPath, 'labels.dataflow.yaml'),
      preLaunchTask: 'dataflow-graph: build label-js',
    });
    assert.equal(isStarted, true);
    assert.ok(existsSync(join(root.fsPath, output)));
    await vscode.debug.stopDebugging(await started);
  });
});

describe('an operator that is saved', () => {
  const module = 'operators/quick/bin/x86_64/release/quick.wasm';
  // Where nothing is source.
  const jcoFolder = 'operators/quick/node_modules/@bytecodealliance/jco/dist';
  const settings = vscode.workspace.getConfiguration('dataflowGraph');
  const calls = (): number => {
    const log = join(root.fsPath, jcoFolder, 'calls');
    return existsSync(log) ? readFileSync(log, 'utf8').length : 0;
  };
  const runs: { started: number; codes: (number | undefined)[] } = { started: 0, codes: [] };
  const isQuiet = ({ task }: vscode.TaskExecution): boolean => task.definition['quiet'] === true;
  const listeners: vscode.Disposable[] = [];

  before(async () => {
    listeners.push(
      vscode.tasks.onDidStartTask(({ execution }) => (runs.started += Number(isQuiet(execution)))),
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (isQuiet(execution)) runs.codes.push(exitCode);
      }),
    );
    // A jco that waits until it may go on, and takes a module that is there.
    const component = join(root.fsPath, 'operators/temperature/bin/x86_64/release/temperature.wasm');
    await write(
      `${jcoFolder}/jco.js`,
      `const fs = require('node:fs');
      if (process.argv.includes('--version')) console.log('1.0.0');
      else {
        fs.appendFileSync(__dirname + '/calls', '.');
        const wait = () => {
          if (!fs.existsSync(__dirname + '/go')) return setTimeout(wait, 50);
          fs.copyFileSync(${JSON.stringify(component)}, process.argv[process.argv.indexOf('--out') + 1]);
        };
        wait();
      }`,
    );
    await write('operators/quick/quick.js', 'export const map = { init, process };\n');
    await settings.update('build.onSave', true, vscode.ConfigurationTarget.Workspace);
  });

  after(async () => {
    for (const listener of listeners) listener.dispose();
    await settings.update('build.onSave', undefined, vscode.ConfigurationTarget.Workspace);
    await remove('operators/quick');
  });

  it('is built out of sight, and once more for all that is saved during a build', async () => {
    const text = await OpenText.open('operators/quick/quick.js');
    const save = async (from: string, to: string): Promise<void> => {
      await text.replace(from, to);
      assert.equal(await text.document.save(), true);
    };
    await save('init,', 'init , ');
    await poll(
      () => Promise.resolve(calls()),
      (count) => count === 1,
    );
    await save('init ,', 'init  ,');
    await save('init  ,', 'init   ,');
    assert.equal(runs.started, 1);
    await write(`${jcoFolder}/go`, '');
    await poll(
      () => Promise.resolve(runs.codes),
      (codes) => codes.length === 2,
    );
    assert.deepEqual([runs.started, runs.codes, calls()], [2, [0, 0], 2]);
    assert.ok(existsSync(join(root.fsPath, module)));
    assert.equal(vscode.window.activeTextEditor?.document, text.document);

    // What is saved while nobody wants it is not built; and one that is as it was is not built again.
    await settings.update('build.onSave', false, vscode.ConfigurationTarget.Workspace);
    await save('init   ,', 'init,');
    await settings.update('build.onSave', true, vscode.ConfigurationTarget.Workspace);
    await save('init,', 'init   ,');
    await poll(
      () => Promise.resolve(runs.codes),
      (codes) => codes.length === 3,
    );
    assert.deepEqual([runs.started, runs.codes, calls()], [3, [0, 0, 0], 2]);
    await text.close();
  });
});

describe('a module', () => {
  it('opens as a page about it', async () => {
    const uri = vscode.Uri.joinPath(root, 'operators/temperature/bin/x86_64/release/temperature.wasm');
    await vscode.commands.executeCommand('vscode.open', uri);
    const viewTypeOfActiveTab = (): Promise<unknown> => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return Promise.resolve(input instanceof vscode.TabInputCustom ? input.viewType : undefined);
    };
    await poll(viewTypeOfActiveTab, (viewType) => viewType === 'dataflowGraph.moduleEditor');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
