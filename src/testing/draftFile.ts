// A message that a person has written as the text of a message file, and back. Knows nothing about where files are.
import { formatJson } from '../base/formatJson.ts';
import { emptyDraft, type MessageDraft, readHex } from '../base/messageDraft.ts';
import { maskTemplate, parseTemplate } from '../base/messageTemplate.ts';
import { showBytes, spaceHex } from '../base/shownBytes.ts';
import { decodeUtf8, encodeBase64 } from './base64.ts';
import { readJson } from './caseFiles.ts';
import { formatCaseProblem } from './caseProblem.ts';
import { messageFileEnd } from './inputMessages.ts';
import { type MessageFields, readMessageFile } from './messageFile.ts';

/** `name` as the name of a message file; what a file system does not take becomes a hyphen. */
export function messageFileName(name: string): string {
  const plain = name
    .trim()
    .replace(/\{\{\s*(\w*).*?\}\}/g, '$1')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${plain === '' ? 'message' : plain}${messageFileEnd}`;
}

/** The text of the file. `payloadPath`: for a payload that is in a file of its own, its path from the folder of this one. */
export function writeDraft(draft: MessageDraft, payloadPath: string = draft.payload): string {
  const { topic, qos, retain, contentType, responseTopic, correlationData, userProperties } = draft;
  const head = {
    topic,
    ...(qos === 1 ? {} : { qos }),
    ...(retain ? { retain } : {}),
    ...(contentType === '' ? {} : { contentType }),
    ...(responseTopic === '' ? {} : { responseTopic }),
    ...(correlationData === '' ? {} : { correlationData: plainCorrelation(correlationData) }),
    ...(userProperties.length === 0 ? {} : { userProperties: plainProperties(userProperties) }),
    ...(isTemplate(draft) ? { template: true } : {}),
  };
  const members = Object.entries(head).map(([key, value]) => member(key, indented(value)));
  return `{\n${[...members, payloadMember(draft, payloadPath)].join(',\n')}\n}\n`;
}

/** What a message file says, to be changed and published; a sentence when it is not in its form. */
export function readDraft(file: string, bytes: Uint8Array): MessageDraft | string {
  const result = readJson(file, bytes);
  if ('problem' in result) return formatCaseProblem(result.problem);
  const { fields, problems } = readMessageFile(result.json);
  if (!fields) return problems.map(formatCaseProblem).join('\n');
  return toDraft(fields);
}

function toDraft(fields: MessageFields): MessageDraft {
  const { topic = '', qos = 1, retain = false, contentType = '', responseTopic = '' } = fields;
  const { correlationData, userProperties, payload } = fields;
  const head = {
    ...emptyDraft,
    topic,
    qos,
    retain,
    contentType,
    responseTopic,
    correlationData: correlationData ? showBytes(correlationData) : '',
    userProperties,
  };
  if (payload instanceof Uint8Array) return { ...head, ...payloadToDraft(payload, contentType) };
  return { ...head, payloadForm: 'file', payload: payload.path };
}

/** The form in which a payload is best written: JSON over lines, text, or bytes. */
export function payloadToDraft(
  payload: Uint8Array,
  contentType = '',
): Pick<MessageDraft, 'payloadForm' | 'payload'> {
  const text = decodeUtf8(payload);
  if (text === undefined) return { payloadForm: 'hex', payload: spaceHex(payload) };
  const isJson = isJsonText(text);
  if (isJson && /^\s*[[{]/.test(text)) return { payloadForm: 'json', payload: formatJson(text) };
  const isMeantAsJson = /^application\/([^;]*\+)?json\b/i.test(contentType);
  return { payloadForm: isJson && isMeantAsJson ? 'json' : 'text', payload: text };
}

function payloadMember({ payloadForm, payload }: MessageDraft, path: string): string {
  if (payloadForm === 'file') return member('payloadFile', JSON.stringify(path));
  if (payloadForm === 'hex')
    return member('payloadBase64', JSON.stringify(encodeBase64(readHex(payload) ?? new Uint8Array())));
  // JSON can stand for itself, unless it is a text: that would be read without its quotes.
  if (payloadForm === 'json' && isPlainJson(payload) && /^\s*[[{]/.test(payload))
    return member('payload', formatJson(payload).replaceAll('\n', '\n  '));
  return member('payload', JSON.stringify(payload));
}

function member(key: string, value: string): string {
  return `  ${JSON.stringify(key)}: ${value}`;
}

function indented(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', '\n  ');
}

function isTemplate(draft: MessageDraft): boolean {
  const { topic, contentType, responseTopic, correlationData, userProperties } = draft;
  const isText = draft.payloadForm === 'json' || draft.payloadForm === 'text';
  return [
    topic,
    contentType,
    responseTopic,
    correlationData,
    ...userProperties.flat(),
    ...(isText ? [draft.payload] : []),
  ].some((text) => text.includes('{{'));
}

function plainCorrelation(text: string): string {
  return text.startsWith('hex:') ? text.replace(/\s+/g, '') : text;
}

/** As an object, unless that would lose a name that comes again, or the order. */
function plainProperties(
  properties: MessageDraft['userProperties'],
): Readonly<Record<string, string>> | MessageDraft['userProperties'] {
  const names = new Set(properties.map(([key]) => key));
  const isPlain =
    names.size === properties.length && ![...names].some((key) => /^(\d+|__proto__)$/.test(key));
  return isPlain ? Object.fromEntries(properties) : properties;
}

/** Whether `text` is JSON as it stands, without placeholders outside of strings. */
function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // Not JSON.
  }
}

function isJsonText(text: string): boolean {
  return isPlainJson(maskTemplate(parseTemplate(text)));
}
