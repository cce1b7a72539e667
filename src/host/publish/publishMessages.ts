// The shapes of what the page of the publish view may say. Knows nothing of what is done then.
import { payloadForms } from '../../base/messageDraft.ts';
import { MAX_SERIES_COUNT, MAX_SERIES_RATE } from '../../protocol/publishing.ts';
import {
  MAX_DRAFT_PAYLOAD,
  type PublishHostEvents,
  type PublishHostMethods,
} from '../../protocol/publishView.ts';
import type { MessageShapes } from '../webview/checkMessages.ts';
import {
  isBoolean,
  isCount,
  isNothing,
  isNumber,
  listOf,
  oneOf,
  record,
  type Shape,
  textUpTo,
} from '../webview/shapes.ts';

/** MQTT's longest text, in bytes; as characters it is never less. */
const isShortText = textUpTo(65_535);

const isPair: Shape = (value) => Array.isArray(value) && value.length === 2 && value.every(isShortText);

export const isDraft: Shape = record({
  topic: isShortText,
  qos: oneOf(0, 1),
  retain: isBoolean,
  contentType: isShortText,
  responseTopic: isShortText,
  correlationData: isShortText,
  userProperties: listOf(isPair, 1000),
  payloadForm: oneOf(...payloadForms),
  payload: textUpTo(MAX_DRAFT_PAYLOAD),
});

export const isPlan: Shape = record({
  count: (value) => isCount(value) && Number(value) >= 1 && Number(value) <= MAX_SERIES_COUNT,
  perSecond: (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= MAX_SERIES_RATE,
});

const isId = record({ id: isCount });

export const publishShapes: MessageShapes<PublishHostMethods, PublishHostEvents> = {
  methods: {
    start: isNothing,
    publish: record({ draft: isDraft, plan: isPlan }),
    preview: record({ draft: isDraft }),
    save: record({ draft: isDraft }),
    proposeTopics: record({ text: isShortText }),
  },
  events: {
    drafted: record({ draft: isDraft, plan: isPlan }),
    chooseTarget: record({ id: textUpTo(200) }),
    stop: isNothing,
    useAgain: isId,
    sendAgain: isId,
    pin: record({ id: isCount, isPinned: isBoolean }),
    forget: isId,
    clearHistory: isNothing,
    openSaved: record({ uri: textUpTo(10_000) }),
    chooseFile: isNothing,
    publishFolder: record({ plan: isPlan }),
    startRun: isNothing,
  },
};
