// A message as variables, named as in expressions. Knows nothing about where the message is.
import { formatBytes } from '../base/formatBytes.ts';
import type { TracedMessage } from '../protocol/trace.ts';
import { JsonText } from './jsonText.ts';
import { jsonMembers } from './jsonVariables.ts';
import { payloadText } from './messageEdits.ts';
import { type Container, holdValues, memberName, readOnly, shorten, type ShownValue } from './shownValue.ts';

/** Changes the part at `path` to what was typed; the message as it is now comes back. Errors: MESSAGE_EDIT_INVALID, RUN_NOT_STOPPED. */
export type ChangeMessage = (path: readonly string[], text: string) => Promise<TracedMessage>;

/** `prefix` stands before every name in expressions: `output.`; undefined: expressions cannot name it. */
export interface MessageViewOptions {
  readonly prefix?: string | undefined;
  readonly change?: ChangeMessage | undefined;
}

export function messageMembers(message: TracedMessage, options: MessageViewOptions): Container {
  const { change } = options;
  const values = describeParts(message, options);
  if (!change) return holdValues(values);
  return holdValues(values, { set: (name, text) => changePart(change, [name], text, options) });
}

/** The variable at `path`, such as `['payload', 'temperature']`; undefined when there is none. */
export async function findInMessage(
  message: TracedMessage,
  path: readonly string[],
  options: MessageViewOptions,
): Promise<ShownValue | undefined> {
  let found: ShownValue | undefined;
  let within: Container | undefined = messageMembers(message, options);
  for (const name of path) {
    found = (await within?.read())?.find((value) => value.name === name);
    within = found?.members;
  }
  return found;
}

async function changePart(
  change: ChangeMessage,
  path: readonly string[],
  text: string,
  options: MessageViewOptions,
): Promise<ShownValue> {
  const message = await change(path, text);
  return (await findInMessage(message, path, options)) ?? { name: path.at(-1) ?? '', value: text };
}

function describeParts(message: TracedMessage, options: MessageViewOptions): ShownValue[] {
  const { topic, contentType, timestamp } = message;
  const { change, prefix } = options;
  const hint = change ? {} : { hint: readOnly };
  const named = (name: string): { evaluateName?: string } =>
    prefix === undefined ? {} : { evaluateName: `${prefix}${name}` };
  return [
    { name: 'topic', value: topic, type: 'string', ...named('topic'), ...hint },
    describePayload(message, options),
    { name: 'contentType', value: contentType ?? '', type: 'string', ...named('contentType'), ...hint },
    describeProperties(message, options),
    { name: 'timestamp', value: timestamp, type: 'hybrid logical clock', ...named('timestamp'), ...hint },
    ...describeSchema(message),
  ];
}

function describeSchema({ schema }: TracedMessage): ShownValue[] {
  if (!schema) return [];
  if (schema.kind === 'reference')
    return [{ name: 'schema', value: schema.reference, type: 'registry reference', hint: readOnly }];
  const parts = [
    { name: 'name', value: schema.name, type: 'string', hint: readOnly },
    { name: 'content', value: schema.content, type: 'string', hint: readOnly },
  ];
  const value = `${schema.name} (inline)`;
  return [{ name: 'schema', value, type: 'inline schema', members: holdValues(parts), hint: readOnly }];
}

function describePayload(message: TracedMessage, { prefix, change }: MessageViewOptions): ShownValue {
  const { payload, payloadSize } = message;
  const size = formatBytes(payloadSize);
  const hint = change ? {} : { hint: readOnly };
  if (!payload)
    return { name: 'payload', value: `not recorded (${size})`, type: `bytes (${size})`, hint: readOnly };
  const text = payloadText(message);
  const evaluateName = prefix === undefined ? undefined : `${prefix}payload`;
  const common = {
    name: 'payload',
    bytes: payload,
    ...(evaluateName !== undefined && { evaluateName }),
    ...hint,
  };
  if (text === undefined)
    return {
      ...common,
      value: shorten(`hex:${Buffer.from(payload).toString('hex')}`),
      type: `bytes (${size})`,
    };
  const json = JsonText.read(text);
  const members =
    json &&
    jsonMembers({
      json,
      ...(evaluateName !== undefined && { evaluateName }),
      ...(change && {
        change: async (path, typed) =>
          JsonText.read(payloadText(await change(['payload', ...path], typed)) ?? ''),
      }),
    });
  // What is edited must be the whole text.
  const value = change && text.length < MAX_EDITED ? text : shorten(text);
  return { ...common, value, type: json ? `JSON (${size})` : `text (${size})`, ...(members && { members }) };
}

const MAX_EDITED = 10_000;

function describeProperties({ userProperties }: TracedMessage, options: MessageViewOptions): ShownValue {
  const { prefix, change } = options;
  const root = `${prefix ?? ''}properties`;
  const values = userProperties.map(([key, value]) => ({
    name: key,
    value,
    type: 'string',
    ...(prefix !== undefined && { evaluateName: memberName(root, key) }),
    ...(change ? {} : { hint: readOnly }),
  }));
  const set =
    change && ((name: string, text: string) => changePart(change, ['properties', name], text, options));
  const count = userProperties.length;
  return {
    name: 'properties',
    value: count === 1 ? '1 user property' : `${String(count)} user properties`,
    ...(prefix !== undefined && { evaluateName: root }),
    ...(count > 0 && { members: holdValues(values, set && { set }) }),
    hint: readOnly,
  };
}
