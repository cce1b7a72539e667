// Lets through only messages from a webview that have the form agreed on: a webview shows what strangers wrote into files and
// payloads, and is not trusted. Knows nothing of what is done then.
import { AppError } from '../../base/errors.ts';
import type { MethodMap, RpcHandlers } from '../../protocol/rpc.ts';
import { isCount, oneOf, record, type Shape, textUpTo } from './shapes.ts';

/** What a webview may say: the parameters of each method, the value of each event. */
export interface MessageShapes<M, E> {
  readonly methods: Readonly<Record<keyof M, Shape>>;
  readonly events: Readonly<Record<keyof E, Shape>>;
}

/** Whether `value` is a frame of src/protocol/rpc.ts that a webview may send: it answers nothing. */
export const isFrame: Shape = (value) =>
  record({ kind: oneOf('hello'), version: isCount })(value) ||
  record({ kind: oneOf('request'), id: isCount, method: textUpTo(100), params: () => true })(value) ||
  record({ kind: oneOf('event'), event: textUpTo(100), value: () => true })(value);

/**
 * `handlers` behind checks: a request of another shape is refused with PROTOCOL_MALFORMED, an event of another shape goes
 * to `onIgnored` by its name.
 */
export function checkMessages<M extends MethodMap<M>, E>(
  handlers: RpcHandlers<M, E>,
  shapes: MessageShapes<M, E>,
  onIgnored: (event: string) => void,
): RpcHandlers<M, E> {
  const methods = Object.entries(handlers.methods).map(([name, answer]) => [
    name,
    (params: unknown): unknown => {
      if (!shapes.methods[name as keyof M](params))
        throw new AppError('PROTOCOL_MALFORMED', `"${name}" was asked for in a form that it does not have.`);
      return (answer as (params: unknown) => unknown)(params);
    },
  ]);
  const events = Object.entries(handlers.events).map(([name, take]) => [
    name,
    (value: unknown): void => {
      if (shapes.events[name as keyof E](value)) (take as (value: unknown) => void)(value);
      else onIgnored(name);
    },
  ]);
  return {
    methods: Object.fromEntries(methods) as RpcHandlers<M, E>['methods'],
    events: Object.fromEntries(events) as RpcHandlers<M, E>['events'],
  };
}
