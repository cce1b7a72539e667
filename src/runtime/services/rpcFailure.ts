// Why a remote call failed, in the cases of WIT `rpc-types`. Knows nothing about who calls what.
import type { RpcErrorKind } from '../../protocol/commandCalls.ts';

/** A remote call that failed. `message` is for people; operators get `kind` alone. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure';
  readonly kind: RpcErrorKind;

  constructor(kind: RpcErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
