// Makes of a recorded hop what is handed to its node once more: the message as it came in there, in all its parts. Knows nothing about
// when that happens.
import { AppError } from '../../base/errors.ts';
import { FlowMessage } from '../message/flowMessage.ts';
import type { Replay } from '../scheduler/arrivals.ts';
import type { LiveTraceStore } from '../trace/liveTraceStore.ts';
import { Payload } from '../trace/payload.ts';
import type { DecodedMessage } from '../trace/traceDecoder.ts';

/** Errors: HOP_NOT_REPLAYABLE, which says why. */
export function makeReplay(trace: LiveTraceStore, number: number): Replay {
  const found = trace.find(number);
  if (!found) throw refuse(whyNotHeld(trace, number));
  const { hop, payload } = found;
  const { input, extras, node, connection, message } = hop;
  if (extras.parents)
    throw refuse(
      `At hop ${String(number)} a window gave a message out; none came in there. Replay the hop after it, or a message that went into the window.`,
    );
  if (!input) throw refuse(`Hop ${String(number)} was too large to be recorded in whole.`);
  if (!payload) throw refuse(whyNoPayload(trace, number));
  return { node, connection, message: restore(input, payload), of: { hop: number, message } };
}

function restore(input: DecodedMessage, payload: Uint8Array): FlowMessage {
  const { timestamp, topic, contentType, userProperties, form = {} } = input;
  const { kind = 'message', schema, image, inputTopic = topic } = form;
  const bytes = new Payload(payload);
  return new FlowMessage(
    kind,
    timestamp,
    topic,
    contentType,
    userProperties,
    bytes,
    schema,
    image,
    inputTopic,
  );
}

function whyNotHeld(trace: LiveTraceStore, number: number): string {
  if (number > trace.lastHop) return `There is no hop ${String(number)} in this run yet.`;
  if (trace.header.level === 'counts')
    return 'This run records numbers alone. Start it with "trace": { "level": "payloads" } to replay messages.';
  return noLonger(`hop ${String(number)}`);
}

function whyNoPayload(trace: LiveTraceStore, number: number): string {
  if (trace.header.level !== 'payloads')
    return 'This run records no payloads. Start it with "trace": { "level": "payloads" } to replay messages.';
  return noLonger(`the payload of hop ${String(number)}`);
}

function noLonger(what: string): string {
  return `The trace no longer holds ${what}. Replay a later one, or let it keep more ("trace": { "maxMegabytes": … }).`;
}

function refuse(message: string): AppError {
  return new AppError('HOP_NOT_REPLAYABLE', message);
}
