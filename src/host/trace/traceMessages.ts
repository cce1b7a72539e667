// What the page of a trace view may say, method by method and event by event. Knows nothing of what is done then.
import { verdicts } from '../../protocol/trace.ts';
import type { TraceHostEvents, TraceHostMethods } from '../../protocol/traceView.ts';
import type { MessageShapes } from '../webview/checkMessages.ts';
import {
  isCount,
  isNothing,
  isText,
  listOf,
  oneOf,
  optional,
  record,
  type Shape,
  textUpTo,
} from '../webview/shapes.ts';

const isName = textUpTo(1000);
const isQuery = record({
  nodes: optional(listOf(isName, 10_000)),
  verdicts: optional(listOf(oneOf(...verdicts), verdicts.length)),
  topic: optional(isName),
  text: optional(isName),
  fromHop: optional(isCount),
});
/** Places below 0 are those that a search found going back. */
const isPlace: Shape = (value) => Number.isSafeInteger(value);
const ofMessage = record({ run: isName, message: isCount });
const isSide = oneOf('input', 'output');

type TraceShapes = MessageShapes<TraceHostMethods, TraceHostEvents>;

const methods: TraceShapes['methods'] = {
  start: isNothing,
  listMessages: record({ run: isName, query: isQuery, from: optional(isPlace), to: optional(isPlace) }),
  readPath: ofMessage,
  readPayload: record({ run: isName, hop: isCount, side: isSide, offset: isCount, limit: isCount }),
  copyPayload: record({ run: isName, hop: isCount, side: isSide }),
  exportTrace: record({ run: isName, query: isQuery }),
  saveTestCase: ofMessage,
  sendAgain: ofMessage,
  replayHop: record({ run: isName, hop: isCount }),
};

const events: TraceShapes['events'] = {
  chooseRun: record({ id: isName }),
  nodeChosen: record({ node: optional(isName) }),
  showInText: record({ node: isName }),
  showOnCanvas: record({ node: isName }),
  debugGraph: isNothing,
  openRecorded: isNothing,
  openAsText: isNothing,
  failed: record({ message: isText }),
};

export const traceShapes: TraceShapes = { methods, events };
