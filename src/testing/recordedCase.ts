// A test case made of messages that a run recorded: what went in as its input, what came out as what is expected. Gives the files
// as bytes. Knows nothing about runs, traces or disks.
import { encodeBase64, decodeUtf8 } from './base64.ts';
import { defaultInputTopic } from './inputMessages.ts';
import { groupUserProperties, makeOutputRecord, type OutputMessage } from './outputRecord.ts';
import { testCaseFileEnd } from './testCase.ts';

/** A message as it came in or went out. */
export type RecordedMessage = Pick<OutputMessage, 'topic' | 'payload' | 'contentType' | 'userProperties'>;

export interface RecordedCase {
  /** What the test case is called; also names its file. */
  readonly name: string;
  /** Path of the graph, relative to the test case's file, with `/`. */
  readonly graph: string;
  /** In the order in which they are to be published. */
  readonly input: readonly RecordedMessage[];
  /** In the order in which they came out. */
  readonly outputs: readonly RecordedMessage[];
  /** Paths that are not compared; default none. */
  readonly ignores?: readonly string[];
}

export interface CaseFile {
  /** Relative to the test case's folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const IGNORED = '  - ';

/** `text`, a test case's file as {@link recordedCaseFiles} writes it, without `paths` among its `ignores`. */
export function withoutIgnores(text: string, paths: readonly string[]): string {
  const lines = text.split('\n');
  const start = lines.indexOf('ignores:');
  if (start < 0) return text;
  const gone = new Set(paths.map((path) => `${IGNORED}${JSON.stringify(path)}`));
  const kept = lines.filter((line, index) => index <= start || !gone.has(line));
  // An empty list has no lines.
  return (kept[start + 1] ?? '') === '' ? kept.toSpliced(start, 1).join('\n') : kept.join('\n');
}

/** The name of the file, without its end: letters, digits, `.`, `_` and `-`. Empty when nothing is left of `name`. */
export function caseFileName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
}

/** The files of a test case. What came out is compared by payload and properties: its topic depends on how the graph is run. */
export function recordedCaseFiles({ name, graph, input, outputs, ignores = [] }: RecordedCase): CaseFile[] {
  const width = String(input.length).length;
  const inputs = input.map((message, index) => {
    const number = String(index + 1).padStart(width, '0');
    return inputFile(`input/${number}`, message);
  });
  const records = outputs.map(({ topic: _topic, ...message }) => {
    const { topic: _none, ...record } = makeOutputRecord({ topic: '', ...message });
    return record;
  });
  const select = outputs.length === 0 ? [] : ['select:', '  - payload', ...propertySelects(outputs)];
  const lines = [
    `name: ${JSON.stringify(name)}`,
    `graph: ${JSON.stringify(graph)}`,
    'input: input',
    'expected: expected.json',
    ...select,
    ...(ignores.length === 0
      ? []
      : ['ignores:', ...ignores.map((path) => `${IGNORED}${JSON.stringify(path)}`)]),
  ];
  return [
    { path: `${caseFileName(name)}${testCaseFileEnd}`, bytes: toBytes(`${lines.join('\n')}\n`) },
    ...inputs,
    { path: 'expected.json', bytes: toBytes(`${JSON.stringify(records, undefined, 2)}\n`) },
  ];
}

// A path that selects nothing is a mistake in a test case.
function propertySelects(outputs: readonly RecordedMessage[]): string[] {
  const hasType = outputs.some(({ contentType }) => contentType !== undefined);
  const hasUser = outputs.some(({ userProperties }) => userProperties.length > 0);
  return [
    ...(hasType ? ['  - properties.content-type'] : []),
    ...(hasUser ? ['  - properties.user-properties'] : []),
  ];
}

/** A payload alone is a file as it is; topic, type and properties need a message file. */
function inputFile(path: string, { topic, payload, contentType, userProperties }: RecordedMessage): CaseFile {
  const text = decodeUtf8(payload);
  const isPlain = topic === defaultInputTopic && contentType === undefined && userProperties.length === 0;
  if (isPlain) return { path: `${path}.${endingOf(text)}`, bytes: payload };
  const fields = {
    topic,
    ...(contentType !== undefined && { contentType }),
    ...(userProperties.length > 0 && { userProperties: groupUserProperties(userProperties) }),
    ...(text === undefined ? { payloadBase64: encodeBase64(payload) } : { payload: text }),
  };
  return { path: `${path}.message.json`, bytes: toBytes(`${JSON.stringify(fields, undefined, 2)}\n`) };
}

function endingOf(text: string | undefined): string {
  if (text === undefined) return 'bin';
  try {
    JSON.parse(text);
    return 'json';
  } catch {
    // Any other text.
    return 'txt';
  }
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
