// What views ask a debug session beyond the Debug Adapter Protocol, and hear from it: the same words as those of the run process,
// behind the prefix `dataflowGraph/`. Shapes only. Knows nothing about how sessions are reached.
import type { LongCall } from './engine.ts';
import type { CaseVerdict } from './caseVerdict.ts';
import type { LoadedRun, RunProcessMethods, RunReport } from './runProcess.ts';

/**
 * Requests, without the prefix. `runInfo` gives the loaded run, `inlineValues` what editors show beside their lines while it stands;
 * all others are methods of the run process.
 */
export const customRequestNames = [
  'runInfo',
  'inlineValues',
  'counts',
  'publish',
  'publishFolder',
  'readHops',
  'readLineage',
  'listMessages',
  'describeMessage',
  'readPayload',
  'exportHops',
  'readState',
  'editState',
  'readMetrics',
  'replayHop',
  'setFaults',
  'readFaults',
  'readComparison',
  'takeOver',
  'endCall',
  'readClock',
  'advance',
  'startSeries',
  'readSeries',
  'stopSeries',
  'readTopics',
  'readTopicValue',
  'clearTopics',
  'unwatchTopics',
] as const;
export type CustomRequestName = (typeof customRequestNames)[number];

/** A block of bytes where JSON has none. */
export interface BytesAsText {
  readonly base64: string;
}

/** `T` as it goes through JSON. */
export type AsJson<T> = T extends Uint8Array
  ? BytesAsText
  : T extends object
    ? { readonly [K in keyof T]: AsJson<T[K]> }
    : T;

/** Parameters and answers of each request. */
export type CustomRequests = {
  readonly [K in Exclude<CustomRequestName, 'runInfo' | 'inlineValues'>]: {
    readonly params: AsJson<RunProcessMethods[K]['params']>;
    readonly result: AsJson<RunProcessMethods[K]['result']>;
  };
} & {
  readonly runInfo: { readonly params: undefined; readonly result: LoadedRun };
  readonly inlineValues: { readonly params: undefined; readonly result: readonly LineValue[] };
};

/** What the stopped message was like at the operation or connection in a line. */
export interface LineValue {
  readonly file: string;
  /** Counted from 0. */
  readonly line: number;
  readonly text: string;
}

/** Stands before the names of requests and events. */
export const customEventPrefix = 'dataflowGraph/';

/** Events, with the prefix. */
export interface CustomEvents {
  /** A run was loaded, for the first time or, after a restart, anew. */
  'dataflowGraph/loaded': LoadedRun;
  /** At most four times a second, while something changes. */
  'dataflowGraph/counted': RunReport;
  /** An operator has been working on one message for long; `endCall` ends that. Once for each call. */
  'dataflowGraph/longCall': LongCall;
  /** The session ran a test case to its end. */
  'dataflowGraph/caseEnded': CaseVerdict;
}
