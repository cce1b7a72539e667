// What the page of a trace view and the extension say to each other. Shapes only. Payloads are fetched in parts and never pushed.
import type { OperationType } from '../graph/model.ts';
import type { ReplayStart } from './debugging.ts';
import type { HopRecord, TraceLevel } from './trace.ts';
import type {
  MessageDescription,
  MessageList,
  MessageListRequest,
  MessageQuery,
  PayloadRequest,
} from './traceMessages.ts';

/** Raise it with every change that the other side could misunderstand. */
export const TRACE_VIEW_PROTOCOL_VERSION = 1;

/** A run that can be looked at. */
export interface RunChoice {
  readonly id: string;
  /** Of the graph. */
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedMs: number;
  readonly state: 'live' | 'ended';
}

export interface TraceNode {
  readonly name: string;
  /** Not known of a trace whose graph is not at hand. */
  readonly type?: OperationType;
  /** Its place in a file is known. */
  readonly hasPlace: boolean;
}

/** The run that is looked at. */
export interface ShownRun extends RunChoice {
  readonly nodes: readonly TraceNode[];
  /** Not known of a run that goes on. */
  readonly level?: TraceLevel;
  /** What is damaged, as sentences. */
  readonly problems: readonly string[];
  /** Why nothing can be read, as a sentence. */
  readonly failure?: string;
  /** Topics that sources of a run that goes on read: messages can be sent again. Absent when none goes on. */
  readonly canSend: boolean;
  /** A graph file is known, so that a test case can be written beside it. */
  readonly canSave: boolean;
}

export interface TraceState {
  /** Of this window, newest first; empty in an editor of one file. */
  readonly runs: readonly RunChoice[];
  readonly shown?: ShownRun;
}

export interface TraceStart extends TraceState {
  /** An editor of one file, or the view among the panels. */
  readonly kind: 'editor' | 'view';
}

/** One message with its way. */
export interface TracedPath extends MessageDescription {
  /** Without payloads. */
  readonly hops: readonly HopRecord[];
  /** There are more hops than are told here. */
  readonly isCut: boolean;
}

/** Bytes of a payload. */
export interface ShownPayload {
  readonly base64: string;
  /** Of the whole payload. */
  readonly size: number;
}

interface OfRun {
  /** Id of the run that the page shows; an answer about another one is refused. */
  readonly run: string;
}

/** What the page asks. */
export interface TraceHostMethods {
  start: { params: null; result: TraceStart };
  listMessages: { params: OfRun & MessageListRequest; result: MessageList };
  /** Undefined when it is no longer held. */
  readPath: { params: OfRun & { readonly message: number }; result: TracedPath | undefined };
  /** Undefined when it was not recorded, or is no longer held. */
  readPayload: { params: OfRun & PayloadRequest; result: ShownPayload | undefined };
  copyPayload: { params: OfRun & Pick<PayloadRequest, 'hop' | 'side'>; result: null };
  /** Asks for a file, and writes the messages that `query` accepts with all their hops. */
  exportTrace: { params: OfRun & { readonly query: MessageQuery }; result: null };
  /** Asks for a name, and writes the message with those it is bound to as a test case. */
  saveTestCase: { params: OfRun & { readonly message: number }; result: null };
  /** Publishes the message as it came in. */
  sendAgain: { params: OfRun & { readonly message: number }; result: null };
  /** Hands the message of a hop of the run, which goes on, to its operation once more. */
  replayHop: { params: OfRun & { readonly hop: number }; result: ReplayStart };
}

/** What the page tells. */
export interface TraceHostEvents {
  chooseRun: { readonly id: string };
  /** The operation the list is filtered by; absent when by none. */
  nodeChosen: { readonly node?: string };
  showInText: { readonly node: string };
  showOnCanvas: { readonly node: string };
  /** Debugs the graph in front. */
  debugGraph: null;
  /** Asks for a recorded trace and opens it. */
  openRecorded: null;
  /** Opens the file of the editor in another way. */
  openAsText: null;
  failed: { readonly message: string };
}

export type TraceViewMethods = Record<never, never>;

/** What the extension tells. */
export interface TraceViewEvents {
  runsChanged: TraceState;
  /** More was recorded; at most four times a second. */
  grown: { readonly run: string };
  /** An operation was selected elsewhere; absent when none is any more. */
  nodeSelected: { readonly node?: string };
}
