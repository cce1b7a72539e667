// One run of a graph: ties an engine to a broker, moves messages in and out with back-pressure, and ends in good order.
// The caller owns the connection to the broker. Knows nothing about who looks at the run.
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { AppError, describeError, type ErrorCode, errorCodes } from '../../base/errors.ts';
import type { LogLevel } from '../../base/logger.ts';
import type { CommandCall, CommandOutcome } from '../../protocol/commandCalls.ts';
import type { ComparedOperation } from '../../protocol/comparison.ts';
import type { DebugEvent, DebugMethods, InspectMethods } from '../../protocol/debugging.ts';
import type {
  EngineEvents,
  EngineLog,
  EngineStart,
  BatchedMessage,
  LongCall,
  MessageBatch,
  RunCounts,
  RunFinish,
  RunProgress,
} from '../../protocol/engine.ts';
import type { BusMessage } from '../../protocol/message.ts';
import type { HopPage, HopQuery, HopRecord, StepChanges } from '../../protocol/trace.ts';
import type { TraceMethods } from '../../protocol/traceMessages.ts';
import type { MessageBus } from '../broker/messageBus.ts';
import { CommandDesk } from '../commands/commandDesk.ts';
import { Responders } from '../commands/responders.ts';
import { seededRandom } from '../services/seededRandom.ts';
import { BatchBuilder, readBatch } from '../engine/messageBatch.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';
import { EngineClient } from './engineClient.ts';
import { IntakeGate, type IntakeLimits } from './intakeGate.ts';
import type { RecordedAnswers } from './recordedAnswers.ts';
import type { RunSettings, RunSpec } from './runSpec.ts';
import { type RunOutput, SinkAddresses } from './sinkAddresses.ts';
import { StateGateway } from './stateGateway.ts';
import type { TelemetryClient } from './telemetryClient.ts';
import { TelemetrySinks } from './telemetrySinks.ts';

export interface RunPorts {
  readonly bus: MessageBus;
  readonly time: TimeSource;
  /** URL of the bundled engineWorker. */
  readonly engineWorkerUrl: URL;
  readonly settings: RunSettings;
  readonly intake?: IntakeLimits;
  /** Of a run that is exported; the run ends it. */
  readonly telemetry?: TelemetryClient;
  /** A fault wants the broker to be gone for so long. Milliseconds. */
  readonly breakBroker?: (durationMs: number) => void;
}

/** Messages that keep the engine busy for about a slice. */
const ENOUGH_UNTAKEN = 64;

/** What a run takes from a recording besides the messages. */
export interface RepeatedInput {
  /** They answer commands first; what they do not answer goes to rules and executors. */
  readonly answers: Pick<RecordedAnswers, 'take'>;
  /** See `EngineStart.changes`. */
  readonly changes: readonly StepChanges[];
}

/** How a run is started. */
export interface StartOptions {
  /** Prepares the engine before the first message. */
  readonly beforeIntake?: () => Promise<void>;
  readonly repeated?: RepeatedInput;
  /** Its messages come by `feed` alone: the sources subscribe to nothing. Default false. */
  readonly isFed?: boolean;
}

/** A message as it was let in in a recorded run. */
export interface FedMessage extends Omit<BatchedMessage, 'inputTopic' | 'timestamp'> {
  /** In `__ts` form: the session's time then. Empty where time follows from the messages. */
  readonly letIn: string;
}

export class Run implements Disposable {
  /** Every message a sink publishes, in order. */
  readonly output: Emitter<RunOutput> = new Emitter<RunOutput>();
  readonly logs: Emitter<readonly EngineLog[]> = new Emitter<readonly EngineLog[]>();
  readonly health: Emitter<EngineEvents['health']> = new Emitter<EngineEvents['health']>();
  /** Stops and what goes with them, of a run that can be stopped. */
  readonly debug: Emitter<DebugEvent> = new Emitter<DebugEvent>();
  /** An operator's call goes on for longer than calls should. Milliseconds. */
  readonly longCall: Emitter<LongCall> = new Emitter<LongCall>();
  /** The run cannot go on: RUN_ENGINE_LOST, RUN_HELD_LIMIT. Brokers and clients are not touched. */
  readonly failure: Emitter<AppError> = new Emitter<AppError>();
  readonly #ports: RunPorts;
  readonly #engine: EngineClient;
  readonly #gate: IntakeGate;
  /** Of a run on a broker of its own. */
  readonly #stateGateway: StateGateway | undefined;
  readonly #commands: CommandDesk;
  readonly #arrivals: BatchBuilder = new BatchBuilder();
  #spec: RunSpec | undefined;
  #answers: RepeatedInput['answers'] | undefined;
  #responders: Responders | undefined;
  #sinks: SinkAddresses | undefined;
  #telemetrySinks: TelemetrySinks | undefined;
  #commandLimit: Disposable | undefined;
  #subscriptions: Disposable[] = [];
  #isSendScheduled = false;
  /** Messages sent to the engine that have not passed their source. */
  #untaken = 0;
  #publishing = 0;
  #published = 0;
  #onAllPublished: (() => void) | undefined;

  /** Starts the engine's thread at once, so that it loads while the caller still prepares what `start` needs. */
  constructor(ports: RunPorts) {
    this.#ports = ports;
    this.#gate = new IntakeGate(ports.intake);
    const { bus } = ports;
    const { clients } = bus;
    this.#commands = new CommandDesk({
      bus,
      startTimer: ports.time.startTimer,
      onLongWait: (call) => this.#tellWait(call),
      ...(clients && {
        isHeard: (topic: string) =>
          clients.hasSubscriber(topic) ||
          this.#spec?.responders.some(({ match }) => match(topic) !== undefined) === true,
      }),
    });
    this.#engine = new EngineClient({
      workerUrl: ports.engineWorkerUrl,
      time: ports.time,
      operatorTimeoutMs: ports.settings.operatorTimeoutMs,
      onCommand: (call) => this.#answer(call),
      onLongCall: (call) => this.longCall.fire(call),
      onLost: (error) => {
        this.#stateGateway?.dispose();
        this.#fail(error);
      },
      events: {
        outputs: (batch) => this.#publishAll(batch),
        stateReplies: (batch) => this.#stateGateway?.deliver(batch),
        taken: ({ count, bytes }) => this.#countTaken(count, bytes),
        logs: (lines) => this.logs.fire(lines),
        spans: (batch) => ports.telemetry?.take(batch),
        health: (report) => this.health.fire(report),
        debug: (event) => this.debug.fire(event),
        breakBroker: ({ durationMs }) => ports.breakBroker?.(durationMs),
        fault: ({ code, message }) => this.#fail(new AppError(asErrorCode(code), message)),
      },
    });
    this.#stateGateway = this.#createStateGateway(ports.bus);
  }

  /**
   * Lets clients of the run's own broker ask its state store; they are answered when it has started. Without this that begins with
   * `start`. A state store of an outside broker answers for itself.
   */
  async serveState(): Promise<void> {
    await this.#stateGateway?.open();
  }

  /** To be called before `start` when operators will load models: what runs them is made ready meanwhile. */
  expectModels(): void {
    this.#engine.peer.notify('expectModels', null);
  }

  /**
   * Starts every operator, then subscribes the sources.
   * Errors: OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED, TOPIC_INVALID, BROKER_REFUSED, RUN_ENGINE_LOST.
   */
  async start(spec: RunSpec, { beforeIntake, repeated, isFed = false }: StartOptions = {}): Promise<void> {
    this.#spec = spec;
    this.#answers = repeated?.answers;
    this.#sinks = new SinkAddresses(spec);
    // Before the engine: `init` may call commands.
    this.#responders = this.#makeResponders(spec);
    await this.#responders.begin();
    const { plan, modules, operators, stateSeeds, schemas, models, memoryLimitBytes, recorded, faults } =
      spec;
    const telemetry = await this.#beginTelemetry(spec);
    this.#telemetrySinks = this.#makeTelemetrySinks(spec);
    await this.#engine.start({
      plan,
      modules,
      operators,
      stateSeeds,
      schemas,
      models,
      memoryLimitBytes,
      ...(recorded && { recorded }),
      ...(repeated && { changes: repeated.changes }),
      ...telemetry,
      faults,
      ...this.#ports.settings,
    });
    await this.serveState();
    this.#stateGateway?.begin();
    await beforeIntake?.();
    if (isFed) return;
    for (const [node, filters] of spec.sourceFilters)
      this.#subscriptions.push(
        await this.#ports.bus.subscribe(filters, (message) => this.#accept(node, message)),
      );
  }

  /** Hands a recorded message to its source, past the broker. A promise: there is too much before the sources; it is to be waited for. */
  feed({ letIn, ...message }: FedMessage): Promise<void> | undefined {
    return this.#take({ ...message, inputTopic: '', timestamp: letIn });
  }

  /** Lets another module run in these operations; see `EngineMethods.replaceModule`. */
  async replaceModule(
    { label, encoded }: RunSpec['modules'][number],
    operations: readonly string[],
  ): Promise<void> {
    const nodes = this.#indexesOf(operations);
    await this.#engine.peer.request('replaceModule', { label, encoded, nodes });
  }

  /** Lets another module run beside those of these operations; see `EngineMethods.compareModule`. */
  async compareModule(
    { label, encoded }: RunSpec['modules'][number],
    operations: readonly string[],
  ): Promise<void> {
    const nodes = this.#indexesOf(operations);
    await this.#engine.peer.request('compareModule', { label, encoded, nodes });
  }

  /** See `EngineMethods.endComparison`. */
  async endComparison(operations: readonly string[]): Promise<void> {
    await this.#engine.peer.request('endComparison', { nodes: this.#indexesOf(operations) });
  }

  readComparison(): Promise<readonly ComparedOperation[]> {
    return this.#engine.peer.request('readComparison', null);
  }

  /**
   * Stops taking messages in, finishes what is under way and publishes it. `flush`: windows and delays too; `hold`: what
   * waits for its time stays unpublished, with a verdict. Errors: RUN_ENGINE_LOST.
   */
  async finish(pending: RunFinish['pending'], untilMs?: number): Promise<RunCounts> {
    this.#unsubscribe();
    // What is under way with `flush` still gets its answers.
    if (pending === 'hold') this.#commands.end();
    this.#sendArrivals();
    const counts = await this.#engine.peer.request('finish', {
      pending,
      ...(untilMs !== undefined && { untilMs }),
    });
    if (this.#publishing > 0) await new Promise<void>((resolve) => (this.#onAllPublished = resolve));
    return counts;
  }

  /** Gives commands up that still wait for an answer after so long, and all later ones: the run is to end soon. */
  limitCommands(graceMs: number): void {
    this.#commandLimit ??= this.#ports.time.startTimer(() => this.#commands.end(), graceMs);
  }

  counts(): Promise<RunCounts> {
    return this.#engine.peer.request('counts', null);
  }

  progress(): Promise<RunProgress> {
    return this.#engine.peer.request('progress', null);
  }

  /** Every hop of a message, its ancestors and its descendants. */
  readLineage(message: number): Promise<readonly HopRecord[]> {
    return this.#engine.peer.request('readLineage', { message });
  }

  readHops(query: HopQuery): Promise<HopPage> {
    return this.#engine.peer.request('readHops', query);
  }

  /** Ends the call that an operator is in; false when there is none. The message is lost to it, the run goes on. */
  endCall(): boolean {
    return this.#engine.endCall();
  }

  /** Asks what the engine answers; see there. Errors also: RUN_NOT_STOPPED, where the run would have to be one that can be stopped. */
  control<K extends keyof (DebugMethods & InspectMethods)>(
    method: K,
    params: (DebugMethods & InspectMethods)[K]['params'],
  ): Promise<(DebugMethods & InspectMethods)[K]['result']> {
    return this.#engine.peer.request(method, params);
  }

  /** Asks about the trace message by message; see `TraceMethods`. */
  browse<K extends keyof TraceMethods>(
    method: K,
    params: TraceMethods[K]['params'],
  ): Promise<TraceMethods[K]['result']> {
    return this.#engine.peer.request(method, params);
  }

  /** Messages that wait to be let in. */
  get waitingCount(): number {
    return this.#untaken + this.#arrivals.count;
  }

  /** Closes the trace and ends the engine. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.#stateGateway?.dispose();
    this.#commands.end();
    await this.#ports.telemetry?.end();
    await this.#engine.close();
    this.#commands.dispose();
    this.#responders?.dispose();
    this.#disposeEmitters();
  }

  /** Ends the engine at once. */
  dispose(): void {
    this.#unsubscribe();
    this.#stateGateway?.dispose();
    this.#commands.dispose();
    this.#responders?.dispose();
    this.#ports.telemetry?.dispose();
    this.#engine.dispose();
    this.#disposeEmitters();
  }

  #answer(call: CommandCall): Promise<CommandOutcome> {
    const { node, isInit } = call.caller ?? { node: -1, isInit: false };
    const name = this.#spec?.plan.nodes[node]?.name ?? '';
    const recorded = this.#answers?.take(name, call, isInit);
    return recorded ? Promise.resolve(recorded) : this.#commands.call(call);
  }

  #indexesOf(operations: readonly string[]): number[] {
    const { nodes = [] } = this.#spec?.plan ?? {};
    return operations.map((name) => nodes.findIndex((node) => node.name === name));
  }

  async #beginTelemetry(spec: RunSpec): Promise<Pick<EngineStart, 'telemetry'>> {
    const { telemetry } = this.#ports;
    if (!telemetry) return {};
    await telemetry.begin(spec, {
      readMeters: () => this.#engine.peer.request('readMeters', null),
      onTaken: (count) => this.#engine.peer.notify('spansTaken', { count }),
    });
    return { telemetry: { seed: telemetry.seed } };
  }

  #makeTelemetrySinks({ telemetrySinks: sinks, plan }: RunSpec): TelemetrySinks | undefined {
    if (sinks.size === 0) return undefined;
    return new TelemetrySinks({
      sinks,
      nameOf: (node) => plan.nodes[node]?.name ?? '',
      send: (payload) => this.#ports.telemetry?.record(payload),
      log: (line) => this.logs.fire([line]),
    });
  }

  #makeResponders({ responders: rules }: RunSpec): Responders {
    const { bus, time, settings } = this.#ports;
    const isVirtual = settings.clock.kind === 'virtual';
    return new Responders({
      rules,
      bus,
      startTimer: time.startTimer,
      epochMs: time.epochMs,
      random: isVirtual ? seededRandom(settings.seed) : Math.random,
      log: (level, message) => this.logs.fire([{ level, context: 'responders', message }]),
      ...(isVirtual && {
        expect: (correlationData: Uint8Array, delayMs: number | undefined) =>
          this.#commands.expect(correlationData, delayMs),
      }),
    });
  }

  #tellWait({ topic, timeoutMs }: CommandCall): void {
    const node = this.#engine.busyNode;
    const seconds = String(Math.ceil(timeoutMs / 1000));
    const message = `waits for the answer to its command on "${topic}", for ${seconds} s at most; the run stands meanwhile`;
    this.logs.fire([{ level: 'info', ...(node !== undefined && { node }), context: 'commands', message }]);
  }

  #disposeEmitters(): void {
    this.#commandLimit?.dispose();
    for (const emitter of [this.output, this.logs, this.health, this.debug, this.longCall, this.failure])
      emitter.dispose();
  }

  #unsubscribe(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
    this.#gate.open();
  }

  #createStateGateway(bus: MessageBus): StateGateway | undefined {
    if (!bus.clients) return undefined;
    const log = (level: LogLevel, message: string): void =>
      this.logs.fire([{ level, context: 'dataflow-graph', message }]);
    return new StateGateway({
      bus,
      clients: bus.clients,
      send: (batch, transfer) => this.#engine.peer.notify('stateRequests', batch, transfer),
      publish: (message) => {
        this.#publishing += 1;
        this.#hand(message, (error) =>
          log('warn', `the state store could not answer on "${message.topic}": ${describeError(error)}`),
        );
      },
      log,
    });
  }

  #accept(node: number, message: BusMessage): Promise<void> | undefined {
    const { topic, contentType, userProperties, payload } = message;
    return this.#take({ node, topic, contentType, userProperties, payload, inputTopic: '', timestamp: '' });
  }

  #take(message: BatchedMessage): Promise<void> | undefined {
    this.#arrivals.add(message);
    // Messages that came in one go of the socket travel together; while the engine has enough to do, more of them gather.
    if (!this.#isSendScheduled && this.#untaken < ENOUGH_UNTAKEN) {
      this.#isSendScheduled = true;
      setImmediate(() => this.#sendArrivals());
    }
    return this.#gate.enter(message.payload.length);
  }

  #countTaken(count: number, bytes: number): void {
    this.#untaken -= count;
    this.#gate.release(count, bytes);
    if (this.#untaken < ENOUGH_UNTAKEN && this.#arrivals.count > 0) this.#sendArrivals();
  }

  #sendArrivals(): void {
    this.#isSendScheduled = false;
    this.#untaken += this.#arrivals.count;
    const taken = this.#arrivals.take();
    if (taken) this.#engine.peer.notify('arrivals', taken.batch, taken.transfer);
  }

  #publishAll(batch: MessageBatch): void {
    for (const message of readBatch(batch)) {
      this.#publishing += 1;
      if (this.#telemetrySinks?.accept(message) === false) this.#settle();
      else this.#publish(message);
    }
  }

  #publish(batched: BatchedMessage): void {
    const output = this.#sinks?.address(batched);
    if (!output) return this.#settle();
    const { sink, message } = output;
    if (this.#sinks?.isOwnInput(message.topic) === true) {
      const cause = `its topic "${message.topic}" is one this run reads from, which would feed the graph with its own output [TOPIC_OVERLAP]`;
      this.#tellUnpublished(sink, new Error(cause));
      return this.#settle();
    }
    this.output.fire(output);
    this.#hand(message, (error) => this.#tellUnpublished(sink, error));
  }

  #hand(message: BusMessage, tell: (error: unknown) => void): void {
    this.#ports.bus.publish(message).then(
      () => this.#settle(),
      (error: unknown) => {
        tell(error);
        this.#settle();
      },
    );
  }

  #tellUnpublished(sink: string, error: unknown): void {
    const message = `sink "${sink}" could not publish a message: ${describeError(error)}`;
    this.logs.fire([{ level: 'error', node: sink, context: 'dataflow-graph', message }]);
  }

  // Tells the engine once for all that were published in one go.
  #settle(): void {
    this.#publishing -= 1;
    this.#published += 1;
    if (this.#published === 1) setImmediate(() => this.#tellPublished());
    if (this.#publishing === 0) this.#onAllPublished?.();
  }

  #tellPublished(): void {
    this.#engine.peer.notify('published', { count: this.#published });
    this.#published = 0;
  }

  #fail(error: AppError): void {
    this.#unsubscribe();
    this.failure.fire(error);
  }
}

function asErrorCode(code: string): ErrorCode {
  return errorCodes.find((known) => known === code) ?? 'RUN_ENGINE_LOST';
}
