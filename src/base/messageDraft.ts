// A message as a person writes it, before placeholders are filled in, and what is wrong with it. Knows nothing about how it is sent.
import { findJsonFault } from './jsonFault.ts';
import { readDigits } from './shownBytes.ts';
import { maskTemplate, parseTemplate, type TemplateFault } from './messageTemplate.ts';

/** In which form a payload is written. `file`: `text` is the path of the file with the bytes. */
export const payloadForms = ['json', 'text', 'hex', 'file'] as const;
export type PayloadForm = (typeof payloadForms)[number];

/** Empty texts stand for what the message does not have. Placeholders (messageTemplate.ts) in every text but hex and paths. */
export interface MessageDraft {
  readonly topic: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly contentType: string;
  readonly responseTopic: string;
  /** Text, or bytes behind `hex:`. */
  readonly correlationData: string;
  readonly userProperties: readonly (readonly [key: string, value: string])[];
  readonly payloadForm: PayloadForm;
  readonly payload: string;
}

export const emptyDraft: MessageDraft = {
  topic: '',
  qos: 1,
  retain: false,
  contentType: 'application/json',
  responseTopic: '',
  correlationData: '',
  userProperties: [],
  payloadForm: 'json',
  payload: '{\n  "value": {{random 0 100}}\n}',
};

export type DraftField =
  'topic' | 'contentType' | 'responseTopic' | 'correlationData' | 'userProperties' | 'payload';

export interface DraftProblem {
  readonly field: DraftField;
  /** Of the user property, from 0. */
  readonly index?: number;
  /** A sentence, with line and column in texts of several lines. */
  readonly message: string;
  /** UTF-16 code units from the start of the payload. */
  readonly offset?: number;
  /** `warning`: can be published nevertheless. */
  readonly severity: 'error' | 'warning';
}

/** All that keeps `draft` from being published, or should be looked at before, in the order of the fields. */
export function checkDraft(draft: MessageDraft): DraftProblem[] {
  return [
    ...checkTopic('topic', draft.topic, 'Messages are published to a topic, such as sensors/line1.'),
    ...checkText('contentType', draft.contentType),
    ...(draft.responseTopic === '' ? [] : checkTopic('responseTopic', draft.responseTopic, '')),
    ...checkCorrelation(draft.correlationData),
    ...draft.userProperties.flatMap(([key, value], index) =>
      [...checkText('userProperties', key), ...checkText('userProperties', value)].map((problem) => ({
        ...problem,
        index,
      })),
    ),
    ...checkPayload(draft),
  ];
}

/** Why `topic` cannot be published to (MQTT 5 §4.7); undefined when it can. Placeholders must be filled in. */
export function refuseTopic(topic: string): string | undefined {
  if (topic === '') return 'A topic is not empty.';
  const wildcard = /[+#]/.exec(topic)?.[0];
  if (wildcard !== undefined)
    return `"${wildcard}" is a wildcard, which only subscriptions may have. Name the one topic to publish to.`;
  if (topic.includes('\0')) return 'A topic has no null character.';
  if (topic.startsWith('$SYS/')) return 'Topics under "$SYS/" belong to the broker.';
  if (new TextEncoder().encode(topic).length > 65_535) return 'A topic has at most 65,535 bytes.';
  return undefined;
}

/** Pairs of digits, with any white space; undefined when it is something else. */
export function readHex(text: string): Uint8Array | undefined {
  return readDigits(text.replace(/\s+/g, ''));
}

function checkTopic(field: DraftField, topic: string, missing: string): DraftProblem[] {
  if (topic === '') return [{ field, message: missing, severity: 'error' }];
  const template = parseTemplate(topic);
  const faults = template.faults.map((fault) => faultProblem(field, fault, topic));
  const refusal = refuseTopic(maskTemplate(template));
  return refusal === undefined ? faults : [...faults, { field, message: refusal, severity: 'error' }];
}

function checkText(field: DraftField, text: string): DraftProblem[] {
  return parseTemplate(text).faults.map((fault) => faultProblem(field, fault, text));
}

function checkCorrelation(text: string): DraftProblem[] {
  const field = 'correlationData';
  if (!text.startsWith('hex:')) return checkText(field, text);
  if (readHex(text.slice('hex:'.length))) return [];
  return [{ field, message: 'Behind "hex:" stand pairs of digits 0 to 9 and a to f.', severity: 'error' }];
}

function checkPayload({ payload, payloadForm }: MessageDraft): DraftProblem[] {
  const field = 'payload';
  if (payloadForm === 'file')
    return payload === '' ? [{ field, message: 'Choose the file with the payload.', severity: 'error' }] : [];
  if (payloadForm === 'hex') return checkHex(payload);
  const template = parseTemplate(payload);
  const faults = template.faults.map((fault) => faultProblem(field, fault, payload));
  return faults.length > 0 || payloadForm === 'text' ? faults : checkJson(maskTemplate(template), payload);
}

function checkHex(payload: string): DraftProblem[] {
  const offset = payload.search(/[^\da-f\s]/i);
  if (offset >= 0) {
    const found = JSON.stringify(String.fromCodePoint(payload.codePointAt(offset) ?? 0));
    const message = `${placeOf(payload, offset)}: ${found} is no hexadecimal digit.`;
    return [{ field: 'payload', message, offset, severity: 'error' }];
  }
  if (readHex(payload)) return [];
  return [{ field: 'payload', message: 'A byte has two digits; one is missing.', severity: 'error' }];
}

function checkJson(masked: string, payload: string): DraftProblem[] {
  try {
    JSON.parse(masked);
    return [];
  } catch {
    const { offset } = findJsonFault(masked);
    const rest = payload.slice(offset, offset + 12);
    const found = rest === '' ? 'it ends too early' : `unexpected ${JSON.stringify(rest)}`;
    const message = `${placeOf(payload, offset)}: this is not JSON, ${found}. It is published as it is written.`;
    return [{ field: 'payload', message, offset, severity: 'warning' }];
  }
}

function faultProblem(field: DraftField, { offset, message }: TemplateFault, text: string): DraftProblem {
  const place = text.includes('\n') ? placeOf(text, offset) : `Column ${String(offset + 1)}`;
  return { field, message: `${place}: ${message}`, offset, severity: 'error' };
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `Line ${String(before.length)}, column ${String((before.at(-1) ?? '').length + 1)}`;
}
