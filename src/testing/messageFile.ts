// A message file: `{ topic, qos, retain, contentType, responseTopic, correlationData, userProperties, template, payload |
// payloadBase64 | payloadFile }`. Our own addition to the format of test cases, for inputs that need more than a payload. Reads no
// other file.
import { readShownBytes } from '../base/shownBytes.ts';
import { decodeBase64 } from './base64.ts';
import type { JsonFile } from './caseFiles.ts';
import { makeCaseProblem, type CaseProblem } from './caseProblem.ts';
import { showNode, type JsonNode, type ObjectNode } from './jsonNode.ts';

/** What a message file says. */
export interface MessageFields {
  readonly topic?: string;
  readonly qos?: 0 | 1;
  readonly retain?: boolean;
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** The texts have placeholders (src/base/messageTemplate.ts), to be filled in for each message. */
  readonly isTemplate?: true;
  readonly userProperties: readonly (readonly [key: string, value: string])[];
  /** The bytes, or the file that has them, relative to the message file. */
  readonly payload: Uint8Array | { readonly path: string; readonly node: JsonNode };
}

const payloadKeys = ['payload', 'payloadBase64', 'payloadFile'];
const messageKeys = [
  'topic',
  'qos',
  'retain',
  'contentType',
  'responseTopic',
  'correlationData',
  'userProperties',
  'template',
  ...payloadKeys,
];
const namesOf = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ');

/** Reads `json`; `fields` is absent when there are problems. A payload that is a text is that text, else its JSON. */
export function readMessageFile(json: JsonFile): { fields?: MessageFields; problems: CaseProblem[] } {
  const problems: CaseProblem[] = [];
  const report: Report = (node, message) =>
    problems.push(makeCaseProblem('TEST_MESSAGE_SHAPE', json.file, json.rangeOf(node), message));
  const { root } = json;
  if (root.kind !== 'object') {
    report(root, `A message file is an object with the keys ${namesOf(messageKeys)}.`);
    return { problems };
  }
  for (const [key, value] of root.members) {
    if (messageKeys.includes(key)) continue;
    report(value, `"${key}" is not a key of a message file. Known keys are ${namesOf(messageKeys)}.`);
  }
  const topic = readTopic(root, 'topic', report);
  const qos = readQos(root.members.get('qos'), report);
  const retain = readFlag(root, 'retain', report);
  const contentType = readText(root, 'contentType', report);
  const responseTopic = readTopic(root, 'responseTopic', report);
  const correlationData = readCorrelation(root, report);
  const isTemplate = readFlag(root, 'template', report);
  const userProperties = readUserProperties(root.members.get('userProperties'), report);
  const payload = readPayload(root, report);
  if (problems.length > 0 || !payload) return { problems };
  const optional = {
    ...(topic === undefined ? {} : { topic }),
    ...(qos === undefined ? {} : { qos }),
    ...(retain ? { retain } : {}),
    ...(contentType === undefined ? {} : { contentType }),
    ...(responseTopic === undefined ? {} : { responseTopic }),
    ...(correlationData === undefined ? {} : { correlationData }),
    ...(isTemplate ? { isTemplate } : {}),
  };
  return { fields: { ...optional, userProperties, payload }, problems };
}

type Report = (node: JsonNode, message: string) => void;

function readText(root: ObjectNode, key: string, report: Report): string | undefined {
  const node = root.members.get(key);
  if (!node) return undefined;
  if (node.kind === 'string') return node.value;
  report(node, `"${key}" must be a text.`);
  return undefined;
}

function readTopic(root: ObjectNode, key: string, report: Report): string | undefined {
  const topic = readText(root, key, report);
  const node = root.members.get(key);
  // MQTT 5 §4.7.1 and §4.7.3: a topic name is not empty and has no wildcards and no null character.
  const isValid = topic === undefined || /^[^+#\0]+$/.test(topic);
  if (node && !isValid) report(node, 'A topic must not be empty and has no "+", "#" or null character.');
  return topic;
}

function readQos(node: JsonNode | undefined, report: Report): 0 | 1 | undefined {
  if (!node) return undefined;
  const text = showNode(node);
  if (text === '0' || text === '1') return text === '0' ? 0 : 1;
  report(node, '"qos" must be 0 or 1.');
  return undefined;
}

function readFlag(root: ObjectNode, key: string, report: Report): true | undefined {
  const node = root.members.get(key);
  if (!node) return undefined;
  if (node.kind !== 'literal' || node.value === null) report(node, `"${key}" must be true or false.`);
  return (node.kind === 'literal' && node.value === true) || undefined;
}

function readCorrelation(root: ObjectNode, report: Report): Uint8Array | undefined {
  const text = readText(root, 'correlationData', report);
  const node = root.members.get('correlationData');
  if (text === undefined || !node) return undefined;
  const bytes = readShownBytes(text);
  if (!bytes) report(node, '"correlationData" must be a text, or bytes as pairs of digits behind "hex:".');
  return bytes;
}

function readUserProperties(node: JsonNode | undefined, report: Report): [string, string][] {
  if (!node) return [];
  if (node.kind === 'array') return node.items.flatMap((item) => readPair(item, report));
  if (node.kind !== 'object') {
    report(node, '"userProperties" must be an object of names and values, or a list of such pairs.');
    return [];
  }
  return [...node.members].flatMap(([key, value]) => {
    const values = value.kind === 'array' ? value.items : [value];
    return values.flatMap((item): [string, string][] => {
      if (item.kind === 'string') return [[key, item.value]];
      report(item, `The user property "${key}" must be a text, or a list of texts.`);
      return [];
    });
  });
}

/** The form that keeps the order of names that come again. */
function readPair(node: JsonNode, report: Report): [string, string][] {
  const [key, value, ...more] = node.kind === 'array' ? node.items : [];
  if (key?.kind === 'string' && value?.kind === 'string' && more.length === 0)
    return [[key.value, value.value]];
  report(node, 'A user property in a list is a pair of texts: ["name", "value"].');
  return [];
}

function readPayload(root: ObjectNode, report: Report): MessageFields['payload'] | undefined {
  const given = payloadKeys.filter((key) => root.members.has(key));
  const [key = ''] = given;
  const node = root.members.get(key);
  if (!node || given.length > 1) {
    report(root, `A message file has exactly one of ${namesOf(payloadKeys)}.`);
    return undefined;
  }
  if (key === 'payload')
    return new TextEncoder().encode(node.kind === 'string' ? node.value : showNode(node));
  const text = readText(root, key, report);
  if (text === undefined) return undefined;
  if (key === 'payloadFile') return { path: text, node };
  const bytes = decodeBase64(text);
  if (!bytes) report(node, '"payloadBase64" must be base64.');
  return bytes;
}
