// A graph that is run from VS Code: as a task of ours, with the real command line, module and broker.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { OpenText, poll } from './openText.ts';

function nextEvent<T>(event: vscode.Event<T>, isWanted: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const subscription = event((value) => {
      if (!isWanted(value)) return;
      subscription.dispose();
      resolve(value);
    });
  });
}

const isOurs = ({ execution }: { readonly execution: vscode.TaskExecution }): boolean =>
  execution.task.definition.type === 'dataflow-graph';

describe('a run', () => {
  it('is a task that lasts until it is stopped', async () => {
    const text = await OpenText.open('graph-simple.dataflow.yaml');
    const started = nextEvent(vscode.tasks.onDidStartTaskProcess, isOurs);
    await vscode.commands.executeCommand('dataflowGraph.run');
    const { execution } = await started;
    assert.equal(execution.task.name, 'run graph-simple.dataflow.yaml');
    const ended = nextEvent(vscode.tasks.onDidEndTask, isOurs);
    await vscode.commands.executeCommand('dataflowGraph.stopRun');
    await ended;
    await text.close();
  });

  it('ends by itself when it has worked off its input, with exit code 0', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const task = { type: 'dataflow-graph', command: 'run', graph: 'graph-simple.dataflow.yaml' };
    const tasks = { version: '2.0.0', tasks: [{ ...task, label: 'sample', arguments: ['--input', 'data'] }] };
    const file = vscode.Uri.joinPath(folder.uri, '.vscode/tasks.json');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(tasks)));
    const isRun = ({ definition }: vscode.Task): boolean => definition['command'] === 'run';
    const all = await poll(
      () => vscode.tasks.fetchTasks({ type: 'dataflow-graph' }),
      (tasks) => tasks.some(isRun),
    );
    const found = all.find(isRun);
    assert.ok(found);
    const ended = nextEvent(vscode.tasks.onDidEndTaskProcess, isOurs);
    await vscode.tasks.executeTask(found);
    assert.equal((await ended).exitCode, 0);
  });
});

describe('tasks that are written', () => {
  // Neither gets anywhere: how they are called is told by what they say, in their exit codes.
  it('push a graph, and ask kubectl', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const ours = { type: 'dataflow-graph', graph: 'graph-simple.dataflow.yaml' };
    const written = [
      { ...ours, label: 'push', command: 'push', registry: 'http://127.0.0.1:1' },
      { ...ours, label: 'wrong use', command: 'push', registry: 'http://127.0.0.1:1', arguments: ['--what'] },
      { ...ours, label: 'status', command: 'deploy', action: 'status', context: 'nowhere' },
    ];
    const file = vscode.Uri.joinPath(folder.uri, '.vscode/tasks.json');
    const text = JSON.stringify({ version: '2.0.0', tasks: written });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const codes: (number | undefined)[] = [];
    for (const { label } of written) {
      const all = await poll(
        () => vscode.tasks.fetchTasks({ type: 'dataflow-graph' }),
        (tasks) => tasks.some(({ name }) => name === label),
      );
      const task = all.find(({ name }) => name === label);
      assert.ok(task);
      const ended = nextEvent(vscode.tasks.onDidEndTaskProcess, isOurs);
      await vscode.tasks.executeTask(task);
      codes.push((await ended).exitCode);
    }
    assert.deepEqual(codes, [1, 2, 1]);
  });
});

describe('commands', () => {
  it('New Graph opens an empty graph', async () => {
    await vscode.commands.executeCommand('dataflowGraph.newGraph');
    const document = vscode.window.activeTextEditor?.document;
    assert.deepEqual([document?.isUntitled, document?.languageId], [true, 'dataflow-graph']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('Explain Problem opens the page about it', async () => {
    await vscode.commands.executeCommand('dataflowGraph.explainProblem', 'GRAPH_CYCLE');
    const labelOfActiveTab = (): Promise<string> =>
      Promise.resolve(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '');
    await poll(labelOfActiveTab, (label) => label.includes('graph.md'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
