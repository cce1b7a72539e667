// Why a remote call failed, in the cases of WIT `rpc-types`. Knows nothing about who calls what.

/** Every case of WIT `rpc-error`. */
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

/** A remote call that failed. `message` is for people; operators get `kind` alone. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure';
  readonly kind: RpcErrorKind;

  constructor(kind: RpcErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
