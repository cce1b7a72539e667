// What a program that has a run (a debug adapter, a view, a test) and the process that holds it say to each other. Shapes only;
// all of them survive structured cloning. Knows nothing about processes.
import type { PlacedFault } from '../graph/faults.ts';
import type { Arm, OperationType } from '../graph/model.ts';
import type { ComparedOperation } from './comparison.ts';
import type { DebugEvents, DebugMethods, InspectMethods } from './debugging.ts';
import type { EngineEvents, EngineLog, LongCall, RunCounts, RunFinish, RunProgress } from './engine.ts';
import type { UserProperty } from './message.ts';
import type { CaseVerdict } from './caseVerdict.ts';
import type { OtlpSettings } from './telemetry.ts';
import type { HopPage, HopQuery, HopRecord, TraceLevel } from './trace.ts';
import type { PublishMethods, TopicMethods } from './publishing.ts';
import type { TraceMethods } from './traceMessages.ts';

/** Raise it with every change that the other side could misunderstand. */
export const RUN_PROCESS_PROTOCOL = 1;

/** How a run is to be. Paths are absolute; what is absent is as on the command line. */
export interface RunLaunch {
  /** Graph definition or DataflowGraph resource. */
  readonly program: string;
  /** Stops, steps and inspects: one message moves at a time. False runs at full speed and refuses all that. */
  readonly isDebugged: boolean;
  /** Topic filters of sources and topic of sinks, for graph definitions. */
  readonly sourceTopics?: readonly string[];
  readonly sinkTopic?: string;
  /** `operation.parameter` or `parameter` for all. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files by the name of the module reference. */
  readonly modules?: Readonly<Record<string, string>>;
  readonly stateStore?: string;
  readonly moduleSchema?: string;
  readonly environment?: string;
  readonly responders?: string;
  readonly cacheFolder?: string;
  /** Port on this machine; 0 takes a free one, which is the default. */
  readonly port?: number;
  /** A broker that is there already, in place of one of the run's own. `password` is by default DATAFLOW_GRAPH_MQTT_PASSWORD of the environment. */
  readonly broker?: {
    /** `mqtt://host:port` or `mqtts://…`. */
    readonly url: string;
    readonly user?: string;
    readonly password?: string;
    /** Certificate authority, PEM. */
    readonly ca?: string;
  };
  readonly clock?: 'wall' | 'virtual';
  readonly seed?: string;
  readonly lateItems?: 'accept' | 'drop';
  /** Modules that change on disk are taken into the run while it goes on, or only run beside those in place. Default false. */
  readonly hotReload?: boolean | 'compare';
  /** By operation: the file (`*.wasm`) or reference of a module that runs beside its own, to be compared. */
  readonly compare?: Readonly<Record<string, string>>;
  /** What is to go wrong on purpose. */
  readonly faults?: readonly PlacedFault[];
  /** Milliseconds. */
  readonly operatorTimeoutMs?: number;
  readonly trace?: {
    readonly level?: TraceLevel;
    readonly path?: string;
    readonly maxMegabytes?: number;
    /** Where traces and metrics are sent, too. */
    readonly otlp?: OtlpSettings;
  };
}

/** Lines counted from 0, both inclusive. */
export interface SourcePlace {
  readonly file: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface RunNode {
  readonly name: string;
  readonly type: OperationType;
  /** The module reference's text. */
  readonly module?: string;
  /** What it is called in its own file; in runs of several graphs `name` has the graph's node before it. */
  readonly operation?: string;
  readonly place?: SourcePlace;
}

export interface RunConnection {
  readonly from: string;
  readonly arm?: Arm;
  readonly to: string;
  readonly place?: SourcePlace;
}

/** A module that the run uses. */
export interface RunModule {
  /** File it was read from. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of its content: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly operations: readonly string[];
  /** As the graph names it. */
  readonly references: readonly string[];
}

/** A run that is ready to start. Indexes of nodes and connections are those of stop places and stops. */
export interface LoadedRun {
  readonly name: string;
  /** Graph definition or DataflowGraph resource that was launched; absolute path. */
  readonly program: string;
  /** Graph and resource files the run was read from. */
  readonly files: readonly string[];
  readonly nodes: readonly RunNode[];
  readonly connections: readonly RunConnection[];
  readonly modules: readonly RunModule[];
  /** What is odd but does not stop the run; sentences. */
  readonly warnings: readonly string[];
  /** Of the broker: `mqtt://127.0.0.1:1883`. */
  readonly url?: string;
  readonly sourceTopics: readonly string[];
  /** File in which the trace is kept; absent when it is in memory only. */
  readonly tracePath?: string;
}

export interface PublishRequest {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos?: 0 | 1;
  readonly retain?: boolean;
  readonly contentType?: string;
  readonly userProperties?: readonly UserProperty[];
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
}

/** What a run of a test case is made of. Paths are absolute. */
export interface CaseLaunch {
  readonly name: string;
  readonly program: string;
  readonly inputFolder: string;
  readonly faults: readonly PlacedFault[];
  /** What the test case says of its run; paths are absolute. */
  readonly run: Pick<RunLaunch, 'parameters' | 'modules' | 'sourceTopics' | 'stateStore' | 'responders'>;
  /** A recording of which the run repeats what came in besides messages. */
  readonly recording?: string;
}

/** A recorded run that is to be replayed. */
export interface ReplayRequest {
  /** Trace file or its NDJSON export; absolute path. */
  readonly trace: string;
  /** Number of the first message that is handed over. Default: the first. */
  readonly from?: number;
  /** How many times as fast as recorded; absent: as fast as messages are taken. */
  readonly speed?: number;
}

/** What of a recording went in, and how the run is to be finished. */
export interface ReplayFed {
  readonly messages: number;
  readonly finish: RunFinish;
}

/** How a replay went. */
export interface ReplayVerdict {
  readonly messages: number;
  readonly comparedHops: number;
  /** Hops that are not as they were recorded. */
  readonly differing: number;
  /** The first of them in the order of the recording: its operation, and what it was and is. */
  readonly first?: { readonly node: string; readonly lines: readonly string[] };
  /** Damage of the recording, and operations whose commands it had no answer for; sentences. */
  readonly problems: readonly string[];
}

export interface RunProcessMethods
  extends DebugMethods, InspectMethods, TraceMethods, PublishMethods, TopicMethods {
  /** Reads, checks and prepares everything and opens the broker. Errors: of loadRun and of the broker. */
  load: { params: RunLaunch; result: LoadedRun };
  /** Starts the operators and subscribes the sources. Errors: OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED, BROKER_REFUSED. */
  start: { params: null; result: null };
  /** Resolves when the broker has taken it. Errors: TOPIC_INVALID, BROKER_CLOSED. */
  publish: { params: PublishRequest; result: null };
  /** Publishes a folder's message files in order; the number of messages. Errors: FILE_UNREADABLE. */
  publishFolder: { params: { readonly folder: string; readonly topic?: string }; result: number };
  /** Reads a test case, by which the run that is loaded next is judged. Errors: FILE_UNREADABLE, FILE_INVALID, LAUNCH_INVALID. */
  openCase: { params: { readonly file: string }; result: CaseLaunch };
  /** Judges what the sinks have published so far. Errors: RUN_ENDED, without a case. */
  judgeCase: { params: null; result: CaseVerdict };
  /** Opens a recording, which the run that is loaded next replays. Errors: TRACE_UNREADABLE, TRACE_NOT_REPLAYABLE. */
  openReplay: { params: ReplayRequest; result: { readonly program: string } };
  /** Hands the recorded messages to the sources; resolves when the run has taken all. Errors: TRACE_NOT_REPLAYABLE; RUN_ENDED, without a recording. */
  feedReplay: { params: null; result: ReplayFed };
  /** Compares the run, which has been finished, with its recording. Errors: TRACE_UNREADABLE; RUN_ENDED, without a recording. */
  compareReplay: { params: null; result: ReplayVerdict };
  /** What comparing modules has brought out so far, a sentence for each operation; none when nothing is compared. Errors: RUN_ENGINE_LOST. */
  describeComparison: { params: null; result: readonly string[] };
  /** Of every operation that a module runs beside, or could not. Errors: RUN_ENGINE_LOST. */
  readComparison: { params: null; result: readonly ComparedOperation[] };
  /**
   * Lets the modules that run beside those of `operations` take over between two messages, which ends their comparison; by each of them
   * `moduleUpdated` is told. Errors: COMPARE_INVALID, MODULE_MALFORMED, OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED: all goes on as before then.
   */
  takeOver: { params: { readonly operations: readonly string[] }; result: null };
  counts: { params: null; result: RunCounts };
  /** Ends the call that an operator is in, as a timeout would; false when there is none. */
  endCall: { params: null; result: boolean };
  readLineage: { params: { readonly message: number }; result: readonly HopRecord[] };
  readHops: { params: HopQuery; result: HopPage };
  /** The run is to end soon: commands that still wait for an answer after so long are given up, and so are all later ones. */
  limitCommands: { params: { readonly graceMs: number }; result: null };
  /** Takes nothing more in and finishes what is under way. */
  finish: { params: RunFinish; result: RunCounts };
}

/** How far a run is. */
export interface RunReport extends RunProgress {
  /** Messages that wait to be let in. */
  readonly waiting: number;
  /** Index of the node where the run stands; absent while it runs, or where it stands at none. */
  readonly stoppedAt?: number;
  readonly isStopped: boolean;
  /** Operations that another module runs beside, to be compared; absent while there are none. */
  readonly compared?: number;
}

export interface RunProcessEvents extends DebugEvents {
  /** A module has to be prepared first. */
  preparing: { readonly label: string };
  /** A module has changed on disk, and runs so now. */
  moduleUpdated: RunModule;
  logs: readonly EngineLog[];
  health: EngineEvents['health'];
  /** At most four times a second while something changes, and with every stop. */
  counted: RunReport;
  /** Once for each call that takes long. */
  longCall: LongCall;
  /** The run cannot go on. */
  failed: { readonly code: string; readonly message: string };
}
