// The engine of one run: joins scheduler, operators, services and trace, and drives the scheduler in short slices so that
// it can be talked to meanwhile. Lives in a worker, but knows nothing about workers or brokers.
import { AppError, describeError } from '../../base/errors.ts';
import type { Disposable } from '../../base/disposable.ts';
import { formatClock } from '../../base/hybridLogicalClock.ts';
import type {
  EngineEvents,
  EngineLog,
  EngineStart,
  MessageBatch,
  ModuleReplacement,
  RunCounts,
  RunFinish,
  RunProgress,
} from '../../protocol/engine.ts';
import type { InspectMethods } from '../../protocol/debugging.ts';
import type { StateRequestBatch } from '../../protocol/stateRequests.ts';
import type { NodeMeters } from '../../protocol/telemetry.ts';
import type { HopPage, HopQuery, HopRecord } from '../../protocol/trace.ts';
import { CallGuard } from '../component/callGuard.ts';
import type { FlowMessage } from '../message/flowMessage.ts';
import { defaultSchedulerSettings, Scheduler } from '../scheduler/scheduler.ts';
import { type SessionClock, type TimeSource, VirtualClock, WallClock } from '../scheduler/sessionClock.ts';
import { MetricsRegistry } from '../services/metrics.ts';
import { SchemaRegistry } from '../services/schemaRegistry.ts';
import { StateStore } from '../services/stateStore.ts';
import type { Hop } from '../trace/hop.ts';
import { LiveTraceStore } from '../trace/liveTraceStore.ts';
import { TraceBrowser } from '../trace/traceBrowser.ts';
import { TraceReader } from '../trace/traceReader.ts';
import type { TraceRecorder } from '../trace/traceRecorder.ts';
import { CallTape } from './callTape.ts';
import { countRun } from './countRun.ts';
import type { CallCommand } from './commandChannel.ts';
import { createModels } from './createModels.ts';
import { OperatorSet } from './operatorSet.ts';
import { createCommandClient, createRecorder } from './createServices.ts';
import { DebugControls } from './debugControls.ts';
import type { InferenceLink } from './inferenceThread.ts';
import { FaultDesk } from './faultDesk.ts';
import { Inspection } from './inspection.ts';
import { IntakeSizes } from './intakeSizes.ts';
import { makeReplay } from './makeReplay.ts';
import { BatchBuilder } from './messageBatch.ts';
import { OutsideChanges } from './outsideChanges.ts';
import { readArrivals } from './readArrivals.ts';
import { RepeatedChanges } from './repeatedChanges.ts';
import { RunWatch } from './runWatch.ts';
import { ShadowSet } from './shadowSet.ts';
import { StateDesk } from './stateDesk.ts';
import { Telemetry } from './telemetry.ts';

/** What the engine needs from the thread it lives in. */
export interface EnginePorts {
  readonly time: TimeSource;
  /** Calls back as soon as messages that came meanwhile have been handled. */
  readonly yieldThen: (callback: () => void) => void;
  readonly notify: <K extends keyof EngineEvents>(
    event: K,
    value: EngineEvents[K],
    transfer?: readonly ArrayBuffer[],
  ) => void;
  /** Calls a command over MQTT and blocks until that has ended; what `checkWanted` throws ends it before. */
  readonly callCommand: CallCommand;
  /** Runs models. */
  readonly inference: InferenceLink;
}

/** How long the engine works without looking for messages. */
const SLICE_MS = 4;
const STEPS_BETWEEN_LOOKS = 16;
/** Outputs that may be on their way to the broker before the engine waits for it. */
const MAX_UNPUBLISHED = 10_000;
const FLUSH_TRACE_AFTER_MS = 200;
const MAX_LOGS_PER_SLICE = 200;
/** Replays that may wait to be let in; more can only come of a mistake. */
const MAX_WAITING_REPLAYS = 1000;
const MAX_WAITING_REPLAY_BYTES = 64 * 1024 * 1024;

interface Finish extends RunFinish {
  readonly resolve: (counts: RunCounts) => void;
  readonly reject: (error: AppError) => void;
}

export class Engine {
  /** What can be asked of its services. */
  readonly inspection: Inspection;
  /** What goes wrong on purpose. */
  readonly faults: FaultDesk;
  /** Other modules that run beside those in place, to be compared. */
  readonly shadows: ShadowSet;
  readonly #ports: EnginePorts;
  readonly #start: EngineStart;
  readonly #clock: SessionClock;
  readonly #stateStore: StateStore;
  /** Once an outside client has asked for something. */
  #stateDesk: StateDesk | undefined;
  readonly #scheduler: Scheduler;
  /** Only of a run that can be stopped. */
  readonly #controls: DebugControls | undefined;
  readonly #recorder: TraceRecorder;
  /** Only of a run that is exported. */
  readonly #telemetry: Telemetry | undefined;
  /** Begun when the first view asks. */
  #browser: TraceBrowser | undefined;
  readonly #operators: OperatorSet;
  /** Only where the trace keeps them. */
  readonly #changes: OutsideChanges | undefined;
  /** Only of a replay. */
  readonly #repeated: RepeatedChanges | undefined;
  readonly #watch: RunWatch;
  readonly #outputs: BatchBuilder = new BatchBuilder();
  #logs: EngineLog[] = [];
  #droppedLogs = 0;
  readonly #waitingSizes: IntakeSizes = new IntakeSizes();
  #unpublished = 0;
  #isScheduled = false;
  #timer: Disposable | undefined;
  #traceTimer: Disposable | undefined;
  #finish: Finish | undefined;
  /** Nothing comes in any more. */
  #isEnding = false;
  /** What ended the run early. */
  #failure: AppError | undefined;

  /** Loads modules and creates the services. Errors: MODULE_MALFORMED. */
  constructor(start: EngineStart, ports: EnginePorts) {
    this.#ports = ports;
    this.#start = start;
    this.#clock =
      start.clock.kind === 'virtual'
        ? new VirtualClock(ports.time, start.clock.startMs)
        : new WallClock(ports.time);
    this.#recorder = createRecorder(start, this.#clock, (line) => this.#addLog(line));
    const stateStore = new StateStore(this.#clock);
    this.#stateStore = stateStore;
    for (const { key, value } of start.stateSeeds)
      stateStore.set(Buffer.from(key), Buffer.from(value), { condition: 'unconditional' });
    const guard = new CallGuard(() => this.#clock.monotonicMs(), new Int32Array(start.heartbeat));
    const schemas = new SchemaRegistry(start.schemas);
    const metrics = new MetricsRegistry();
    if (start.trace.level === 'payloads')
      this.#changes = new OutsideChanges({ store: stateStore, log: (line) => this.#addLog(line) });
    this.inspection = new Inspection(stateStore, metrics, (edit) => this.#watchState(edit));
    const tape = new CallTape();
    if (start.telemetry) this.#telemetry = new Telemetry(start, start.telemetry, metrics, ports);
    const callCommand = this.#telemetry?.markCalls(ports.callCommand, guard) ?? ports.callCommand;
    const commands = createCommandClient(this.#clock, guard, tape.recordCommands(callCommand));
    const models = createModels(ports.inference, { guard, clock: this.#clock, named: start.models });
    this.faults = new FaultDesk({
      nodes: start.plan.nodes,
      seed: start.seed,
      clock: this.#clock,
      guard,
      breakBroker: (durationMs) => ports.notify('breakBroker', { durationMs }),
      onReplace: (faults) => this.#changes?.noteFaults(faults),
      log: (line) => this.#addLog(line),
      flush: () => this.#flushEvents(),
    });
    const faults = this.faults.injector;
    const shared = { guard, stateStore, schemas, metrics, commands, models, faults, tape };
    const services = { clock: this.#clock, ...shared };
    this.#operators = new OperatorSet(start, services, (node, health, failure) =>
      ports.notify('health', { node, health, message: failure.message }),
    );
    this.shadows = new ShadowSet(start, services, this.#operators.hosts);
    this.#watch = new RunWatch(start.plan.nodes.length);
    if (start.changes)
      this.#repeated = new RepeatedChanges(start.changes, {
        nameOf: (node) => this.#nameOf(node),
        store: stateStore,
        faults: this.faults,
        noted: this.#changes,
        log: (line) => this.#addLog(line),
      });
    this.#scheduler = new Scheduler({
      plan: start.plan,
      operators: this.#operators.hosts,
      faults,
      clock: this.#clock,
      record: (hop) => this.#record(hop),
      emit: (message, node) => this.#emit(message, node),
      ...(this.#repeated && { onStep: (step) => this.#repeated?.before(step) }),
      settings: {
        ...defaultSchedulerSettings,
        lateItems: start.lateItems,
        ...(start.isDebugged === true && { admitBatch: 1 }),
        ...(start.maxHeldItems !== undefined && { maxHeldItems: start.maxHeldItems }),
      },
    });
    if (start.isDebugged === true)
      this.#controls = new DebugControls(this.#scheduler, {
        nodes: start.plan.nodes.map((node) => node.name),
        clock: this.#clock,
        tell: (event) => {
          // What operators said until then comes first.
          this.#flushEvents();
          ports.notify('debug', event);
        },
        wake: () => this.#schedule(),
      });
  }

  /** What can be done to a run that can be stopped. Errors: RUN_NOT_STOPPED, when this one cannot. */
  get controls(): DebugControls {
    if (this.#controls) return this.#controls;
    throw new AppError(
      'RUN_NOT_STOPPED',
      'This run was started without debugging: it cannot be stopped or changed. Start it with debugging (F5) for that.',
    );
  }

  /** Starts every operator; tells all that fail in one error. Errors: OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED. */
  startOperators(): void {
    const failures: AppError[] = [];
    this.faults.set(this.#start.faults ?? []);
    this.#operators.hosts.forEach((host, index) => {
      const node = this.#nameOf(index);
      try {
        for (const line of host?.start().logs ?? []) this.#addLog({ node, ...line });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failures.push(error);
      }
    });
    this.#flushEvents();
    const [first] = failures;
    if (first) throw new AppError(first.code, failures.map((failure) => failure.message).join('\n'));
  }

  /** See `EngineMethods.replaceModule`; between two steps, so that no operator is at work. */
  replaceModule(replacement: ModuleReplacement): void {
    if (this.#failure) throw this.#failure;
    this.#operators.replaceModule(replacement, (index, { logs }) => {
      for (const line of logs ?? []) this.#addLog({ node: this.#nameOf(index), ...line });
    });
    this.shadows.end(replacement);
    this.#flushEvents();
  }

  /** Takes messages from the broker and works on them at once. */
  acceptArrivals(batch: MessageBatch): void {
    const arrivals = readArrivals(batch, (line) => this.#addLog(line));
    for (const { payload } of arrivals) this.#waitingSizes.add(payload.bytes.length);
    this.#scheduler.offer(arrivals);
    this.#work();
  }

  /** See `InspectMethods.replayHop`. Errors: HOP_NOT_REPLAYABLE, RUN_ENDED. */
  replayHop({ hop }: InspectMethods['replayHop']['params']): InspectMethods['replayHop']['result'] {
    if (this.#isEnding || this.#failure)
      throw new AppError('RUN_ENDED', 'This run has ended, or is about to: nothing can be replayed in it.');
    const { count, bytes } = this.#waitingSizes.replays;
    if (count >= MAX_WAITING_REPLAYS || bytes >= MAX_WAITING_REPLAY_BYTES)
      throw new AppError(
        'HOP_NOT_REPLAYABLE',
        `${String(count)} replays wait already. Let the run go on first.`,
      );
    const replay = makeReplay(new LiveTraceStore(this.#recorder), hop);
    this.#waitingSizes.addReplay(replay.message.payload.bytes.length);
    this.#scheduler.replay(replay);
    this.#schedule();
    return { waits: this.#controls?.isStanding === true };
  }

  /** Answers what outside clients ask of the state store, also while the run stands. */
  acceptStateRequests(batch: StateRequestBatch): void {
    this.#stateDesk ??= new StateDesk({
      clock: this.#clock,
      time: this.#ports.time,
      store: this.#stateStore,
      yieldThen: this.#ports.yieldThen,
      isStanding: () => this.#controls?.isStanding === true,
      send: (replies, transfer) => {
        this.#unpublished += replies.items.length;
        this.#ports.notify('stateReplies', replies, transfer);
      },
    });
    const desk = this.#stateDesk;
    this.#watchState(() => desk.accept(batch));
  }

  /** So many outputs and replies have reached the broker. */
  acceptPublished(count: number): void {
    this.#unpublished -= count;
    this.#schedule();
  }

  /** So many spans have been sent or given up by the exporter. */
  acceptSpansTaken(count: number): void {
    this.#telemetry?.spans.acknowledge(count);
  }

  /** Of a run that is exported; nothing of others. */
  readMeters(): readonly NodeMeters[] {
    return this.#telemetry?.readMeters(this.#recorder.counts()) ?? [];
  }

  /** See `EngineMethods.finish`. Errors: what ended the run early. */
  finish({ pending, ...until }: RunFinish): Promise<RunCounts> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#isEnding = true;
    this.#controls?.release();
    if (pending === 'flush') this.#scheduler.completeInput();
    return new Promise((resolve, reject) => {
      this.#finish = { pending, ...until, resolve, reject };
      this.#schedule();
    });
  }

  counts(): RunCounts {
    return countRun(this.#recorder.counts(), this.#start.plan, this.#scheduler.heldItems);
  }

  progress(): RunProgress {
    const counts = this.counts();
    return {
      ...counts,
      nodes: counts.nodes.map((node, index) => ({
        ...node,
        ...this.#watch.describeNode(index, this.#scheduler.waitingAt(index)),
        ...this.faults.describeAt(node.node),
      })),
      edges: this.#watch.describeEdges(),
      ...(this.faults.count > 0 && { faults: this.faults.count }),
    };
  }

  /** The trace message by message. */
  get browser(): TraceBrowser {
    this.#browser ??= new TraceBrowser(new LiveTraceStore(this.#recorder));
    return this.#browser;
  }

  readLineage(message: number): readonly HopRecord[] {
    return new TraceReader(new LiveTraceStore(this.#recorder)).readLineage(message).hops;
  }

  readHops({ order, limit, cursor, ...query }: HopQuery): HopPage {
    const reader = new TraceReader(new LiveTraceStore(this.#recorder));
    const page = reader.readPage(query, {
      ...(order && { order }),
      ...(limit !== undefined && { limit }),
      ...(cursor !== undefined && { cursor }),
    });
    const { hops, next, gone } = page;
    return { hops, gone, ...(next !== undefined && { next }) };
  }

  /** Ends everything that has a clock, and the trace file. */
  close(): void {
    this.#timer?.dispose();
    this.#traceTimer?.dispose();
    this.#stateDesk?.dispose();
    this.#recorder.dispose();
  }

  #nameOf(index: number): string {
    return this.#start.plan.nodes[index]?.name ?? '';
  }

  #watchState(change: () => void): void {
    if (this.#changes) this.#changes.watch(change);
    else change();
  }

  #record(hop: Hop): number {
    hop.changes = this.#changes?.take();
    this.#repeated?.note(hop);
    const number = this.#recorder.record(hop);
    this.#watch.note(hop);
    this.#telemetry?.note(hop, number);
    if (hop.logs || hop.error) this.#tell(hop, number);
    this.#controls?.noteHop(hop, number);
    return number;
  }

  #tell(hop: Hop, number: number): void {
    const node = this.#nameOf(hop.node);
    for (const line of hop.logs ?? []) this.#addLog({ node, ...line });
    if (!hop.error) return;
    const stack = hop.error.stack ? `\n${hop.error.stack}` : '';
    const message = `message ${String(hop.message)} (hop ${String(number)}) was lost here: ${hop.error.message}${stack}`;
    this.#addLog({ node, level: 'error', context: hop.error.code, message });
  }

  #emit(message: FlowMessage, node: number): void {
    const { topic, inputTopic, contentType, userProperties, payload } = message;
    const timestamp = formatClock(message.timestamp);
    this.#outputs.add({
      node,
      topic,
      inputTopic,
      timestamp,
      contentType,
      userProperties: this.#telemetry?.spans.mark(userProperties) ?? userProperties,
      payload: payload.bytes,
    });
    this.#unpublished += 1;
  }

  // Works for one slice, then lets waiting messages in.
  #work(): void {
    if (this.#failure || this.#controls?.isStanding === true) return;
    const steps = this.#controls ?? this.#scheduler;
    const endMs = this.#clock.monotonicMs() + SLICE_MS;
    let isBusy = true;
    try {
      while (isBusy && this.#unpublished < MAX_UNPUBLISHED) {
        for (let count = 0; isBusy && count < STEPS_BETWEEN_LOOKS; count += 1) isBusy = steps.step();
        if (this.#clock.monotonicMs() >= endMs) break;
      }
    } catch (error) {
      this.#fault(error);
    }
    this.#flushEvents();
    this.#tellTaken();
    if (isBusy && this.#unpublished < MAX_UNPUBLISHED) this.#schedule();
    else if (!isBusy) this.#idle();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#failure) return;
    this.#isScheduled = true;
    this.#ports.yieldThen(() => {
      this.#isScheduled = false;
      this.#work();
    });
  }

  #idle(): void {
    if (this.#controls?.isStanding === true) return;
    // Where nothing is to be waited for, messages that no longer fit in are held too.
    const { untilMs } = this.#finish ?? {};
    if (untilMs !== undefined && this.#scheduler.completeUntil(untilMs)) return this.#schedule();
    const isOver = this.#finish?.pending === 'hold' || this.#scheduler.waitingArrivals === 0;
    if (this.#finish && isOver) return this.#completeFinish();
    const dueInMs = this.#scheduler.nextDueInMs;
    this.#timer?.dispose();
    if (dueInMs !== undefined)
      this.#timer = this.#ports.time.startTimer(() => this.#work(), Math.min(dueInMs, 60_000));
    this.#traceTimer ??= this.#ports.time.startTimer(() => {
      this.#traceTimer = undefined;
      this.#recorder.flush();
    }, FLUSH_TRACE_AFTER_MS);
  }

  #completeFinish(): void {
    const finish = this.#finish;
    this.#finish = undefined;
    const counts = this.counts();
    if (finish?.pending === 'hold') this.#scheduler.abandon('the run ended before its time came');
    this.#recorder.flush();
    this.#repeated?.tellLeft();
    this.#flushEvents();
    finish?.resolve(finish.pending === 'hold' ? { ...this.counts(), held: counts.held } : counts);
  }

  #fault(error: unknown): void {
    if (!(error instanceof AppError)) throw error;
    this.#failure = error;
    this.#scheduler.abandon(describeError(error));
    this.#ports.notify('fault', { code: error.code, message: error.message });
    this.#finish?.reject(error);
    this.#finish = undefined;
  }

  #tellTaken(): void {
    const taken = this.#waitingSizes.take(this.#waitingSizes.length - this.#scheduler.waitingArrivals);
    if (taken.count > 0) this.#ports.notify('taken', taken);
  }

  #flushEvents(): void {
    this.#telemetry?.spans.flush();
    const outputs = this.#outputs.take();
    if (outputs) this.#ports.notify('outputs', outputs.batch, outputs.transfer);
    this.#stateDesk?.flush();
    if (this.#droppedLogs > 0)
      this.#logs.push({
        level: 'warn',
        context: 'dataflow-graph',
        message: `${String(this.#droppedLogs)} further lines are only in the trace`,
      });
    this.#droppedLogs = 0;
    if (this.#logs.length > 0) this.#ports.notify('logs', this.#logs);
    this.#logs = [];
  }

  // A flood of lines must not hold up the run; the trace has them all.
  #addLog(line: EngineLog): void {
    if (this.#logs.length < MAX_LOGS_PER_SLICE) this.#logs.push(line);
    else this.#droppedLogs += 1;
  }
}
