// Serves one run to another process: loads and starts it when asked, answers questions about it, tells what happens. Knows
// nothing about how the two processes are connected.
import { AppError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type {
  DebugMethods,
  InspectMethods,
  RefusedRule,
  StopReport,
  StopSettings,
} from '../../protocol/debugging.ts';
import type { RunCounts, RunFinish } from '../../protocol/engine.ts';
import type { BusMessage } from '../../protocol/message.ts';
import type {
  CaseLaunch,
  LoadedRun,
  PublishRequest,
  RunLaunch,
  RunProcessEvents,
  RunProcessMethods,
  RunReport,
} from '../../protocol/runProcess.ts';
import type { MessagePattern, PublishMethods, TopicMethods } from '../../protocol/publishing.ts';
import type { RpcHandlers } from '../../protocol/rpc.ts';
import type { CaseVerdict } from '../../protocol/caseVerdict.ts';
import type { TraceMethods } from '../../protocol/traceMessages.ts';
import { systemTime } from '../engine/systemTime.ts';
import { type PreparedSession, prepareSession, type SessionOptions } from '../run/openSession.ts';
import { describeComparison } from '../run/moduleComparison.ts';
import { openBroker } from './openBroker.ts';
import { ReplayDesk } from './replayDesk.ts';
import { ReportWatch } from './reportWatch.ts';
import { SeriesDesk } from './seriesDesk.ts';
import { sessionOptions } from './sessionOptions.ts';
import { TopicWatch } from './topicWatch.ts';

/** A test case that a run is judged by. */
export interface OpenedCase {
  readonly launch: CaseLaunch;
  readonly judge: (outputs: readonly BusMessage[]) => Promise<CaseVerdict>;
}

export interface RunServerPorts {
  readonly workerUrl: SessionOptions['workerUrl'];
  readonly notify: <K extends keyof RunProcessEvents>(event: K, value: RunProcessEvents[K]) => void;
  /** Where caches and traces go when the launch names no folder. */
  readonly cacheFolder: string;
  /** Errors: FILE_UNREADABLE. */
  readonly readMessages: (folder: string, topic: string | undefined) => Promise<readonly PublishRequest[]>;
  /** Errors: FILE_UNREADABLE, FILE_INVALID, LAUNCH_INVALID. */
  readonly openCase: (file: string) => Promise<OpenedCase>;
  /** As `readMessages`, with the placeholders of messages that have some. */
  readonly readPatterns: (folder: string, topic: string | undefined) => Promise<readonly MessagePattern[]>;
}

type Methods = RpcHandlers<RunProcessMethods, unknown>['methods'];

export class RunServer {
  readonly #ports: RunServerPorts;
  #session: PreparedSession | undefined;
  #isStarted = false;
  /** What the engine is told as soon as it runs. */
  #firstStops: StopSettings | undefined;
  #firstPause: DebugMethods['pause']['params'] | undefined;
  #watch: ReportWatch | undefined;
  #stop: StopReport | undefined;
  /** The case of the run, with what came out so far. */
  #case: { readonly opened: OpenedCase; readonly outputs: BusMessage[] } | undefined;
  readonly #replay: ReplayDesk = new ReplayDesk();
  #tracePath: string | undefined;
  readonly #series: SeriesDesk;
  readonly #topics: TopicWatch;

  constructor(ports: RunServerPorts) {
    this.#ports = ports;
    this.#series = new SeriesDesk({
      time: systemTime,
      random: Math.random,
      publish: async (message) => this.#must().bus.publish(message),
      readFolder: ports.readPatterns,
    });
    this.#topics = new TopicWatch({
      time: systemTime,
      subscribe: async (filters, deliver) => this.#must().bus.subscribe(filters, deliver),
    });
  }

  readonly methods: Methods = {
    load: (launch) => this.#load(launch),
    start: () => this.#start(),
    publish: async (request) => {
      await this.#must().bus.publish(toBusMessage(request));
      return null;
    },
    publishFolder: ({ folder, topic }) => this.#publishFolder(folder, topic),
    openCase: ({ file }) => this.#openCase(file),
    judgeCase: () => this.#judgeCase(),
    openReplay: (request) => this.#replay.open(request),
    feedReplay: () => this.#replay.feed(this.#must()),
    compareReplay: () => this.#replay.compare(this.#tracePath ?? ''),
    describeComparison: async () => describeComparison(await this.#must().comparison.read()),
    readComparison: () => this.#must().comparison.read(),
    takeOver: ({ operations }) => this.#takeOver(operations),
    counts: () => this.#must().run.counts(),
    limitCommands: ({ graceMs }) => {
      this.#must().run.limitCommands(graceMs);
      return null;
    },
    endCall: () => this.#must().run.endCall(),
    readLineage: ({ message }) => this.#must().run.readLineage(message),
    readHops: (query) => this.#must().run.readHops(query),
    finish: (how) => this.#finish(how),
    ...this.#browsing(),
    ...this.#controls(),
    ...this.#publishing(),
    ...this.#watching(),
    setStops: (settings) => this.#setStops(settings),
    pause: (params) => this.#pause(params),
  };

  /** Ends run and broker. */
  async close(): Promise<void> {
    this.#watch?.dispose();
    this.#replay.stop();
    this.#series.dispose();
    this.#topics.dispose();
    const session = this.#session;
    this.#session = this.#firstStops = this.#firstPause = this.#stop = undefined;
    this.#isStarted = false;
    await session?.close();
  }

  #must(): PreparedSession {
    if (this.#session) return this.#session;
    throw new AppError('RUN_ENDED', 'The run has not been loaded, or has ended.');
  }

  async #load(launch: RunLaunch): Promise<LoadedRun> {
    await this.close();
    const { notify } = this.#ports;
    const logger = this.#logger();
    const options = await sessionOptions(launch, this.#ports.cacheFolder, logger, this.#replay.recording);
    const session = await prepareSession({
      ...options,
      workerUrl: this.#ports.workerUrl,
      logger,
      onPrepare: (label) => notify('preparing', { label }),
      ...(launch.hotReload === true && { onModuleUpdate: (module) => notify('moduleUpdated', module) }),
      openBus: () => openBroker(launch, logger),
    });
    this.#session = session;
    this.#replay.prepare(launch);
    this.#listen(session);
    // Messages that came before the view was opened are wanted in it too; on another's broker nothing is read unasked.
    if (!launch.broker) await this.#topics.begin();
    const { spec, bus } = session;
    const tracePath = (this.#tracePath = options.settings.trace.path);
    const { plan, files, nodes, connections, moduleFiles, warnings, sourceFilters } = spec;
    return {
      name: plan.name,
      program: launch.program,
      files,
      nodes,
      connections,
      modules: moduleFiles,
      warnings: [...warnings, ...this.#replay.describeOdds(spec)],
      ...(bus.url !== undefined && { url: bus.url }),
      sourceTopics: [...new Set([...sourceFilters.values()].flat())],
      ...(tracePath !== undefined && { tracePath }),
    };
  }

  async #start(): Promise<null> {
    const session = this.#must();
    const beforeIntake = async (): Promise<void> => {
      this.#isStarted = true;
      const [stops, pause] = [this.#firstStops, this.#firstPause];
      const refused = stops ? await session.run.control('setStops', stops) : [];
      for (const rule of refused) this.#ports.notify('ruleFailed', rule);
      if (pause) await session.run.control('pause', pause);
    };
    await session.start({ beforeIntake, ...this.#replay.startOptions });
    this.#watch?.begin();
    return null;
  }

  async #setStops(settings: StopSettings): Promise<readonly RefusedRule[]> {
    if (this.#isStarted) return this.#must().run.control('setStops', settings);
    this.#must();
    this.#firstStops = settings;
    return [];
  }

  async #pause(params: DebugMethods['pause']['params']): Promise<null> {
    if (this.#isStarted) return this.#must().run.control('pause', params);
    this.#must();
    this.#firstPause = params;
    return null;
  }

  #listen({ run, comparison }: PreparedSession): void {
    const { notify } = this.#ports;
    run.output.event(({ message }) => this.#case?.outputs.push(message));
    run.logs.event((lines) => notify('logs', lines));
    run.health.event((report) => notify('health', report));
    run.debug.event(({ kind, value }) => {
      notify(kind, value);
      if (kind === 'stopped') this.#stop = value;
      else if (kind === 'resumed') this.#stop = undefined;
      else return;
      void this.#watch?.tell();
    });
    run.longCall.event((call) => notify('longCall', call));
    run.failure.event(({ code, message }) => notify('failed', { code, message }));
    this.#watch = new ReportWatch({
      time: systemTime,
      read: async () => ({
        ...(await run.progress()),
        waiting: run.waitingCount,
        ...this.#describeStop(),
        ...(comparison.count > 0 && { compared: comparison.count }),
      }),
      tell: (report) => notify('counted', report),
    });
  }

  #describeStop(): Pick<RunReport, 'isStopped' | 'stoppedAt'> {
    const node = this.#stop?.at?.node;
    return { isStopped: this.#stop !== undefined, ...(node !== undefined && { stoppedAt: node }) };
  }

  async #publishFolder(folder: string, topic: string | undefined): Promise<number> {
    const { bus } = this.#must();
    const messages = await this.#ports.readMessages(folder, topic);
    for (const message of messages) await bus.publish(toBusMessage(message));
    return messages.length;
  }

  async #openCase(file: string): Promise<CaseLaunch> {
    const opened = await this.#ports.openCase(file);
    this.#case = { opened, outputs: [] };
    this.#replay.repeat(opened.launch.recording);
    return opened.launch;
  }

  #judgeCase(): Promise<CaseVerdict> {
    if (!this.#case) throw new AppError('RUN_ENDED', 'This run is none of a test case.');
    return this.#case.opened.judge(this.#case.outputs);
  }

  async #takeOver(operations: readonly string[]): Promise<null> {
    if (!Array.isArray(operations))
      throw new AppError('USAGE', 'The request takeOver takes "operations", a list of names.');
    for (const module of await this.#must().takeOver(operations)) this.#ports.notify('moduleUpdated', module);
    await this.#watch?.tell();
    return null;
  }

  async #finish({ pending, untilMs }: RunFinish): Promise<RunCounts> {
    this.#replay.stop();
    const counts = await this.#must().run.finish(pending, untilMs);
    await this.#watch?.tellLast();
    return counts;
  }

  #browsing(): Pick<Methods, keyof TraceMethods> {
    const ask =
      <K extends keyof TraceMethods>(method: K) =>
      (params: TraceMethods[K]['params']): Promise<TraceMethods[K]['result']> =>
        this.#must().run.browse(method, params);
    return {
      listMessages: ask('listMessages'),
      describeMessage: ask('describeMessage'),
      readPayload: ask('readPayload'),
      exportHops: ask('exportHops'),
    };
  }

  #publishing(): Pick<Methods, keyof PublishMethods> {
    return {
      startSeries: (request) => {
        this.#must();
        return this.#series.start(request);
      },
      readSeries: ({ id }) => this.#series.read(id),
      stopSeries: ({ id }) => this.#series.stop(id),
    };
  }

  #watching(): Pick<Methods, keyof TopicMethods> {
    return {
      readTopics: (params) => this.#topics.read(params),
      readTopicValue: ({ topic }) => this.#topics.readValue(topic),
      clearTopics: () => {
        this.#topics.clear();
        return null;
      },
      unwatchTopics: () => {
        this.#topics.dispose();
        return null;
      },
    };
  }

  #controls(): Pick<Methods, Exclude<keyof (DebugMethods & InspectMethods), 'setStops' | 'pause'>> {
    const ask =
      <K extends keyof (DebugMethods & InspectMethods)>(method: K) =>
      (params: RunProcessMethods[K]['params']): Promise<RunProcessMethods[K]['result']> =>
        this.#must().run.control(method, params);
    return {
      resume: ask('resume'),
      editStopped: ask('editStopped'),
      dropStopped: ask('dropStopped'),
      evaluate: ask('evaluate'),
      readState: ask('readState'),
      editState: ask('editState'),
      readMetrics: ask('readMetrics'),
      replayHop: ask('replayHop'),
      setFaults: ask('setFaults'),
      readFaults: ask('readFaults'),
      readClock: ask('readClock'),
      advance: ask('advance'),
    };
  }

  #logger(): Logger {
    return {
      log: (level, message) => this.#ports.notify('logs', [{ level, context: 'dataflow-graph', message }]),
    };
  }
}

function toBusMessage({ qos = 1, retain = false, userProperties = [], ...rest }: PublishRequest): BusMessage {
  return { ...rest, qos, retain, userProperties };
}
