// `dataflow-graph run`: runs a graph until its input is worked off, or until it is interrupted. Knows nothing about how
// a graph runs.
import { join } from 'node:path';
import type { Disposable } from '../base/disposable.ts';
import { AppError } from '../base/errors.ts';
import type { ComparedOperation } from '../protocol/comparison.ts';
import type { RunCounts } from '../protocol/engine.ts';
import { startEmbeddedBroker } from '../runtime/broker/embeddedBroker.ts';
import type { MessageBus } from '../runtime/broker/messageBus.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';
import { defaultTopics } from '../runtime/run/composeRun.ts';
import { VIRTUAL_START_MS } from '../runtime/run/runSpec.ts';
import { describeComparison, isAlike } from '../runtime/run/moduleComparison.ts';
import { readFaultFile } from '../runtime/run/readFaultFile.ts';
import type { Run } from '../runtime/run/run.ts';
import type { InputMessage } from '../testing/inputMessages.ts';
import { readInput } from '../testing/readInput.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { awaitArrivals, countArrivals } from './awaitArrivals.ts';
import { workerUrl } from './locations.ts';
import { exitCodes } from './exitCodes.ts';
import { formatMessage, formatMessageJson, formatNodes, formatTotals } from './formatRun.ts';
import { catchInterrupt } from './interrupt.ts';
import { publishInput } from './publishInput.ts';
import { otlpSettings, type RunFlags } from './runFlags.ts';
import { commandLineWords } from './settingWords.ts';
import { openSession, type RunSession, type SessionOptions } from '../runtime/run/openSession.ts';
import { awaitFailure } from './runFailure.ts';
import { tellLogs } from './tellLogs.ts';
import type { Terminal } from './terminal.ts';
import { connectBroker } from '../runtime/run/connectBroker.ts';
import { claimTracePath, nextTracePath } from '../runtime/run/tracePath.ts';

/** How long operators may still wait for answers to their commands once Ctrl-C was pressed. */
const COMMAND_GRACE_MS = 2000;
const DEFAULT_LIVE_PORT = 1883;

/** Returns the exit code. Errors: everything that keeps a run from starting or going on. */
export async function runGraph(file: string, flags: RunFlags, terminal: Terminal): Promise<number> {
  const messages =
    flags.input === undefined
      ? undefined
      : await readInput(flags.input, flags.inputTopic, (warning) => terminal.log('warn', warning));
  if (flags.hotReload === true && flags.compareRebuilt === true)
    throw new AppError(
      'USAGE',
      '--hot-reload lets rebuilt modules take over, --compare-rebuilt does not: choose one.',
    );
  if (flags.followTags !== undefined && flags.hotReload !== true && flags.compareRebuilt !== true)
    throw new AppError(
      'USAGE',
      '--follow-tags needs --hot-reload or --compare-rebuilt: what is to become of a module that changed?',
    );
  const cacheFolder = flags.cache ?? defaultCacheFolder(process.env);
  const tracePath = await (flags.traceFile === undefined
    ? nextTracePath(join(cacheFolder, 'traces'), file, Date.now(), terminal)
    : claimTracePath(flags.traceFile));
  const { fail, failure } = awaitFailure();
  const faults = flags.faults === undefined ? [] : await readFaultFile(flags.faults);
  const session = await openSession(
    { ...sessionOptions(file, flags, tracePath, cacheFolder, terminal), faults },
    (run, bus) => listen(run, bus, flags, terminal, fail),
  );
  // Not before: until a run has started there is nothing to finish, and Ctrl-C ends the process at once.
  const interrupt = catchInterrupt();
  let following: Disposable | undefined;
  try {
    following = await follow(session, flags, terminal);
    const counts = await Promise.race([
      failure,
      conduct(session, messages, flags, interrupt.interrupted, terminal),
    ]);
    report(session, counts, tracePath, flags.output, terminal);
    const compared = await session.comparison.read();
    tellComparison(compared, flags.output, terminal);
    const isLossy = flags.strict === true && counts.errors > 0;
    return isLossy || !isAlike(compared) ? exitCodes.failed : exitCodes.ok;
  } finally {
    following?.dispose();
    await session.close();
    interrupt.dispose();
  }
}

// The client of registries is loaded where it is needed only.
async function follow(
  { spec }: RunSession,
  { followTags: seconds }: RunFlags,
  terminal: Terminal,
): Promise<Disposable | undefined> {
  if (seconds === undefined) return undefined;
  const { followTags } = await import('../registry/followTags.ts');
  const { connect } = await import('./registryFlags.ts');
  return followTags(spec.moduleFiles, {
    connect: (place, signal) => connect(place, {}, terminal, signal),
    startTimer: systemTime.startTimer,
    intervalMs: seconds * 1000,
    logger: terminal,
  });
}

function sessionOptions(
  file: string,
  flags: RunFlags,
  tracePath: string | undefined,
  cacheFolder: string,
  terminal: Terminal,
): SessionOptions {
  const otlp = otlpSettings(flags);
  const isVirtual = (flags.clock ?? (flags.input === undefined ? 'wall' : 'virtual')) === 'virtual';
  return {
    file,
    topics: {
      sources: flags.sourceTopic ?? defaultTopics.sources,
      sink: flags.sinkTopic ?? defaultTopics.sink,
    },
    overrides: flags.param,
    modules: flags.module,
    cacheFolder,
    settingWords: commandLineWords,
    workerUrl,
    workspaceFiles: {
      ...(flags.stateStore !== undefined && { stateSeed: flags.stateStore }),
      ...(flags.schema !== undefined && { moduleSchema: flags.schema }),
      ...(flags.env !== undefined && { environment: flags.env }),
      ...(flags.responders !== undefined && { responders: flags.responders }),
    },
    usesOutsideBroker: flags.broker !== undefined,
    ...(otlp && { otlp }),
    onPrepare: (label) => terminal.progress(`preparing ${label} …`),
    ...(flags.hotReload === true && { onModuleUpdate: () => undefined }),
    compare: flags.compare,
    comparesUpdates: flags.compareRebuilt ?? false,
    logger: terminal,
    openBus: () => openBus(flags, terminal),
    settings: {
      clock: isVirtual ? { kind: 'virtual', startMs: VIRTUAL_START_MS } : { kind: 'wall' },
      lateItems: flags.late,
      ...(flags.maxHeld !== undefined && { maxHeldItems: flags.maxHeld }),
      operatorTimeoutMs: flags.timeout,
      seed: flags.seed,
      trace: { level: flags.trace, ...(tracePath !== undefined && { path: tracePath }) },
    },
  };
}

async function openBus(flags: RunFlags, terminal: Terminal): Promise<MessageBus> {
  if (flags.broker !== undefined) {
    const { broker: url, user, password, ca } = flags;
    return connectBroker({ url, user, password, ca }, { logger: terminal, caSetting: '--ca' });
  }
  const port = flags.port ?? (flags.input === undefined ? DEFAULT_LIVE_PORT : 0);
  return startEmbeddedBroker({
    logger: terminal,
    listen: { host: flags.host, port, isRemoteAllowed: flags.allowRemote ?? false },
  });
}

function listen(
  run: Run,
  bus: MessageBus,
  flags: RunFlags,
  terminal: Terminal,
  fail: (error: AppError) => void,
): void {
  run.failure.event(fail);
  bus.onStatus((status) =>
    status.state === 'connected'
      ? terminal.log('info', 'connected to the broker again')
      : terminal.log(
          'warn',
          `the broker is away (${status.reason}); attempt ${String(status.attempt)} to reconnect`,
        ),
  );
  tellLogs(run, flags.logLevel, terminal);
  run.health.event(({ node, health, message }) =>
    terminal.log(health === 'running' ? 'info' : 'error', `operation "${node}" is ${health}: ${message}`),
  );
  run.output.event(({ sink, message }) =>
    terminal.print(flags.output === 'ndjson' ? formatMessageJson(sink, message) : formatMessage(message)),
  );
}

async function conduct(
  session: RunSession,
  messages: readonly InputMessage[] | undefined,
  flags: RunFlags,
  interrupted: Promise<void>,
  terminal: Terminal,
): Promise<RunCounts> {
  const { run, bus, spec } = session;
  for (const warning of spec.warnings) terminal.log('warn', warning);
  const topics = [...spec.sourceFilters.values()].flat().join(', ');
  terminal.tell(`running "${spec.plan.name}" on ${bus.url ?? 'a broker without a port'}, reading ${topics}`);
  if (messages) await Promise.race([interrupted, feed(session, messages, flags, terminal)]);
  else {
    terminal.tell('press Ctrl-C to finish what is under way and end');
    await interrupted;
  }
  const finished = run.finish('flush');
  void interrupted.then(() => {
    run.limitCommands(COMMAND_GRACE_MS);
    terminal.tell('finishing what is under way; press Ctrl-C again to end at once');
  });
  return finished;
}

async function feed(
  { run, bus, spec }: RunSession,
  messages: readonly InputMessage[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<void> {
  for (let round = 0; round < flags.repeat; round += 1)
    await publishInput(bus, messages, round * messages.length);
  if (flags.broker === undefined) return; // The embedded broker has delivered by now.
  const expected =
    flags.repeat *
    countArrivals(
      messages.map(({ topic }) => topic),
      spec,
    );
  const seen = await awaitArrivals(run, expected, systemTime);
  if (seen < expected)
    terminal.log(
      'warn',
      `the broker has sent ${String(seen)} of ${String(expected)} messages back; going on without the others`,
    );
}

function report(
  { spec }: RunSession,
  counts: RunCounts,
  tracePath: string | undefined,
  form: RunFlags['output'],
  terminal: Terminal,
): void {
  // Whoever reads JSON lines gets nothing else on standard output.
  const print = (line: string): void => (form === 'ndjson' ? terminal.tell(line) : terminal.print(line));
  print('');
  for (const [index, line] of formatNodes(counts).entries())
    print(index === 0 && form === 'table' ? terminal.paint('strong', line) : line);
  if (tracePath !== undefined)
    terminal.tell(`\ntrace of "${spec.plan.name}": dataflow-graph trace ${tracePath}`);
  print(formatTotals(counts));
}

function tellComparison(
  compared: readonly ComparedOperation[],
  form: RunFlags['output'],
  terminal: Terminal,
): void {
  if (form === 'ndjson') for (const each of compared) terminal.print(JSON.stringify({ compared: each }));
  else for (const line of describeComparison(compared)) terminal.print(line);
}
