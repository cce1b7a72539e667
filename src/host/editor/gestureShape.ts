// The shape of every gesture, for those that come from a webview. Says nothing of whether one can be done: that the language
// server finds out from the text.
import { arms, operationTypes } from '../../graph/model.ts';
import type { GraphGesture } from '../../graph/gesture.ts';
import {
  isBoolean,
  isCount,
  isText,
  kinds,
  listOf,
  nullable,
  oneOf,
  optional,
  record,
  type Shape,
} from '../webview/shapes.ts';

const isStart = record({ operation: isCount, arm: optional(oneOf(...arms)) });
const isType = oneOf(...operationTypes);

const isPlace = kinds({
  free: {},
  behind: { from: isStart },
  before: { to: isCount },
  between: { connection: isCount },
});

const isParameterChanges = record({
  key: optional(isText),
  name: optional(isText),
  // As src/protocol/gestureMessage.ts packs them.
  description: nullable(isText),
  default: nullable(isText),
  isRequired: optional(isBoolean),
});

const gestureShapes: Readonly<Record<GraphGesture['kind'], Readonly<Record<string, Shape>>>> = {
  'add-operation': { type: isType, name: optional(isText), module: optional(isText), place: isPlace },
  remove: { operations: listOf(isCount), connections: listOf(isCount), doesBridge: optional(isBoolean) },
  'insert-operation': { operation: isCount, connection: isCount },
  'rename-operation': { operation: isCount, name: isText },
  'set-type': { operation: isCount, type: isType },
  'set-module': { operation: isCount, module: optional(isText) },
  connect: { from: isStart, to: isCount },
  reconnect: { connection: isCount, from: optional(isStart), to: optional(isCount) },
  'set-connection-schema': { connection: isCount, schema: optional(isText) },
  'set-parameter': { operation: isCount, key: isText, changes: isParameterChanges },
  'remove-parameter': { operation: isCount, key: isText },
  'set-metadata': {
    key: oneOf('name', 'version', 'description', 'vendor', '$schema'),
    value: optional(isText),
  },
  'set-requirement': { key: oneOf('apiVersion', 'runtimeVersion'), value: isText },
  'set-feature': { name: isText, isWanted: isBoolean },
  'set-schema': {
    name: isText,
    newName: optional(isText),
    format: optional(isText),
    schema: optional(isText),
  },
  'remove-schema': { name: isText },
  paste: { text: isText },
  duplicate: { operations: listOf(isCount) },
};

/** Whether `value` is a gesture. */
export const isGesture: Shape = kinds(gestureShapes);
