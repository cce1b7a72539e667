// The life of a session: launch, start once the client is done configuring, restart on the same port, end after draining or at once.
// Knows nothing about stops and variables but that they begin anew.
import { Event, InitializedEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { Clock } from '../base/clock.ts';
import { AppError, describeError } from '../base/errors.ts';
import type { CustomEvents } from '../protocol/debugViews.ts';
import type { RunFinish } from '../protocol/engine.ts';
import type { LoadedRun, RunModule, RunProcessEvents } from '../protocol/runProcess.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { ClientLink } from './clientLink.ts';
import { completeByCase } from './caseLaunch.ts';
import { ComparisonSummary } from './comparisonSummary.ts';
import { InputFeed } from './inputFeed.ts';
import { type LaunchInputs, type LaunchSettings, readAttach, readLaunch } from './launchArguments.ts';
import { changeModules, type ModuleChange } from './moduleChanges.ts';
import type { PreparingProgress } from './preparingProgress.ts';
import type { Answers } from './requests.ts';
import type { RunConnection, RunListener, StartRun } from './runClient.ts';
import type { RunOutput } from './runOutput.ts';
import type { Stops } from './stops.ts';

export interface LifecyclePorts {
  readonly startRun: StartRun;
  readonly clock: Pick<Clock, 'startTimer'>;
  readonly link: ClientLink;
  readonly output: RunOutput;
  readonly progress: PreparingProgress;
  readonly breakpoints: Breakpoints;
  readonly stops: Stops;
  readonly events: RunListener['events'];
  /** A run was loaded, for the first time or anew. */
  readonly onLoaded: (run: LoadedRun) => void;
}

type Answered = 'launch' | 'attach' | 'configurationDone' | 'restart' | 'terminate' | 'disconnect';

/** How long operators may still wait for answers to their commands when a run is to end. */
const COMMAND_GRACE_MS = 2000;

export class Lifecycle {
  readonly #ports: LifecyclePorts;
  #settings: LaunchSettings | undefined;
  #connection: RunConnection | undefined;
  #loaded: LoadedRun | undefined;
  #inputs: InputFeed | undefined;
  readonly #comparison: ComparisonSummary;
  #isDraining = false;
  #isOver = false;
  #configure: () => void = () => undefined;
  readonly #configured: Promise<void>;

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
    this.#comparison = new ComparisonSummary({ ...ports, ask: (method, params) => this.ask(method, params) });
    this.#configured = new Promise((resolve) => (this.#configure = resolve));
  }

  readonly answers: Answers<Answered> = {
    launch: (args) => this.#launch(readLaunch(args)),
    attach: (args) => this.#launch(readAttach(args)),
    configurationDone: () => this.#configure(),
    restart: (args) => this.#restart((args as { arguments?: object } | undefined)?.arguments),
    terminate: async () => {
      // Asked a second time, it ends at once.
      if (this.#isDraining || !this.#loaded) await this.abandon();
      else void this.drain();
    },
    disconnect: async () => {
      this.#isOver = true;
      const connection = this.#connection;
      await this.#comparison.tell();
      this.dispose();
      await connection?.ended;
    },
  };

  /** Errors: RUN_ENDED, before the launch and after the end; those of the method. */
  readonly ask: RunConnection['request'] = (method, params) => {
    if (this.#connection) return this.#connection.request(method, params);
    return Promise.reject(new AppError('RUN_ENDED', 'The run has not been loaded, or has ended.'));
  };

  noteCounts(counts: RunProcessEvents['counted']): void {
    this.#inputs?.note(counts);
  }

  get run(): LoadedRun | undefined {
    return this.#loaded;
  }

  /** Notes that `module` runs in its operations now; undefined when there is no run any more. */
  updateModule(module: RunModule): ModuleChange | undefined {
    if (!this.#loaded) return undefined;
    const change = changeModules(this.#loaded.modules, module);
    this.#loaded = { ...this.#loaded, modules: change.modules };
    return change;
  }

  /** Finishes what is under way without stopping anywhere, then ends. */
  async drain(): Promise<void> {
    if (this.#isDraining) return;
    this.#isDraining = true;
    const { breakpoints, stops } = this.#ports;
    try {
      // First: an engine whose operator waits for an answer hears nothing else.
      await this.ask('limitCommands', { graceMs: COMMAND_GRACE_MS });
      await breakpoints.suspend();
      stops.release();
      await this.#finish({ pending: this.#settings?.atTerminate ?? 'flush' });
      this.end();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Ends the run without finishing what is under way; what was compared is still told. */
  async abandon(): Promise<void> {
    await this.#comparison.tell();
    this.end();
  }

  /** Ends the run at once and tells the client. */
  end(): void {
    this.dispose();
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ports.link.send(new TerminatedEvent());
  }

  dispose(): void {
    this.#connection?.dispose();
    this.#connection = undefined;
  }

  async #launch(settings: LaunchSettings): Promise<void> {
    this.#settings = settings;
    const loaded = await this.#load(settings);
    this.#ports.link.send(new InitializedEvent());
    await this.#configured;
    await this.#begin(loaded);
  }

  async #restart(args: object | undefined): Promise<void> {
    const settings = args ? readLaunch(args) : this.#settings;
    if (!settings) throw new AppError('RUN_ENDED', 'There is no run to start again.');
    const port = portOf(this.#loaded) ?? settings.run.port;
    this.#settings = settings;
    const old = this.#connection;
    await this.#comparison.tell();
    this.#comparison.reset();
    this.dispose();
    await old?.ended; // It holds the port until then.
    this.#isDraining = false;
    this.#ports.stops.reset();
    const samePort = { ...settings, run: { ...settings.run, ...(port !== undefined && { port }) } };
    await this.#begin(await this.#load(samePort));
  }

  /** Returns the settings with what a test case or a recording adds to them. */
  async #load(given: LaunchSettings): Promise<LaunchSettings> {
    const { startRun, events, output, progress, breakpoints, onLoaded } = this.#ports;
    breakpoints.isOff = !given.run.isDebugged;
    // After its disposal a connection tells nothing more.
    const connection = startRun({ events, onLost: (error) => this.#fail(error) });
    this.#connection = connection;
    const settings = await complete(given, connection);
    try {
      this.#loaded = await connection.request('load', settings.run);
    } finally {
      progress.end();
    }
    for (const warning of this.#loaded.warnings) output.tell(warning, 'stderr');
    onLoaded(this.#loaded);
    return settings;
  }

  async #begin(settings: LaunchSettings): Promise<void> {
    const { run, inputs, replay, stopOnEntry } = settings;
    const { breakpoints, output } = this.#ports;
    await breakpoints.renew();
    if (stopOnEntry && run.isDebugged) await this.ask('pause', { reason: 'entry' });
    // Before whatever the start leads to.
    if (this.#loaded) output.tellStarted(this.#loaded, settings);
    await this.ask('start', null);
    this.#comparison.begin(run);
    if (inputs) void this.#feed(inputs, settings);
    if (replay) void this.#replay(settings);
  }

  /** Hands the recorded messages over while everything else goes on, then says whether all was as recorded. */
  async #replay({ run }: LaunchSettings): Promise<void> {
    const connection = this.#connection;
    const isOver = (): boolean => this.#connection !== connection || this.#isDraining;
    const { output } = this.#ports;
    const feed = this.#openFeed();
    try {
      const { finish } = await this.ask('feedReplay', null);
      if (run.isDebugged && !isOver()) await feed.workOff(finish.untilMs);
      if (isOver()) return;
      await this.#finish(finish);
      output.tellReplay(await this.ask('compareReplay', null));
      if (!isOver()) this.end();
    } catch (error) {
      if (!isOver()) output.tell(describeFailure(error), 'important');
    }
  }

  /** Publishes the inputs while everything else goes on. */
  async #feed(inputs: LaunchInputs, { run, testCase }: LaunchSettings): Promise<void> {
    const connection = this.#connection;
    const isOver = (): boolean => this.#connection !== connection || this.#isDraining;
    const { output } = this.#ports;
    const feed = this.#openFeed();
    try {
      const count = await feed.publish(inputs);
      if (isOver()) return;
      output.tell(`${String(count)} messages of ${inputs.folder} were published`);
      if (inputs.atEnd === 'hold') return;
      if (run.isDebugged) await feed.workOff();
      if (isOver()) return;
      await this.#finish({ pending: 'flush' });
      if (testCase !== undefined) await this.#judge();
      if (inputs.atEnd === 'exit' && !isOver()) this.end();
    } catch (error) {
      if (!isOver()) output.tell(describeFailure(error), 'important');
    }
  }

  #openFeed(): InputFeed {
    const { clock, stops } = this.#ports;
    this.#inputs = new InputFeed({ ask: this.ask, clock, isStanding: () => stops.report !== undefined });
    return this.#inputs;
  }

  async #judge(): Promise<void> {
    const verdict = await this.ask('judgeCase', null);
    const { status, differences } = verdict;
    this.#ports.output.tell(
      `the test case has ${status}${differences.map(({ message }) => `\n${message}`).join('')}`,
      status === 'passed' ? 'console' : 'important',
    );
    this.#ports.link.send(new Event('dataflowGraph/caseEnded' satisfies keyof CustomEvents, verdict));
  }

  async #finish(how: RunFinish): Promise<void> {
    const counts = await this.ask('finish', how);
    await this.#comparison.tell();
    this.#ports.output.tellCounts(counts);
  }

  #fail(error: unknown): void {
    if (!this.#isOver) this.#ports.output.tell(describeFailure(error), 'important');
    this.end();
  }
}

/** The settings with what a test case or a recording adds to them. */
async function complete(given: LaunchSettings, connection: RunConnection): Promise<LaunchSettings> {
  const { testCase, replay, run } = given;
  if (testCase !== undefined)
    return completeByCase(given, await connection.request('openCase', { file: testCase }));
  if (!replay) return given;
  const { graph, ...request } = replay;
  const { program } = await connection.request('openReplay', request);
  return { ...given, run: { ...run, program: graph ?? program } };
}

/** `message [CODE]`, as everything that goes wrong is told. */
export function describeFailure(error: unknown): string {
  return error instanceof AppError ? `${error.message} [${error.code}]` : describeError(error);
}

function portOf(run: LoadedRun | undefined): number | undefined {
  const [, port] = /:(\d+)\/?$/.exec(run?.url ?? '') ?? [];
  return port === undefined ? undefined : Number(port);
}
