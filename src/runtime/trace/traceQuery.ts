// What a search asks for, and how a hop is tested against it: numbers first, text only where it must be. Knows nothing
// about where hops come from.
import type { HopRecord, TracedMessage, TraceQuery } from '../../protocol/trace.ts';
import type { HopRange } from './frame.ts';
import type { HopSketch } from './traceStore.ts';

/** A query ready for use. */
export interface CompiledQuery {
  readonly maxPayloadBytes: number;
  /** Whether `acceptsRecord` can say no. */
  readonly needsRecord: boolean;
  readonly mayContain: (range: Readonly<HopRange>) => boolean;
  readonly acceptsSketch: (hop: HopSketch) => boolean;
  readonly acceptsRecord: (record: HopRecord) => boolean;
}

/** Prepares `query` for a trace with these nodes; a name that is none of them matches nothing. */
export function compileQuery(query: TraceQuery, nodeNames: readonly string[]): CompiledQuery {
  const { fromHop = 0, toHop = Infinity, topic, exactTopic } = query;
  const nodes = query.nodes && new Set(query.nodes.map((name) => nodeNames.indexOf(name)));
  const messages = query.messages && new Set(query.messages);
  const verdicts = query.verdicts && new Set(query.verdicts);
  const text = query.text?.toLowerCase();
  return {
    maxPayloadBytes: query.maxPayloadBytes ?? Infinity,
    needsRecord: text !== undefined,
    mayContain: (range) =>
      range.lastHop >= fromHop &&
      range.firstHop <= toHop &&
      (!messages || [...messages].some((number) => number >= range.minMessage && number <= range.maxMessage)),
    acceptsSketch: (hop) =>
      hop.hop >= fromHop &&
      hop.hop <= toHop &&
      (!nodes || nodes.has(hop.node)) &&
      (!messages || messages.has(hop.message)) &&
      (!verdicts || verdicts.has(hop.verdict)) &&
      (topic === undefined || hasTopic(hop, (candidate) => candidate.includes(topic))) &&
      (exactTopic === undefined || hasTopic(hop, (candidate) => candidate === exactTopic)),
    acceptsRecord: (record) =>
      text === undefined || readableParts(record).some((part) => part.toLowerCase().includes(text)),
  };
}

function hasTopic(hop: HopSketch, test: (topic: string) => boolean): boolean {
  return (
    (hop.input !== undefined && test(hop.input.topic)) || (hop.output !== undefined && test(hop.output.topic))
  );
}

function readableParts(record: HopRecord): string[] {
  return [
    record.node,
    record.reason ?? '',
    ...messageParts(record.input),
    ...messageParts(record.output),
    ...(record.logs ?? []).flatMap((log) => [log.context, log.message]),
    ...(record.metrics ?? []).map((metric) => metric.name),
    ...(record.stateCalls ?? []).flatMap((call) => [call.key, call.result]),
    ...(record.commandCalls ?? []).flatMap((call) => [call.command, call.topic, call.result]),
    ...(record.schemaCalls ?? []).flatMap((call) => [call.id, call.version, call.result]),
    ...(record.error ? [record.error.code, record.error.message, record.error.stack ?? ''] : []),
  ];
}

function messageParts(message: TracedMessage | undefined): string[] {
  if (!message) return [];
  const payload = message.payload ? [new TextDecoder().decode(message.payload)] : [];
  const { schema } = message;
  const named = schema?.kind === 'inline' ? schema.name : (schema?.reference ?? '');
  return [message.topic, message.contentType ?? '', ...message.userProperties.flat(), named, ...payload];
}
