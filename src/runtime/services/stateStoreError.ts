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
} as const;

/** Closed list of refusals; requests that cannot be read at all (syntax, command, timestamp) never reach the store. */
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
