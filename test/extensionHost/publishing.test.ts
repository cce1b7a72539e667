// Publishing to a run and looking at its topics inside VS Code: real adapter, run process and broker.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { OpenText, poll } from './openText.ts';

const graph = 'graph-simple.dataflow.yaml';

interface Progress {
  readonly id: number;
  readonly sent: number;
  readonly taken: number;
  readonly isOver: boolean;
}

interface Topics {
  readonly topics: readonly { readonly topic: string; readonly count: number; readonly preview: string }[];
}

async function startRun(): Promise<vscode.DebugSession> {
  const started = new Promise<vscode.DebugSession>((resolve) => {
    const subscription = vscode.debug.onDidStartDebugSession((session) => {
      subscription.dispose();
      resolve(session);
    });
  });
  await vscode.commands.executeCommand('dataflowGraph.debug');
  const session = await started;
  await poll(
    () => Promise.resolve(session.customRequest('dataflowGraph/counts')).catch(() => undefined),
    (counts) => counts !== undefined,
  );
  return session;
}

describe('publishing', () => {
  afterEach(() => vscode.debug.stopDebugging());

  it('makes a series of messages in the run, whose topics are seen with their values', async () => {
    const text = await OpenText.open(graph);
    const session = await startRun();
    await session.customRequest('dataflowGraph/readTopics', { since: 0 });
    const pattern = {
      topic: 'sensors/{{pick a}}',
      qos: 1,
      retain: false,
      userProperties: [['n', '{{seq}}']],
      payload: '{"temperature":{"value":{{seq 104}},"unit":"F"}}',
    };
    const { id } = (await session.customRequest('dataflowGraph/startSeries', {
      from: { kind: 'pattern', pattern },
      count: 20,
      perSecond: 200,
    })) as Progress;
    const last = await poll(
      () => session.customRequest('dataflowGraph/readSeries', { id }) as PromiseLike<Progress>,
      ({ isOver }) => isOver,
    );
    assert.equal(last.taken, 20);
    const page = await poll(
      () => session.customRequest('dataflowGraph/readTopics', { since: 0 }) as PromiseLike<Topics>,
      ({ topics }) => topics.length === 2 && topics.every(({ count }) => count === 20),
    );
    const source = page.topics.find(({ topic }) => topic === 'sensors/a');
    assert.match(source?.preview ?? '', /"value":123/);
    await text.close();
  });

  it('publishes a folder of the workspace, and opens the value of a topic as JSON', async () => {
    const text = await OpenText.open(graph);
    const session = await startRun();
    await session.customRequest('dataflowGraph/readTopics', { since: 0 });
    const folder = vscode.Uri.joinPath(text.uri, '..', 'data-windows');
    await vscode.commands.executeCommand('dataflowGraph.publishFolder', folder);
    const { topics } = await poll(
      () => session.customRequest('dataflowGraph/readTopics', { since: 0 }) as PromiseLike<Topics>,
      (page) => page.topics.some(({ topic }) => topic.startsWith('sensors')),
    );
    const record = topics.find(({ topic }) => topic.startsWith('sensors'));
    const item = { path: record?.topic, children: new Map(), record };
    await vscode.commands.executeCommand('dataflowGraph.topics.openValue', item);
    const document = await poll(
      () =>
        Promise.resolve(vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'dataflow-topic')),
      (found) => found !== undefined,
    );
    assert.equal(document?.languageId, 'json');
    assert.match(document.getText(), /^\{\n/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows the view with the topic that is asked for, without a run too', async () => {
    await vscode.commands.executeCommand('dataflowGraph.publish', 'sensors/a');
    await vscode.commands.executeCommand('dataflowGraph.publish', {
      topic: 'a',
      payload: '1',
      payloadForm: 'text',
    });
  });
});
