// Runs inside the extension host: debugs the simple sample and measures. The figures leave as the name of the test, since names and
// outcomes are all that the harness carries out.
import { describe, it } from 'mocha';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';

const STARTS = 5;
const STEPS = 20;
const FLOOD_MS = 6000;
/** Messages per second; what the machine does not manage is less. */
const FLOOD_RATE = 50_000;

const payload = '{"temperature":{"value":104,"unit":"F"}}';
const message = { topic: 'sensors/a', payload: { base64: Buffer.from(payload).toString('base64') } };

type Counts = { readonly messagesIn: number; readonly messagesOut: number };

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What VS Code's window asks one after the other to show where a run stands. */
const askedAtStop = ['threads', 'stackTrace', 'scopes', 'variables'];

type Told = {
  readonly event?: string;
  readonly command?: string;
  readonly request_seq?: number;
  readonly body?: unknown;
};

/** A stop from its cause to its variables. Milliseconds. */
interface StopTimes {
  /** Until the adapter has told that the run stands, and what its answers to the window took. */
  readonly ours: number;
  /** Until the window has got the variables that it asked for, its own waiting included. */
  readonly whole: number;
  readonly threadId: number;
}

/** The stop that is waited for; times are those of `performance.now()`. */
let awaited:
  | {
      readonly begin: number;
      readonly asked: Map<number, number>;
      threadId: number;
      ours: number;
      readonly resolve: (times: StopTimes) => void;
    }
  | undefined;
const outputs: (() => void)[] = [];

function watchAdapters(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory('dataflow-graph', {
    createDebugAdapterTracker: () => ({
      onWillReceiveMessage: ({ seq, command }: { seq: number; command: string }) => {
        if (askedAtStop.includes(command)) awaited?.asked.set(seq, performance.now());
      },
      onDidSendMessage: (told: Told) => {
        noteStop(told);
        const { messagesOut } = (told.body ?? {}) as Partial<Counts>;
        if (told.event === 'dataflowGraph/counted' && messagesOut)
          for (const take of outputs.splice(0)) take();
      },
    }),
  });
}

function noteStop({ event, command, request_seq: request = -1, body }: Told): void {
  if (!awaited) return;
  const now = performance.now();
  if (event === 'stopped') {
    awaited.threadId = (body as { threadId: number }).threadId;
    awaited.ours = now - awaited.begin;
    awaited.asked.clear();
    return;
  }
  const asked = awaited.asked.get(request);
  if (asked === undefined || awaited.threadId === -1) return;
  awaited.ours += now - asked;
  if (command !== 'variables') return;
  const { begin, ours, threadId, resolve } = awaited;
  awaited = undefined;
  resolve({ ours, whole: now - begin, threadId });
}

/** Does what leads to a stop, and times it. */
async function stopAfter(cause: () => Thenable<unknown>): Promise<StopTimes> {
  const times = new Promise<StopTimes>((resolve) => {
    awaited = { begin: performance.now(), asked: new Map(), threadId: -1, ours: 0, resolve };
  });
  await cause();
  return times;
}

async function start(graph: vscode.Uri, noDebug = false): Promise<vscode.DebugSession> {
  const loaded = new Promise<vscode.DebugSession>((resolve) => {
    const subscription = vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event }) => {
      if (event !== 'dataflowGraph/loaded') return;
      subscription.dispose();
      resolve(session);
    });
  });
  const configuration = { type: 'dataflow-graph', request: 'launch', name: 'bench', program: graph.fsPath };
  await vscode.debug.startDebugging(undefined, configuration, { noDebug });
  return loaded;
}

async function stop(session: vscode.DebugSession): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    const subscription = vscode.debug.onDidTerminateDebugSession(() => {
      subscription.dispose();
      resolve();
    });
  });
  await vscode.debug.stopDebugging(session);
  await ended;
}

/** From the command until the run has told of its first output. */
async function measureStart(graph: vscode.Uri): Promise<number> {
  const begin = performance.now();
  const output = new Promise<void>((resolve) => outputs.push(resolve));
  const session = await start(graph);
  // Refused until the sources have been subscribed.
  const publish = async (): Promise<void> => {
    await session.customRequest('dataflowGraph/publish', message);
    const { messagesIn } = (await session.customRequest('dataflowGraph/counts')) as Counts;
    if (messagesIn === 0) await pause(5).then(publish);
  };
  await publish();
  await output;
  const ms = performance.now() - begin;
  await stop(session);
  return ms;
}

async function measureStops(graph: vscode.Uri): Promise<Record<'stopMs' | 'stepMs' | 'windowMs', number>> {
  const document = await vscode.workspace.openTextDocument(graph);
  const line = document.positionAt(document.getText().indexOf('- operationType: map')).line;
  const place = new vscode.Location(graph, new vscode.Position(line, 0));
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
  const session = await start(graph);
  await pause(500);
  const stops: StopTimes[] = [];
  const steps: StopTimes[] = [];
  while (steps.length < STEPS) {
    const stop = await stopAfter(() => session.customRequest('dataflowGraph/publish', message));
    stops.push(stop);
    const { threadId } = stop;
    for (let step = 0; step < 2; step += 1)
      steps.push(await stopAfter(() => session.customRequest('next', { threadId })));
    await session.customRequest('continue', { threadId });
  }
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await stop(session);
  const ours = (times: readonly StopTimes[]): number => middle(times.map((each) => each.ours));
  return { stopMs: ours(stops), stepMs: ours(steps), windowMs: middle(steps.map(({ whole }) => whole)) };
}

/** Delay of the extension host while a client floods the run's broker; and what became of the messages. */
async function measureFlood(
  folder: vscode.Uri,
  graph: vscode.Uri,
): Promise<{ p99Ms: number; perSecond: number; lost: number }> {
  const session = await start(graph, true);
  const { url } = (await session.customRequest('dataflowGraph/runInfo')) as { url: string };
  const endFlood = startFlood(folder, url);
  await pause(1500);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await pause(FLOOD_MS);
  delay.disable();
  const { sent, perSecond } = await endFlood();
  const messagesIn = async (): Promise<number> =>
    ((await session.customRequest('dataflowGraph/counts')) as Counts).messagesIn;
  // What has been sent is worked off; where nothing comes any more the rest is lost.
  let [before, now] = [-1, await messagesIn()];
  while (now < sent && now > before) {
    await pause(2000);
    [before, now] = [now, await messagesIn()];
  }
  await stop(session);
  return { p99Ms: delay.percentile(99) / 1e6, perSecond, lost: sent - now };
}

interface Flooded {
  readonly sent: number;
  readonly perSecond: number;
}

/** In a process of its own: what floods is not what is measured. Ends when it is told to, and tells what it has sent. */
function startFlood(folder: vscode.Uri, url: string): () => Promise<Flooded> {
  const driver = vscode.Uri.joinPath(folder, 'benchFlood.mjs').fsPath;
  const child = spawn(process.execPath, [driver, url, message.topic, payload, String(FLOOD_RATE)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  return async () => {
    child.stdin.end();
    await once(child, 'close');
    return JSON.parse(text) as Flooded;
  };
}

describe('debugging', () => {
  it('the simple sample', async function () {
    this.timeout(280_000);
    const watch = watchAdapters();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (!folder) throw new Error('There is no workspace folder.');
    const graph = vscode.Uri.joinPath(folder.uri, 'graph-simple.dataflow.yaml');
    // Fills the cache of modules, and has VS Code load what debugging needs.
    await measureStart(graph);
    const starts: number[] = [];
    for (let each = 0; each < STARTS; each += 1) starts.push(await measureStart(graph));
    const { stopMs, stepMs, windowMs } = await measureStops(graph);
    const flood = await measureFlood(folder.uri, graph);
    watch.dispose();
    this.runnable().title = JSON.stringify({
      f5ToFirstOutputMs: middle(starts),
      stopToVariablesMs: stopMs,
      stepMs,
      windowStepMs: windowMs,
      hostDelayP99Ms: flood.p99Ms,
      floodPerSecond: flood.perSecond,
      floodLost: flood.lost,
    });
  });
});
