// A debug session: takes the requests of the Debug Adapter Protocol and hands each to the part that answers it. The same class works
// inside VS Code (as vscode.DebugAdapter) and over a stream. Knows nothing about how a run works: it speaks to it by message.
import {
  DebugSession,
  Event,
  LoadedSourceEvent,
  Module,
  ModuleEvent,
  OutputEvent,
  Response,
} from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { CustomEvents } from '../protocol/debugViews.ts';
import type { LoadedRun, RunModule } from '../protocol/runProcess.ts';
import { answerBreakpoints } from './answerBreakpoints.ts';
import { Breakpoints } from './breakpoints.ts';
import { capabilities } from './capabilities.ts';
import { type ClientLink, sourceOf } from './clientLink.ts';
import { ConsoleSession } from './consoleSession.ts';
import { answerCustomRequest, findCustomRequest } from './customRequests.ts';
import { Inspection } from './inspection.ts';
import { lineValues } from './lineValues.ts';
import { describeFailure, Lifecycle } from './lifecycle.ts';
import { OutputQueue } from './outputQueue.ts';
import { PreparingProgress } from './preparingProgress.ts';
import type { Answers, DapRequests } from './requests.ts';
import type { RunListener, StartRun } from './runClient.ts';
import { RunOutput } from './runOutput.ts';
import { Stops } from './stops.ts';

export interface DebugSessionPorts {
  readonly startRun: StartRun;
  readonly clock: Pick<Clock, 'startTimer'>;
}

type AnyAnswers = Partial<Record<string, (args: unknown) => unknown>>;

/** Dispose to end the run with it. */
export class GraphDebugSession extends DebugSession {
  readonly #link: ClientLink = {
    send: (event) => this.sendEvent(event),
    toClientLine: (line) => this.convertDebuggerLineToClient(line),
    fromClientLine: (line) => this.convertClientLineToDebugger(line),
    toClientPath: (path) => this.convertDebuggerPathToClient(path),
    fromClientPath: (path) => this.convertClientPathToDebugger(path),
  };
  readonly #queue: OutputQueue;
  readonly #output: RunOutput;
  readonly #progress: PreparingProgress = new PreparingProgress(this.#link);
  readonly #breakpoints: Breakpoints;
  readonly #stops: Stops;
  readonly #inspection: Inspection;
  readonly #console: ConsoleSession;
  readonly #lifecycle: Lifecycle;
  readonly #answers: AnyAnswers;

  constructor({ startRun, clock }: DebugSessionPorts) {
    super();
    const link = this.#link;
    const run = (): LoadedRun => this.#mustRun();
    const ask: Lifecycle['ask'] = (method, params) => this.#lifecycle.ask(method, params);
    this.#queue = new OutputQueue({
      clock,
      send: (body) => {
        const event: Dap.OutputEvent = new OutputEvent(body.output, body.category);
        event.body = body;
        this.sendEvent(event);
      },
    });
    this.#output = new RunOutput({ link, queue: this.#queue, run: () => this.#lifecycle.run });
    this.#breakpoints = new Breakpoints({ link, run, apply: (settings) => ask('setStops', settings) });
    const beforeStop = (): void => {
      this.#queue.flush();
      this.#inspection.handles.reset();
    };
    this.#stops = new Stops({ link, breakpoints: this.#breakpoints, run, ask, beforeStop });
    this.#inspection = new Inspection({ stops: this.#stops, run, ask });
    this.#lifecycle = new Lifecycle({
      startRun,
      clock,
      link,
      output: this.#output,
      progress: this.#progress,
      breakpoints: this.#breakpoints,
      stops: this.#stops,
      events: this.#listen(),
      onLoaded: (loaded) => this.#tellParts(loaded),
    });
    this.#console = new ConsoleSession({
      link,
      stops: this.#stops,
      inspection: this.#inspection,
      ask,
      sourceTopics: () => run().sourceTopics,
      drain: () => void this.#lifecycle.drain(),
    });
    this.#answers = this.#collectAnswers() as AnyAnswers;
  }

  override dispose(): void {
    this.#lifecycle.dispose();
    this.#queue.dispose();
  }

  /** The stream has ended, or the client has gone. */
  override shutdown(): void {
    this.dispose();
    super.shutdown();
  }

  protected override initializeRequest(
    response: Dap.InitializeResponse,
    args: Dap.InitializeRequestArguments,
  ): void {
    this.#progress.isShown = args.supportsProgressReporting ?? false;
    response.body = { ...capabilities };
    this.sendResponse(response);
  }

  // The library has a method for each command; one table is shorter, and errors are answered in one place.
  protected override dispatchRequest(request: Dap.Request): void {
    if (request.command !== 'initialize') return void this.#answer(request);
    // `InitializeRequestArguments.pathFormat` is 'path' when it is left out, which the library does not know.
    const args: unknown = { pathFormat: 'path', ...(request.arguments as object | undefined) };
    super.dispatchRequest({ ...request, arguments: args });
  }

  async #answer(request: Dap.Request): Promise<void> {
    const response: Dap.Response = new Response(request);
    try {
      response.body = await this.#work(request);
      this.sendResponse(response);
    } catch (error) {
      const text = describeFailure(error);
      response.message = error instanceof AppError ? error.code : 'INTERNAL';
      // Braces in a text would be taken for names of variables.
      this.sendErrorResponse(response, { id: 1, format: '{text}', variables: { text }, showUser: true });
      return;
    }
    if (request.command === 'disconnect') this.shutdown();
  }

  #work({ command, arguments: args }: Dap.Request): unknown {
    const custom = findCustomRequest(command);
    if (custom)
      return answerCustomRequest(custom, args, {
        run: () => this.#mustRun(),
        inlineValues: async () => {
          const point = this.#stops.livePoint;
          return point ? lineValues(point, await this.#stops.hops(), this.#mustRun()) : [];
        },
        ask: this.#lifecycle.ask,
      });
    const answer = Object.hasOwn(this.#answers, command) ? this.#answers[command] : undefined;
    if (!answer) throw new AppError('PROTOCOL_UNKNOWN_METHOD', `There is no request "${command}".`);
    return answer(args);
  }

  #collectAnswers(): Answers<keyof DapRequests> {
    const run = (): LoadedRun => this.#mustRun();
    return {
      ...this.#lifecycle.answers,
      ...this.#stops.answers,
      ...this.#inspection.answers,
      ...this.#console.answers,
      ...answerBreakpoints({
        breakpoints: this.#breakpoints,
        link: this.#link,
        run,
        stateKeyOf: (container, name) => this.#inspection.stateKeyOf(container, name),
      }),
      loadedSources: () => ({ sources: run().files.map((file) => sourceOf(this.#link, file)) }),
      modules: () => {
        const modules = run().modules.map(describeModule);
        return { modules, totalModules: modules.length };
      },
    };
  }

  #listen(): RunListener['events'] {
    return {
      preparing: ({ label }) => this.#progress.note(label),
      moduleUpdated: (module) => this.#updateModule(module),
      logs: (lines) => this.#output.addLogs(lines),
      health: (report) => this.#output.tellHealth(report),
      counted: (counts) => {
        this.#lifecycle.noteCounts(counts);
        this.sendEvent(new Event('dataflowGraph/counted' satisfies keyof CustomEvents, counts));
      },
      longCall: (call) => {
        this.#output.tellLongCall(call);
        this.sendEvent(new Event('dataflowGraph/longCall' satisfies keyof CustomEvents, call));
      },
      failed: ({ code, message }) => {
        this.#output.tell(`${message} [${code}]`, 'important');
        void this.#lifecycle.abandon();
      },
      stopped: (report) => this.#stops.enter(report),
      resumed: (value) => {
        this.#inspection.handles.reset();
        this.#stops.leave(value);
      },
      logPoint: (line) => this.#output.addLogPoint(line),
      ruleFailed: (rule) => {
        this.#output.tellFailedRule(rule);
        this.#breakpoints.fail(rule);
      },
    };
  }

  #tellParts(run: LoadedRun): void {
    const { files, modules } = run;
    this.sendEvent(new Event('dataflowGraph/loaded' satisfies keyof CustomEvents, run));
    for (const file of files) this.sendEvent(new LoadedSourceEvent('new', sourceOf(this.#link, file)));
    for (const module of modules) this.sendEvent(new ModuleEvent('new', describeModule(module)));
  }

  #updateModule(module: RunModule): void {
    const change = this.#lifecycle.updateModule(module);
    if (!change) return;
    // What was said of it comes first.
    this.#queue.flush();
    for (const gone of change.removed) this.sendEvent(new ModuleEvent('removed', describeModule(gone)));
    this.sendEvent(new ModuleEvent(change.isKnown ? 'changed' : 'new', describeModule(change.module)));
  }

  /** Errors: RUN_ENDED. */
  #mustRun(): LoadedRun {
    const run = this.#lifecycle.run;
    if (run) return run;
    throw new AppError('RUN_ENDED', 'The run has not been loaded, or has ended.');
  }
}

function describeModule({ path, size, operations }: RunModule): Dap.Module {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const module: Dap.Module = new Module(path, name);
  return {
    ...module,
    path,
    symbolStatus: `operators of ${operations.join(', ')}`,
    addressRange: `${String(size)} bytes`,
  };
}
