// A test case made of messages that a run recorded: what went in as its input, what came out as what is expected. Gives the files
// as bytes. Knows nothing about runs, traces or disks.
import type { Fault } from '../graph/faults.ts';
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
  /** How the run was made, where a run of the graph as it stands is made otherwise. */
  readonly settings?: RecordedCaseSettings;
}

export interface RecordedCaseSettings {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Paths relative to the test case's file, with `/`, by module reference. */
  readonly modules?: Readonly<Record<string, string>>;
  readonly sourceTopics?: readonly string[];
  /** Later ones win. */
  readonly stateSeeds?: readonly { readonly key: string; readonly value: string }[];
  readonly faults?: readonly Fault[];
  /** Lines of an NDJSON export with everything else that came into the run. */
  readonly recording?: string;
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
  const gone = new Set(paths.map((path) => `${IGNORED}${quote(path)}`));
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
export function recordedCaseFiles(recorded: RecordedCase): CaseFile[] {
  const { name, graph, input, outputs, ignores = [], settings = {} } = recorded;
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
    `name: ${quote(name)}`,
    `graph: ${quote(graph)}`,
    'input: input',
    'expected: expected.json',
    ...settingLines(settings),
    ...select,
    ...(ignores.length === 0 ? [] : ['ignores:', ...ignores.map((path) => `${IGNORED}${quote(path)}`)]),
  ];
  return [
    { path: `${caseFileName(name)}${testCaseFileEnd}`, bytes: toBytes(`${lines.join('\n')}\n`) },
    ...inputs,
    { path: 'expected.json', bytes: toBytes(`${JSON.stringify(records, undefined, 2)}\n`) },
    ...settingFiles(settings),
  ];
}

const SEED_FILE = 'statestore.json';
const RECORDING_FILE = 'recording.ndjson';

function settingLines(settings: RecordedCaseSettings): string[] {
  const { parameters = {}, modules = {}, sourceTopics, stateSeeds, faults = [], recording } = settings;
  const map = (key: string, values: Readonly<Record<string, string>>): string[] =>
    Object.keys(values).length === 0
      ? []
      : [`${key}:`, ...Object.entries(values).map((pair) => `  ${pair.map(quote).join(': ')}`)];
  return [
    ...map('parameters', parameters),
    ...map('modules', modules),
    ...(sourceTopics ? ['sourceTopics:', ...sourceTopics.map((filter) => `  - ${quote(filter)}`)] : []),
    ...(stateSeeds ? [`stateStore: ${SEED_FILE}`] : []),
    // JSON is YAML.
    ...(faults.length > 0 ? ['faults:', ...faults.map((fault) => `  - ${JSON.stringify(fault)}`)] : []),
    ...(recording === undefined ? [] : [`recording: ${RECORDING_FILE}`]),
  ];
}

function settingFiles({ stateSeeds, recording }: RecordedCaseSettings): CaseFile[] {
  const seeds = stateSeeds && Object.fromEntries(stateSeeds.map(({ key, value }) => [key, value]));
  return [
    ...(seeds ? [{ path: SEED_FILE, bytes: toBytes(`${JSON.stringify(seeds, undefined, 2)}\n`) }] : []),
    ...(recording === undefined ? [] : [{ path: RECORDING_FILE, bytes: toBytes(recording) }]),
  ];
}

function quote(text: string): string {
  return JSON.stringify(text);
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
