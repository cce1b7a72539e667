// What views ask a debug session beyond the Debug Adapter Protocol, and hear from it: the same words as those of the run process,
// behind the prefix `dataflowGraph/`. Shapes only. Knows nothing about how sessions are reached.
import type { LoadedRun, RunProcessMethods, RunReport } from './runProcess.ts';

/** Requests, without the prefix. `runInfo` gives the loaded run, all others are methods of the run process. */
export const customRequestNames = [
  'runInfo',
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
  'readClock',
  'advance',
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
  readonly [K in Exclude<CustomRequestName, 'runInfo'>]: {
    readonly params: AsJson<RunProcessMethods[K]['params']>;
    readonly result: AsJson<RunProcessMethods[K]['result']>;
  };
} & { readonly runInfo: { readonly params: undefined; readonly result: LoadedRun } };

/** Stands before the names of requests and events. */
export const customEventPrefix = 'dataflowGraph/';

/** Events, with the prefix. */
export interface CustomEvents {
  /** A run was loaded, for the first time or, after a restart, anew. */
  'dataflowGraph/loaded': LoadedRun;
  /** At most four times a second, while something changes. */
  'dataflowGraph/counted': RunReport;
}
