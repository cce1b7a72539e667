// Why the state store refuses a request, in the words of the state store protocol, so that operators and outside MQTT
// clients read the same text. Knows nothing about keys and values.

/** The texts of `-ERR` replies by reason: Azure IoT Operations, "State store protocol", section "-ERR responses". */
export const stateStoreErrorTexts = {
  'key-length-zero': 'the key length is zero',
  'quota-exceeded': 'the quota has been exceeded',
  'timestamp-skew':
    'the request timestamp is too far in the future; ensure that the client and broker system clocks are synchronized',
  'fencing-token-skew':
    'the request fencing token timestamp is too far in the future; ensure that the client and broker system clocks are synchronized',
  'fencing-token-required': 'a fencing token is required for this request',
  // "that" (for "than") is how the protocol spells it; clients compare the text.
  'fencing-token-lower':
    'the request fencing token is a lower version that the fencing token protecting the resource',
  // From here on of requests by outside clients only, which never reach the store.
  'syntax-error': 'syntax error',
  'unknown-command': 'unknown command',
  'wrong-number-of-arguments': 'wrong number of arguments',
  'missing-timestamp': 'missing timestamp',
  'malformed-timestamp': 'malformed timestamp',
  'not-authorized': 'not authorized',
  // No reply of the protocol: there was none in time. Only a fault on purpose brings it about.
  unanswered: 'timeout (a fault on purpose)',
} as const;

/** Closed list of refusals. */
export type StateStoreErrorReason = keyof typeof stateStoreErrorTexts;

/** WIT `state-store-error` as component bindings pass it. The store answers at once, so it never uses `timeout`. */
export type WitStateStoreError =
  | { readonly tag: 'request-error'; readonly val: string }
  | { readonly tag: 'timeout' | 'protocol' | 'internal' };

/** A request the store refused; nothing was changed. `message` is the protocol's text without the leading `-ERR `. */
export class StateStoreError extends Error {
  override readonly name = 'StateStoreError';
  readonly reason: StateStoreErrorReason;

  constructor(reason: StateStoreErrorReason) {
    super(stateStoreErrorTexts[reason]);
    this.reason = reason;
  }

  /** The variant an operator gets. */
  toWit(): WitStateStoreError {
    return { tag: 'request-error', val: this.message };
  }
}
