// What outside clients ask of a run's state store, and what they are told, on the way between the broker's side and the engine. Shapes
// only. Source: Azure IoT Operations, "State store protocol".

/** Where requests are published to. */
export const STATE_REQUEST_TOPIC = 'statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/command/invoke';
/** Where topics of notifications begin; replies may not go there. */
export const STATE_NOTICE_PREFIX = 'clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8';

/**
 * How deviations are told. The protocol's pages write `-1` for a condition that does not hold and `DEL` for a key that is gone; clients of
 * Microsoft's SDKs, which send `__protVer`, take neither: they read `:-1` and `DELETE`.
 */
export type StateDialect = 'documented' | 'sdk';

/** One request without its payload. */
export interface StateRequestHead {
  /** Absent when the process itself asks: it can be told nothing later on. */
  readonly client?: string;
  /** The text of `__ts`. */
  readonly timestamp?: string;
  /** The text of `__ft`. */
  readonly fencingToken?: string;
  readonly dialect: StateDialect;
  /** It came without correlation data or not at QoS 1; such a request fails. */
  readonly isIncomplete?: boolean;
}

/** Requests in the order in which they came, and clients that went between them. */
export interface StateRequestBatch {
  readonly items: readonly (
    | { readonly kind: 'request'; readonly head: StateRequestHead; readonly length: number }
    | { readonly kind: 'gone'; readonly client: string }
  )[];
  /** The payloads of all requests, one after another. */
  readonly bytes: Uint8Array;
}

/** What goes out. `version` in `__ts` form. */
export type StateReplyHead =
  /** To the earliest request that has none yet. */
  | { readonly kind: 'answer'; readonly version?: string }
  | {
      readonly kind: 'notice';
      readonly topic: string;
      readonly version: string;
      readonly dialect: StateDialect;
    };

/** Answers, one for each request in the order of requests, and what is told of keys, in the order in which it happened. */
export interface StateReplyBatch {
  readonly items: readonly { readonly head: StateReplyHead; readonly length: number }[];
  /** The payloads of all, one after another. */
  readonly bytes: Uint8Array;
}
