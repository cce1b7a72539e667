// The WIT types of `wasm-graph:processor@1.1.0` in the shapes that jco's glue passes: records as objects with camelCase
// keys, variants as {tag, val}, options as undefined, 64-bit integers as bigint. Types only; source: wit/processor.
import type { HostBuffer } from './hostBuffer.ts';
import type { LogLevel } from '../../base/logger.ts';

export interface WitTimespec {
  secs: bigint;
  nanos: number;
}
export interface WitHybridLogicalClock {
  timestamp: WitTimespec;
  counter: bigint;
  nodeId: string;
}
export type WitBufferOrBytes = { tag: 'buffer'; val: HostBuffer } | { tag: 'bytes'; val: Uint8Array };
export type WitBufferOrString = { tag: 'buffer'; val: HostBuffer } | { tag: 'string'; val: string };
export interface WitTimestamp {
  timestamp: WitTimespec;
  counter: bigint;
  nodeId: WitBufferOrString;
}
export interface WitInlineSchema {
  name: WitBufferOrString;
  content: WitBufferOrString;
}
export type WitMessageSchema =
  { tag: 'registry-reference'; val: WitBufferOrString } | { tag: 'inline'; val: WitInlineSchema };
export interface WitMessage {
  timestamp: WitTimestamp;
  topic: WitBufferOrBytes;
  contentType: WitBufferOrString | undefined;
  payload: WitBufferOrBytes;
  properties: { userProperties: [WitBufferOrString, WitBufferOrString][] };
  schema: WitMessageSchema | undefined;
}
export interface WitSnapshot {
  timestamp: WitTimestamp;
  format: WitBufferOrString;
  width: number;
  height: number;
  frame: WitBufferOrBytes;
}
export type WitDataModel =
  | { tag: 'buffer-or-bytes'; val: WitBufferOrBytes }
  | { tag: 'message'; val: WitMessage }
  | { tag: 'snapshot'; val: WitSnapshot };

export interface WitModuleSchema {
  name: string;
  contentType: string;
  content: string;
}
export interface WitModuleConfiguration {
  properties: [string, string][];
  moduleSchemas: WitModuleSchema[];
}

/** The operator interfaces by name; a failing `process` throws an error with `payload: { message }`. */
export interface WitOperators {
  map: { process(message: WitDataModel): WitDataModel; init(configuration: WitModuleConfiguration): boolean };
  filter: { process(message: WitDataModel): boolean; init(configuration: WitModuleConfiguration): boolean };
  branch: {
    process(timestamp: WitHybridLogicalClock, message: WitDataModel): boolean;
    init(configuration: WitModuleConfiguration): boolean;
  };
  accumulate: {
    process(staged: WitDataModel, message: WitDataModel[]): WitDataModel;
    init(configuration: WitModuleConfiguration): boolean;
  };
  delay: {
    process(data: WitDataModel, timestamp: WitHybridLogicalClock): WitHybridLogicalClock;
    init(configuration: WitModuleConfiguration): boolean;
  };
}

export type WitCounterValue = { tag: 'u64'; val: bigint };
export type WitHistogramValue = { tag: 'f64'; val: number } | { tag: 'u64'; val: bigint };
export interface WitLabel {
  key: string;
  value: string;
}
export interface WitDuration {
  seconds: bigint;
  nanos: number;
}
export interface WitSetOptions {
  conditions: 'only-if-does-not-exist' | 'only-if-equal-or-does-not-exist' | 'unconditional';
  expires: WitDuration | undefined;
}
export interface WitStateGetResponse {
  response: Uint8Array | undefined;
  version: WitHybridLogicalClock | undefined;
}
export interface WitStateSetResponse {
  response: boolean;
  version: WitHybridLogicalClock | undefined;
}
export interface WitStateDelResponse {
  response: bigint;
  version: WitHybridLogicalClock | undefined;
}
export interface WitRegistrySchema {
  description: string | undefined;
  displayName: string | undefined;
  format: { tag: 'json' | 'delta' };
  hash: string | undefined;
  name: string;
  namespace: string;
  schemaContent: string;
  schemaType: { tag: 'message-schema' };
  tags: [string, string][];
  version: string;
}

/** The host's side of the contract; functions that return a WIT `result` throw HostRefusal for its error case. */
export interface WitHostImports {
  'wasm-graph:processor/hybrid-logical-clock': Record<never, never>;
  'wasm-graph:processor/types': { Buffer: typeof HostBuffer };
  'wasm-graph:processor/logger': { log(level: LogLevel, context: string, message: string): void };
  'wasm-graph:processor/metrics': {
    addToCounter(name: string, value: WitCounterValue, labels: WitLabel[] | undefined): void;
    recordToHistogram(name: string, value: WitHistogramValue, labels: WitLabel[] | undefined): void;
  };
  'wasm-graph:processor/state-store-types': Record<never, never>;
  'wasm-graph:processor/state-store': {
    get(key: Uint8Array, timeout: WitDuration | undefined): WitStateGetResponse;
    set(
      key: Uint8Array,
      value: Uint8Array,
      timeout: WitDuration | undefined,
      fencingToken: WitHybridLogicalClock | undefined,
      options: WitSetOptions,
    ): WitStateSetResponse;
    del(
      key: Uint8Array,
      fencingToken: WitHybridLogicalClock | undefined,
      timeout: WitDuration | undefined,
    ): WitStateDelResponse;
    vdel(
      key: Uint8Array,
      value: Uint8Array,
      fencingToken: WitHybridLogicalClock | undefined,
      timeout: WitDuration | undefined,
    ): WitStateDelResponse;
  };
  'wasm-graph:processor/schema-types': Record<never, never>;
  'wasm-graph:processor/schema-registry': {
    get(id: string, version: string, timeout: [secs: bigint, nanos: number]): WitRegistrySchema;
  };
}
