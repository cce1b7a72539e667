// What the page of a visual editor may say, method by method and event by event. Knows nothing of what is done then.
import { problemCodes } from '../../graph/problem.ts';
import type { CanvasHostEvents, CanvasHostMethods } from '../../protocol/canvas.ts';
import type { MessageShapes } from '../webview/checkMessages.ts';
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
  textUpTo,
} from '../webview/shapes.ts';
import { isGesture } from './gestureShape.ts';

/** In characters: a graph of a thousand operations at four times its size. */
const MAX_PICTURE = 60_000_000;

const isPoint = record({ x: isNumber, y: isNumber });
const isShape = listOf(isPoint, 10_000);
const isPosition = record({ line: isCount, character: isCount });
const isRange = record({ start: isPosition, end: isPosition });
const isTextEdit = record({ range: isRange, newText: isText });

type CanvasShapes = MessageShapes<CanvasHostMethods, CanvasHostEvents>;

const methods: CanvasShapes['methods'] = {
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

const events: CanvasShapes['events'] = {
  positionsChanged: record({ positions: mapOf(isPoint, 10_000) }),
  positionsForgotten: record({ operations: optional(listOf(isText)) }),
  closeYamlPane: isNothing,
  revealText: record({ range: isRange }),
  explainProblem: record({ code: oneOf(...problemCodes) }),
  openModuleSource: record({ operation: isCount, version: isCount }),
  runCommand: record({ command: oneOf('run', 'debug', 'open-text', 'problems') }),
  toggleBreakpoint: record({ range: isRange }),
  disturbNode: record({ operation: isText }),
  clearCoverage: isNothing,
  stopReplay: isNothing,
  clearRun: isNothing,
  selectionChanged: record({ operations: listOf(isText) }),
  failed: record({ message: isText }),
};

export const canvasShapes: CanvasShapes = { methods, events };
