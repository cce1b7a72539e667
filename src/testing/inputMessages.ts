// The input folder of a test case as messages. A file is a message; a message file, `<name>.message.json`, is one with
// topic and properties. Knows nothing about runs.
import {
  describeUnreadable,
  readBytes,
  readJson,
  type CaseFiles,
  type JsonFile,
  type NamingPlace,
} from './caseFiles.ts';
import { makeCaseProblem, type CaseProblem } from './caseProblem.ts';
import { compareNames, joinName, resolveBeside } from './filePath.ts';
import { readMessageFile, type MessageFields } from './messageFile.ts';

/** Topic of a message that names none. */
export const defaultInputTopic = 'sensors';

/** One message to publish. Its content type is absent unless a message file gives one. */
export interface InputMessage {
  /** The file it came from. */
  readonly file: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly contentType?: string;
  readonly qos?: 0 | 1;
  readonly retain?: boolean;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** Placeholders are to be filled in, see fillInput.ts. */
  readonly isTemplate?: true;
  /** In order; a key may come again. */
  readonly userProperties: readonly (readonly [key: string, value: string])[];
}

/** Ends the name of a message file. */
export const messageFileEnd = '.message.json';

/**
 * The messages of `folder`, which is named at `place`, in the order of their file names by bytes. Left out are files
 * whose name begins with a dot, and files that a message file has as its `payloadFile`.
 */
export async function readInputMessages(
  folder: string,
  files: CaseFiles,
  place: NamingPlace,
): Promise<{ messages: InputMessage[]; problems: CaseProblem[] }> {
  let names: string[];
  try {
    names = (await files.listFolder(folder)).filter((name) => !name.startsWith('.')).sort(compareNames);
  } catch (error) {
    return { messages: [], problems: [describeUnreadable(error, 'The input folder', folder, place)] };
  }
  const problems: CaseProblem[] = [];
  const messages: InputMessage[] = [];
  const payloadFiles = new Set<string>();
  for (const name of names) {
    const file = joinName(folder, name);
    const reading = name.endsWith(messageFileEnd)
      ? await readMessage(file, files, place)
      : await readPlainFile(file, files, place);
    problems.push(...reading.problems);
    if (reading.message) messages.push(reading.message);
    if (reading.payloadFile !== undefined) payloadFiles.add(reading.payloadFile);
  }
  if (names.length === 0) {
    const message = `The input folder ${folder} has no files, so nothing goes into the graph.`;
    problems.push(makeCaseProblem('TEST_INPUT_EMPTY', place.file, place.range, message));
  }
  return { messages: messages.filter(({ file }) => !payloadFiles.has(file)), problems };
}

interface MessageReading {
  readonly message?: InputMessage;
  readonly payloadFile?: string;
  readonly problems: readonly CaseProblem[];
}

async function readPlainFile(file: string, files: CaseFiles, place: NamingPlace): Promise<MessageReading> {
  const reading = await readBytes(files, 'The input file', file, place);
  if ('problem' in reading) return { problems: [reading.problem] };
  return {
    message: { file, topic: defaultInputTopic, payload: reading.bytes, userProperties: [] },
    problems: [],
  };
}

async function readMessage(file: string, files: CaseFiles, place: NamingPlace): Promise<MessageReading> {
  const reading = await readBytes(files, 'The message file', file, place);
  if ('problem' in reading) return { problems: [reading.problem] };
  const result = readJson(file, reading.bytes);
  if ('problem' in result) return { problems: [result.problem] };
  const { fields, problems } = readMessageFile(result.json);
  return fields ? completeMessage(fields, result.json, files) : { problems };
}

async function completeMessage(
  fields: MessageFields,
  { file, rangeOf }: JsonFile,
  files: CaseFiles,
): Promise<MessageReading> {
  const { topic = defaultInputTopic, payload, ...others } = fields;
  const message = { file, topic, ...others };
  if (payload instanceof Uint8Array) return { message: { ...message, payload }, problems: [] };
  const payloadFile = resolveBeside(file, payload.path);
  const place = { file, range: rangeOf(payload.node) };
  const reading = await readBytes(files, 'The payload file', payloadFile, place);
  return 'problem' in reading
    ? { payloadFile, problems: [reading.problem] }
    : { message: { ...message, payload: reading.bytes }, payloadFile, problems: [] };
}
