// Reads the lines that ndjson.ts writes, whoever wrote or edited them: every field is checked. Knows nothing about files.
import { logLevels } from '../../base/logger.ts';
import type { MessageSchema } from '../../graph/messageSchema.ts';
import { type CommandOutcome, rpcErrorKinds } from '../../protocol/commandCalls.ts';
import type { UserProperty } from '../../protocol/message.ts';
import {
  type CommandExchange,
  type HopRecord,
  type ReplayOrigin,
  type TracedCommandCall,
  type TracedError,
  type TracedLog,
  type TracedMessage,
  type TracedMetric,
  type TracedSchemaCall,
  type TracedStateCall,
  type TraceHeader,
  traceLevels,
  verdicts,
  type RecordedRun,
} from '../../protocol/trace.ts';
import { parseChange } from './changeCodec.ts';
import { stateMethods } from './extrasEncoder.ts';
import { FieldError, type Json, list, number, object, oneOf, optional, string, whole } from './jsonFields.ts';

/** A line's content; `other` is a line of a type we do not know, to be passed over; `invalid` tells what is wrong. */
export type TraceLine =
  | { readonly type: 'header'; readonly header: TraceHeader }
  | { readonly type: 'hop'; readonly hop: HopRecord }
  | { readonly type: 'other' }
  | { readonly type: 'invalid'; readonly reason: string };

/** Reads one line, without its line feed. Payload hashes are not checked: payloads may be edited for a replay. */
export function parseTraceLine(text: string): TraceLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { type: 'invalid', reason: 'it is not JSON' };
  }
  try {
    const json = object(value, 'the line');
    if (json.type === 'header') return { type: 'header', header: parseHeader(json) };
    if (json.type === 'hop') return { type: 'hop', hop: parseHop(json) };
    return typeof json.type === 'string'
      ? { type: 'other' }
      : { type: 'invalid', reason: 'it has no "type"' };
  } catch (error) {
    if (error instanceof FieldError) return { type: 'invalid', reason: error.message };
    throw error;
  }
}

function parseHeader(json: Json): TraceHeader {
  if (json.version !== 1) throw new FieldError('its "version" is not 1');
  return {
    version: 1,
    graph: string(json.graph, 'graph'),
    level: oneOf(traceLevels, json.level, 'level'),
    startedMs: number(json.startedMs, 'startedMs'),
    nodes: list(json.nodes, 'nodes', (item) => string(item, 'nodes')),
    // Whoever replays it checks it.
    ...(json.run !== undefined && { run: json.run as RecordedRun }),
  };
}

function parseHop(json: Json): HopRecord {
  return {
    hop: whole(json.hop, 'hop', 1),
    message: whole(json.message, 'message', 0),
    cause: whole(json.cause, 'cause', 0),
    ...optional('replayOf', json, parseOrigin),
    ...optional('parents', json, (value) => list(value, 'parents', (item) => whole(item, 'parents', 0))),
    node: string(json.node, 'node'),
    connection: whole(json.connection, 'connection', -1),
    verdict: oneOf(verdicts, json.verdict, 'verdict'),
    ...optional('reason', json, string),
    ...optional('arm', json, (value) => oneOf(['False', 'True'] as const, value, 'arm')),
    wallMs: number(json.wallMs, 'wallMs'),
    time: string(json.time, 'time'),
    ...optional('newTime', json, string),
    durationUs: number(json.durationUs, 'durationUs'),
    ...optional('input', json, parseMessage),
    ...optional('output', json, parseMessage),
    ...optional('logs', json, (value) => list(value, 'logs', parseLog)),
    ...optional('metrics', json, (value) => list(value, 'metrics', parseMetric)),
    ...optional('stateCalls', json, (value) => list(value, 'stateCalls', parseStateCall)),
    ...optional('commandCalls', json, (value) => list(value, 'commandCalls', parseCommandCall)),
    ...optional('schemaCalls', json, (value) => list(value, 'schemaCalls', parseSchemaCall)),
    ...optional('changes', json, (value) => list(value, 'changes', parseChange)),
    ...optional('error', json, parseError),
  };
}

function parseOrigin(value: unknown, name: string): ReplayOrigin {
  const json = object(value, name);
  return { hop: whole(json.hop, 'replayOf.hop', 1), message: whole(json.message, 'replayOf.message', 1) };
}

function parseMessage(value: unknown, name: string): TracedMessage {
  const json = object(value, name);
  const payload = parseBytes(json, 'payload');
  const payloadSize = whole(json.payloadSize, 'payloadSize', 0);
  if (payload && payload.length !== payloadSize)
    throw new FieldError('"payloadSize" is not the size of the payload');
  return {
    topic: string(json.topic, 'topic'),
    ...optional('contentType', json, string),
    userProperties: parseProperties(json.userProperties, 'userProperties'),
    timestamp: string(json.timestamp, 'timestamp'),
    ...optional('schema', json, parseSchema),
    payloadSize,
    ...(payload && { payload }),
  };
}

function parseSchema(value: unknown, name: string): MessageSchema {
  const json = object(value, name);
  const kind = oneOf(['reference', 'inline'] as const, json.kind, 'schema.kind');
  if (kind === 'reference') return { kind, reference: string(json.reference, 'schema.reference') };
  return { kind, name: string(json.name, 'schema.name'), content: string(json.content, 'schema.content') };
}

function parseBytes(json: Json, name: string): Uint8Array | undefined {
  const inBase64 = `${name}Base64`;
  if (json[name] !== undefined) return new Uint8Array(Buffer.from(string(json[name], name), 'utf8'));
  if (json[inBase64] === undefined) return undefined;
  const text = string(json[inBase64], inBase64);
  const bytes = Buffer.from(text, 'base64');
  // Buffer passes over everything that is not base64.
  if (bytes.toString('base64') !== text) throw new FieldError(`"${inBase64}" is not base64`);
  return new Uint8Array(bytes);
}

function parseProperties(value: unknown, name: string): UserProperty[] {
  return list(value, name, (item) => {
    const [key, text, ...rest] = list(item, name, (part) => string(part, name));
    if (key === undefined || text === undefined || rest.length > 0)
      throw new FieldError(`"${name}" needs pairs`);
    return [key, text] as const;
  });
}

function parseLog(value: unknown): TracedLog {
  const json = object(value, 'logs');
  const level = oneOf(logLevels, json.level, 'level');
  return { level, context: string(json.context, 'context'), message: string(json.message, 'message') };
}

function parseMetric(value: unknown): TracedMetric {
  const json = object(value, 'metrics');
  const isText = json.value === 'NaN' || json.value === 'Infinity' || json.value === '-Infinity';
  return {
    kind: oneOf(['counter', 'histogram'] as const, json.kind, 'kind'),
    name: string(json.name, 'name'),
    value: isText ? Number(json.value) : number(json.value, 'value'),
    labels: parseProperties(json.labels, 'labels'),
    ...optional('error', json, string),
  };
}

function parseStateCall(value: unknown): TracedStateCall {
  const json = object(value, 'stateCalls');
  const method = oneOf(stateMethods, json.method, 'method');
  return { method, key: string(json.key, 'key'), result: string(json.result, 'result') };
}

function parseCommandCall(value: unknown): TracedCommandCall {
  const json = object(value, 'commandCalls');
  const [command, topic] = [string(json.command, 'command'), string(json.topic, 'topic')];
  const result = string(json.result, 'result');
  return { command, topic, result, ...optional('exchange', json, parseExchange) };
}

function parseExchange(value: unknown, name: string): CommandExchange {
  const json = object(value, name);
  const request = parseBytes(json, 'request') ?? missing('exchange.request');
  return { request, outcome: parseOutcome(object(json.outcome, 'exchange.outcome')) };
}

function parseOutcome(json: Json): CommandOutcome {
  const kind = oneOf(['answered', ...rpcErrorKinds] as const, json.kind, 'outcome.kind');
  const passedMs = number(json.passedMs, 'outcome.passedMs');
  if (kind !== 'answered') return { kind, passedMs, reason: string(json.reason, 'outcome.reason') };
  const payload = parseBytes(json, 'payload') ?? missing('outcome.payload');
  return {
    kind,
    passedMs,
    payload,
    userProperties: parseProperties(json.userProperties, 'outcome.userProperties'),
  };
}

function missing(name: string): never {
  throw new FieldError(`"${name}" is missing`);
}

function parseSchemaCall(value: unknown): TracedSchemaCall {
  const json = object(value, 'schemaCalls');
  const [id, version] = [string(json.id, 'id'), string(json.version, 'version')];
  return { id, version, result: string(json.result, 'result') };
}

function parseError(value: unknown): TracedError {
  const json = object(value, 'error');
  const error = { code: string(json.code, 'code'), message: string(json.message, 'message') };
  return { ...error, ...optional('stack', json, string) };
}
