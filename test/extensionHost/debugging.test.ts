// F5 on a graph inside VS Code: real adapter, run process, components and broker.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { OpenText, poll } from './openText.ts';

const graph = 'graph-simple.dataflow.yaml';
const fahrenheit = (value: number): object => ({
  topic: 'sensors/a',
  payload: {
    base64: Buffer.from(`{"temperature":{"value":${String(value)},"unit":"F"}}`).toString('base64'),
  },
});

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
}

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
}

/** Starts by `start` and resolves to the session, which answers requests then. */
async function session(start: () => PromiseLike<unknown>): Promise<vscode.DebugSession> {
  const started = new Promise<vscode.DebugSession>((resolve) => {
    const subscription = vscode.debug.onDidStartDebugSession((found) => {
      subscription.dispose();
      resolve(found);
    });
  });
  await start();
  const found = await started;
  await poll(
    () => Promise.resolve(found.customRequest('dataflowGraph/counts')).catch(() => undefined),
    (counts) => counts !== undefined,
  );
  return found;
}

/** The top frame, once the session stands and `isWanted` accepts it. */
async function topFrame(
  of: vscode.DebugSession,
  isWanted: (frame: Frame) => boolean = () => true,
): Promise<Frame & { readonly threadId: number }> {
  const ask = async (): Promise<(Frame & { threadId: number }) | undefined> => {
    const { threads } = (await of.customRequest('threads')) as { threads: { id: number }[] };
    const threadId = threads.at(-1)?.id ?? 0;
    if (threads.length < 2) return undefined;
    const { stackFrames } = (await of.customRequest('stackTrace', { threadId })) as { stackFrames: Frame[] };
    const [frame] = stackFrames;
    return frame && { ...frame, threadId };
  };
  const found = await poll(ask, (frame) => frame !== undefined && isWanted(frame));
  assert.ok(found);
  return found;
}

async function variable(of: vscode.DebugSession, frame: Frame, name: string): Promise<Variable> {
  const { scopes } = (await of.customRequest('scopes', { frameId: frame.id })) as {
    scopes: Variable[];
  };
  const [message] = scopes;
  const { variables } = (await of.customRequest('variables', {
    variablesReference: message?.variablesReference,
  })) as { variables: Variable[] };
  const found = variables.find((each) => each.name === name);
  assert.ok(found, `${name} in ${variables.map((each) => each.name).join(', ')}`);
  return found;
}

/** The stopped message beside its operation in `line`, and how far the run is above the graph. */
async function seesRunInText(text: OpenText, line: number): Promise<void> {
  const everything = new vscode.Range(0, 0, text.document.lineCount, 0);
  const values = await text.ask<vscode.InlineValueText[]>(
    'vscode.executeInlineValueProvider',
    (found) => found.length > 0,
    everything,
    { frameId: 1, stoppedLocation: new vscode.Range(line, 0, line, 0) },
  );
  const here = values.find(({ range }) => range.start.line === line);
  assert.match(here?.text ?? '', /^in: sensors\/a {2}.*104/);
  const lenses = await text.ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', (found) =>
    found.some(({ command }) => command?.title.includes('stopped: 1 in') === true),
  );
  assert.ok(lenses.some(({ command }) => command?.title.includes('Stop') === true));
}

async function end(): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    const subscription = vscode.debug.onDidTerminateDebugSession(() => {
      subscription.dispose();
      resolve();
    });
  });
  await vscode.debug.stopDebugging();
  await ended;
}

describe('debugging', () => {
  afterEach(() => vscode.debug.removeBreakpoints(vscode.debug.breakpoints));

  it('stops at a breakpoint in the YAML, shows the message, steps on and ends', async () => {
    const text = await OpenText.open(graph);
    const line = text.at('- operationType: map').line;
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(text.uri, new vscode.Position(line + 1, 0))),
    ]);
    const of = await session(() => vscode.commands.executeCommand('dataflowGraph.debug'));
    assert.equal(of.type, 'dataflow-graph');
    await of.customRequest('dataflowGraph/publish', fahrenheit(104));
    const frame = await topFrame(of);
    assert.equal(frame.line, line + 1);
    assert.match((await variable(of, frame, 'payload')).value, /104/);
    await seesRunInText(text, line);
    await of.customRequest('next', { threadId: frame.threadId });
    const next = await topFrame(of, ({ line: at }) => at !== frame.line);
    assert.match((await variable(of, next, 'payload')).value, /40/);
    await of.customRequest('continue', { threadId: next.threadId });
    await poll(
      () => of.customRequest('dataflowGraph/counts') as PromiseLike<{ messagesOut: number }>,
      ({ messagesOut }) => messagesOut === 1,
    );
    await end();
    await text.close();
  });

  it('starts without a launch.json on the graph in front', async () => {
    const text = await OpenText.open(graph);
    const of = await session(() => vscode.commands.executeCommand('workbench.action.debug.start'));
    assert.equal(of.type, 'dataflow-graph');
    assert.match(String(of.configuration['program']), /graph-simple/);
    await end();
    await text.close();
  });

  it('runs without debugging past every breakpoint', async () => {
    const text = await OpenText.open(graph);
    const line = text.at('- operationType: map').line;
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(text.uri, new vscode.Position(line, 0))),
    ]);
    const of = await session(() => vscode.commands.executeCommand('workbench.action.debug.run'));
    await of.customRequest('dataflowGraph/publish', fahrenheit(104));
    await poll(
      () => of.customRequest('dataflowGraph/counts') as PromiseLike<{ messagesOut: number }>,
      ({ messagesOut }) => messagesOut === 1,
    );
    await end();
    await text.close();
  });
});
