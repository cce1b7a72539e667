// Typed requests and events over any message port: string method names, one map ties parameters to results, errors
// come back as code and message, dispose rejects what is pending, and the first message carries the version. Knows
// nothing about threads or what is said.
import { AppError, describeError, type ErrorCode, errorCodes } from '../base/errors.ts';
import type { Disposable } from '../base/disposable.ts';

/** Ties each method to what it takes and gives. */
export type MethodMap<M> = { [K in keyof M]: { params: unknown; result: unknown } };

/** The part of a MessagePort, Worker or webview that is needed. Values must survive structured cloning. */
export interface RpcPort {
  post(value: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Called once. */
  listen(listener: (value: unknown) => void): void;
}

/** One side's way to call the other: `C` are the methods it calls, `E` the events it sends. */
export interface RpcPeer<C extends MethodMap<C>, E> extends Disposable {
  /** Errors: what the other side threw (AppError keeps its code), PROTOCOL_DISPOSED, PROTOCOL_VERSION. */
  request<K extends keyof C & string>(method: K, params: C[K]['params']): Promise<C[K]['result']>;
  notify<K extends keyof E & string>(event: K, value: E[K], transfer?: readonly ArrayBuffer[]): void;
  /** Rejects everything pending with `error`, and every later request. */
  fail(error: AppError): void;
}

/** What one side answers to. */
export interface RpcHandlers<S extends MethodMap<S>, E> {
  readonly methods: { [K in keyof S]: (params: S[K]['params']) => S[K]['result'] | Promise<S[K]['result']> };
  readonly events: { [K in keyof E]: (value: E[K]) => void };
}

type Frame =
  | { readonly kind: 'hello'; readonly version: number }
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly code: string; readonly message: string }
  | { readonly kind: 'event'; readonly event: string; readonly value: unknown };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Connects one side. `S`, `SE`: methods and events served here; `C`, `CE`: those of the other side. */
export function connectRpc<S extends MethodMap<S>, SE, C extends MethodMap<C>, CE>(
  port: RpcPort,
  version: number,
  handlers: RpcHandlers<S, SE>,
): RpcPeer<C, CE> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let failure: AppError | undefined;

  const fail = (error: AppError): void => {
    failure ??= error;
    for (const { reject } of pending.values()) reject(failure);
    pending.clear();
  };
  const settle = (id: number, act: (entry: Pending) => void): void => {
    const entry = pending.get(id);
    pending.delete(id);
    if (entry) act(entry);
  };
  const receive = (frame: Frame): void => {
    switch (frame.kind) {
      case 'hello':
        if (frame.version !== version) fail(versionError(version, frame.version));
        return;
      case 'request':
        void answer(port, handlers, frame.id, frame.method, frame.params);
        return;
      case 'result':
        return settle(frame.id, ({ resolve }) => resolve(frame.value));
      case 'error':
        return settle(frame.id, ({ reject }) => reject(revive(frame.code, frame.message)));
      case 'event':
        if (Object.hasOwn(handlers.events, frame.event))
          (handlers.events as Record<string, (value: unknown) => void>)[frame.event]?.(frame.value);
        return;
    }
  };
  port.listen((value) => {
    if (!failure) receive(value as Frame);
  });
  port.post({ kind: 'hello', version } satisfies Frame);
  return {
    request: (method, params) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        lastId += 1;
        const id = lastId;
        pending.set(id, { resolve, reject });
        try {
          port.post({ kind: 'request', id, method, params } satisfies Frame);
        } catch (error) {
          // The parameters cannot be cloned: nothing was asked.
          settle(id, (entry) => entry.reject(error as Error));
        }
      }),
    notify: (event, value, transfer) => {
      if (!failure) port.post({ kind: 'event', event, value } satisfies Frame, transfer);
    },
    fail,
    dispose: () =>
      fail(new AppError('PROTOCOL_DISPOSED', 'The connection was closed before the answer came.')),
  };
}

async function answer<S extends MethodMap<S>, E>(
  port: RpcPort,
  handlers: RpcHandlers<S, E>,
  id: number,
  method: string,
  params: unknown,
): Promise<void> {
  const methods = handlers.methods as Record<string, ((params: unknown) => unknown) | undefined>;
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  try {
    if (!run) throw new AppError('PROTOCOL_UNKNOWN_METHOD', `There is no method "${method}".`);
    port.post({ kind: 'result', id, value: await run(params) } satisfies Frame);
  } catch (error) {
    const code = error instanceof AppError ? error.code : '';
    port.post({ kind: 'error', id, code, message: describeError(error) } satisfies Frame);
  }
}

// Codes cross the border as text; what is no known code was a bug on the other side.
function revive(code: string, message: string): Error {
  const known = errorCodes.find((candidate) => candidate === code) satisfies ErrorCode | undefined;
  return known ? new AppError(known, message) : new Error(message);
}

function versionError(own: number, other: number): AppError {
  return new AppError(
    'PROTOCOL_VERSION',
    `The two sides speak different versions (${String(own)} and ${String(other)}). Reload the window, or reinstall.`,
  );
}
