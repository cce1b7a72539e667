// What a webview may say, method by method and event by event. Whatever else it says is refused: a webview shows what
// strangers wrote into files, and is not trusted. Knows nothing of what is done then.
import { AppError } from '../../base/errors.ts';
import { problemCodes } from '../../graph/problem.ts';
import type { CanvasHostEvents, CanvasHostMethods } from '../../protocol/canvas.ts';
import type { RpcHandlers } from '../../protocol/rpc.ts';
import { isGesture } from './gestureShape.ts';
import {
  isCount,
  isNothing,
  isNumber,
  isText,
  listOf,
  mapOf,
  oneOf,
  optional,
  record,
  type Shape,
  textUpTo,
} from './shapes.ts';

/** In characters: a graph of a thousand operations at four times its size. */
const MAX_PICTURE = 60_000_000;

const isPoint = record({ x: isNumber, y: isNumber });
const isShape = listOf(isPoint, 10_000);
const isPosition = record({ line: isCount, character: isCount });
const isRange = record({ start: isPosition, end: isPosition });
const isTextEdit = record({ range: isRange, newText: isText });

/** The parameters of each method. */
export const methodShapes: Readonly<Record<keyof CanvasHostMethods, Shape>> = {
  start: isNothing,
  edit: record({ version: isCount, gesture: isGesture, at: optional(isPoint), shape: optional(isShape) }),
  editText: record({ version: isCount, edits: listOf(isTextEdit) }),
  fixes: record({ version: isCount, problem: isCount }),
  applyFix: record({ version: isCount, problem: isCount, fix: isCount }),
  copy: record({ version: isCount, operations: listOf(isCount), shape: isShape }),
  paste: record({ version: isCount, at: isPoint }),
  copyText: record({ text: isText, what: textUpTo(100) }),
  savePicture: record({ format: oneOf('svg', 'png'), content: textUpTo(MAX_PICTURE) }),
  openYamlPane: isNothing,
};

/** The value of each event. */
export const eventShapes: Readonly<Record<keyof CanvasHostEvents, Shape>> = {
  positionsChanged: record({ positions: mapOf(isPoint, 10_000) }),
  positionsForgotten: record({ operations: optional(listOf(isText)) }),
  closeYamlPane: isNothing,
  revealText: record({ range: isRange }),
  explainProblem: record({ code: oneOf(...problemCodes) }),
  openModuleSource: record({ operation: isCount, version: isCount }),
  runCommand: record({ command: oneOf('run', 'debug', 'open-text', 'problems') }),
  toggleBreakpoint: record({ range: isRange }),
  selectionChanged: record({ operations: listOf(isText) }),
  failed: record({ message: isText }),
};

/** Whether `value` is a frame of src/protocol/rpc.ts that a webview may send: it answers nothing. */
export const isFrame: Shape = (value) =>
  record({ kind: oneOf('hello'), version: isCount })(value) ||
  record({ kind: oneOf('request'), id: isCount, method: textUpTo(100), params: () => true })(value) ||
  record({ kind: oneOf('event'), event: textUpTo(100), value: () => true })(value);

type CanvasHandlers = RpcHandlers<CanvasHostMethods, CanvasHostEvents>;

/**
 * `handlers` behind checks: a request of another shape is refused with PROTOCOL_MALFORMED, an event of another shape goes
 * to `onIgnored` by its name.
 */
export function checkMessages(handlers: CanvasHandlers, onIgnored: (event: string) => void): CanvasHandlers {
  const methods = Object.entries(handlers.methods).map(([name, answer]) => [
    name,
    (params: unknown): unknown => {
      if (!methodShapes[name as keyof CanvasHostMethods](params))
        throw new AppError('PROTOCOL_MALFORMED', `"${name}" was asked for in a form that it does not have.`);
      return (answer as (params: unknown) => unknown)(params);
    },
  ]);
  const events = Object.entries(handlers.events).map(([name, take]) => [
    name,
    (value: unknown): void => {
      if (eventShapes[name as keyof CanvasHostEvents](value)) (take as (value: unknown) => void)(value);
      else onIgnored(name);
    },
  ]);
  return {
    methods: Object.fromEntries(methods) as CanvasHandlers['methods'],
    events: Object.fromEntries(events) as CanvasHandlers['events'],
  };
}
