// Where the run stands, and how it goes on: threads, stack, steps, and the way back through what was recorded. Knows nothing about
// variables.
import { ContinuedEvent, InvalidatedEvent, StoppedEvent, ThreadEvent } from '@vscode/debugadapter';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { AppError } from '../base/errors.ts';
import type { ResumeMode, StopPoint, StopReport } from '../protocol/debugging.ts';
import type { LoadedRun, RunProcessEvents } from '../protocol/runProcess.ts';
import type { HopRecord } from '../protocol/trace.ts';
import type { Breakpoints } from './breakpoints.ts';
import { type ClientLink, clientPlaceOf } from './clientLink.ts';
import { labelOfFailure } from './exceptionFilters.ts';
import type { Answers } from './requests.ts';
import type { RunConnection } from './runClient.ts';
import {
  buildStack,
  hopsBefore,
  nameOfEntry,
  nameOfPoint,
  placeOfEntry,
  type StackEntry,
} from './stackFrames.ts';

export interface StopPorts {
  readonly link: ClientLink;
  readonly breakpoints: Breakpoints;
  readonly run: () => LoadedRun;
  readonly ask: RunConnection['request'];
  /** Before the client hears of a stop, it has heard of everything that came earlier. */
  readonly beforeStop: () => void;
}

/** The thread that stands for the graph. Each message has its own: its number, and one more. */
const GRAPH_THREAD = 1;

type Answered =
  | 'threads'
  | 'stackTrace'
  | 'continue'
  | 'next'
  | 'stepIn'
  | 'stepOut'
  | 'stepBack'
  | 'reverseContinue'
  | 'pause'
  | 'exceptionInfo';

export class Stops {
  readonly #ports: StopPorts;
  #report: StopReport | undefined;
  #hops: Promise<readonly HopRecord[]> | undefined;
  /** How many hops back somebody looks. */
  #back = 0;
  #frames = new Map<number, StackEntry>();
  #lastFrame = 0;
  #thread = GRAPH_THREAD;
  /** How the client has asked the run to go on; it need not be told then. */
  #resuming: ResumeMode | undefined;

  constructor(ports: StopPorts) {
    this.#ports = ports;
  }

  get report(): StopReport | undefined {
    return this.#report;
  }

  /** The message as it stands; undefined while the run goes on, while none moves, or while somebody looks back. */
  get livePoint(): StopPoint | undefined {
    return this.#back === 0 ? this.#report?.at : undefined;
  }

  entryOf(frame: number | undefined): StackEntry | undefined {
    return frame === undefined ? undefined : this.#frames.get(frame);
  }

  readonly answers: Answers<Answered> = {
    threads: () => ({ threads: this.#threads() }),
    stackTrace: (args) => this.#stackTrace(args),
    continue: () => {
      this.#goOn('continue');
      return { allThreadsContinued: true };
    },
    next: () => this.#goOn('next'),
    stepIn: () => this.#goOn('in'),
    stepOut: () => this.#goOn('out'),
    stepBack: () => this.#lookBack((back, count) => Math.min(back + 1, count)),
    reverseContinue: () => this.#lookBack((_back, count) => count),
    pause: async () => {
      await this.#ports.ask('pause', { reason: 'pause' });
    },
    exceptionInfo: () => this.#describeFailure(),
  };

  /** The run has stopped. */
  enter(report: StopReport): void {
    const { link, beforeStop, run } = this.#ports;
    beforeStop();
    this.#forget();
    this.#report = report;
    const thread = report.at ? report.at.message + 1 : GRAPH_THREAD;
    if (thread !== this.#thread) this.#leaveThread();
    if (thread !== GRAPH_THREAD && thread !== this.#thread) link.send(new ThreadEvent('started', thread));
    this.#thread = thread;
    const { reason, failure, rules, at } = report;
    const event: Dap.StoppedEvent = new StoppedEvent(failure ? 'exception' : clientReason(reason), thread);
    event.body.allThreadsStopped = true;
    const hit = new Set(rules.flatMap((rule) => this.#ports.breakpoints.breakpointOf(rule)?.id ?? []));
    if (hit.size > 0) event.body.hitBreakpointIds = [...hit];
    if (failure) {
      event.body.description = `Paused on ${labelOfFailure(failure).toLowerCase()}`;
      event.body.text = at?.hop?.error?.message ?? at?.hop?.reason ?? failure;
    } else if (at) event.body.description = `Paused: ${nameOfPoint(at, run(), this.#connection())}`;
    else event.body.description = 'Paused: no message is under way';
    link.send(event);
  }

  /** The run goes on. */
  leave({ message }: RunProcessEvents['resumed']): void {
    const asked = this.#resuming;
    this.#resuming = undefined;
    this.#forget();
    this.#report = undefined;
    // A step mostly ends at the same message.
    if (asked === undefined || asked === 'continue') this.#leaveThread();
    if (asked !== undefined) return;
    this.#ports.link.send(new ContinuedEvent(message === undefined ? GRAPH_THREAD : message + 1, true));
  }

  /** The stopped message has been changed. */
  replace(point: StopPoint): void {
    if (!this.#report) return;
    this.#report = { ...this.#report, at: point };
    for (const [id, entry] of this.#frames)
      if (entry.kind === 'live') this.#frames.set(id, { ...entry, point });
    this.#ports.link.send(new InvalidatedEvent(['variables']));
  }

  /** There is another run now. */
  reset(): void {
    this.#forget();
    this.#leaveThread();
    this.#report = undefined;
    this.#resuming = undefined;
  }

  /** Hops before where the run stands, newest first. */
  hops(): Promise<readonly HopRecord[]> {
    const point = this.#report?.at;
    if (!point) return Promise.resolve([]);
    // A window that is about to be closed makes a message of which nothing is recorded yet.
    const message = point.window?.at(-1) ?? point.message;
    this.#hops ??= this.#ports.ask('readLineage', { message }).then((lineage) => hopsBefore(point, lineage));
    return this.#hops;
  }

  /** Goes on without a word to the client, which has asked for something that implies it. */
  release(): void {
    if (this.#report) this.#resume('continue');
  }

  #threads(): Dap.Thread[] {
    const run = this.#ports.run();
    const threads: Dap.Thread[] = [{ id: GRAPH_THREAD, name: run.name }];
    const at = this.#report?.at;
    if (at) threads.push({ id: at.message + 1, name: nameOfPoint(at, run, this.#connection()) });
    return threads;
  }

  async #stackTrace({
    threadId,
    startFrame = 0,
    levels = 0,
  }: Dap.StackTraceArguments): Promise<Dap.StackTraceResponse['body']> {
    const { at } = this.#mustStand();
    let entries: StackEntry[] = [];
    if (!at) entries = threadId === GRAPH_THREAD ? [{ kind: 'idle' }] : [];
    else if (threadId === at.message + 1)
      entries = buildStack(at, await this.hops(), this.#back, this.#connection());
    const end = levels === 0 ? undefined : startFrame + levels;
    return {
      stackFrames: entries.slice(startFrame, end).map((entry) => this.#describe(entry)),
      totalFrames: entries.length,
    };
  }

  #describe(entry: StackEntry): Dap.StackFrame {
    const { link, run } = this.#ports;
    this.#lastFrame += 1;
    this.#frames.set(this.#lastFrame, entry);
    const place = placeOfEntry(entry, run());
    const isSubtle = entry.kind === 'past' && !entry.isLookedAt;
    return {
      id: this.#lastFrame,
      name: nameOfEntry(entry, run()),
      ...(place ? clientPlaceOf(link, place) : { line: 0, column: 0 }),
      ...(entry.kind === 'label' && { presentationHint: 'label' as const }),
      ...(isSubtle && { presentationHint: 'subtle' as const }),
    };
  }

  /** Errors: RUN_NOT_STOPPED. */
  #goOn(mode: ResumeMode): void {
    this.#mustStand();
    if (this.#back === 0) return this.#resume(mode);
    // Whoever looks back comes back first: step by step, or at once.
    this.#show(mode === 'next' || mode === 'in' ? this.#back - 1 : 0);
  }

  #resume(mode: ResumeMode): void {
    this.#resuming = mode;
    // It is told by `resumed`. That the run has ended meanwhile is told too.
    this.#ports.ask('resume', { mode }).catch(() => undefined);
  }

  async #lookBack(choose: (back: number, count: number) => number): Promise<void> {
    this.#mustStand();
    const back = choose(this.#back, (await this.hops()).length);
    if (back === this.#back)
      throw new AppError(
        'RUN_NOT_STOPPED',
        'This is where the message came from; nothing was recorded before.',
      );
    this.#show(back);
  }

  #show(back: number): void {
    this.#back = back;
    this.#frames.clear();
    const event: Dap.StoppedEvent = new StoppedEvent(back === 0 ? 'step' : 'goto', this.#thread);
    event.body.allThreadsStopped = true;
    event.body.description =
      back === 0
        ? 'Paused: back where the run stands'
        : `Looking back ${String(back)} ${back === 1 ? 'hop' : 'hops'}`;
    // Answers come before what they lead to.
    setImmediate(() => this.#ports.link.send(event));
  }

  #describeFailure(): Dap.ExceptionInfoResponse['body'] {
    const { failure, at } = this.#mustStand();
    if (!failure) throw new AppError('RUN_NOT_STOPPED', 'The run is not stopped at a failure.');
    const { error, reason } = at?.hop ?? {};
    return {
      exceptionId: error?.code ?? failure,
      description: error?.message ?? reason ?? labelOfFailure(failure),
      breakMode: 'always',
      details: {
        typeName: labelOfFailure(failure),
        message: error?.message ?? reason ?? '',
        ...(error?.stack !== undefined && { stackTrace: error.stack }),
      },
    };
  }

  #mustStand(): StopReport {
    if (this.#report) return this.#report;
    throw new AppError('RUN_NOT_STOPPED', 'The run is not stopped. Pause it, or set a breakpoint, first.');
  }

  /** The connection that a breakpoint has stopped the message on. */
  #connection(): number | undefined {
    const { rules = [], at } = this.#report ?? {};
    if (at?.moment !== 'before') return undefined;
    const stops = rules.flatMap((rule) => this.#ports.breakpoints.breakpointOf(rule)?.stops ?? []);
    const isHere = stops.some(
      (stop) => stop.at.kind === 'connection' && stop.at.connection === at.connection,
    );
    const isNode = stops.some((stop) => stop.at.kind === 'node');
    return isHere && !isNode ? at.connection : undefined;
  }

  #forget(): void {
    this.#hops = undefined;
    this.#back = 0;
    this.#frames.clear();
  }

  #leaveThread(): void {
    if (this.#thread !== GRAPH_THREAD) this.#ports.link.send(new ThreadEvent('exited', this.#thread));
    this.#thread = GRAPH_THREAD;
  }
}

function clientReason(reason: StopReport['reason']): string {
  return reason === 'topic breakpoint' ? 'function breakpoint' : reason;
}
