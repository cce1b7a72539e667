// A command that an operator calls over MQTT, and how that ended, on its way between an engine and the thread that has the
// broker. Shapes only; all of them survive structured cloning.
import type { UserProperty } from './message.ts';

/** One request, complete but for its correlation data. */
export interface CommandCall {
  readonly topic: string;
  /** Where the answer is to come. */
  readonly responseTopic: string;
  /** A topic filter that `responseTopic` matches; the same for many calls of one invoker. */
  readonly responseFilter: string;
  readonly payload: Uint8Array;
  readonly contentType: string;
  /** Whether the payload is text in UTF-8. */
  readonly isText: boolean;
  readonly userProperties: readonly UserProperty[];
  /** How long the caller waits for the answer. */
  readonly timeoutMs: number;
  /** Who calls; a shadow does not say it. */
  readonly caller?: CommandCaller;
}

export interface CommandCaller {
  /** Index of the operation. */
  readonly node: number;
  /** It calls from `init`, which belongs to no message. */
  readonly isInit: boolean;
}

/** Every case of WIT `rpc-error`. Traces have them by number: new ones go to the end. */
export const rpcErrorKinds = [
  'configuration-invalid',
  'payload-invalid',
  'timeout',
  'client-error',
  'cancellation',
  'header-invalid',
  'header-missing',
  'unknown-error',
  'invocation-exception',
  'execution-exception',
  'internal-logic-error',
  'state-invalid',
  'resource-table-error',
  'build-error',
] as const;

export type RpcErrorKind = (typeof rpcErrorKinds)[number];

/** What came of a call. `passedMs`: virtual time that the answer took, or the waiting for it; 0 in wall time. */
export type CommandOutcome = { readonly passedMs: number } & (
  | {
      readonly kind: 'answered';
      readonly payload: Uint8Array;
      readonly userProperties: readonly UserProperty[];
    }
  /**
   * `timeout`: nobody answered in time. `client-error`: the broker does not take it. `cancellation`: the run ends. The others only of
   * recorded calls: the answer could not be read, or said that it failed.
   */
  | {
      readonly kind: RpcErrorKind;
      /** Why, as half a sentence. */
      readonly reason: string;
    }
);

/** From the engine. */
export interface CommandRequestFrame {
  readonly id: number;
  readonly call: CommandCall;
}

/** To the engine. */
export interface CommandOutcomeFrame {
  readonly id: number;
  readonly outcome: CommandOutcome;
}
