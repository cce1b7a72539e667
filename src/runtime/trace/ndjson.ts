// A trace as NDJSON, for people and other programs: a header line, then one line per hop. And back. Knows nothing about
// files.
import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type {
  HopRecord,
  TracedCommandCall,
  TracedMessage,
  TracedMetric,
  TraceHeader,
  TraceQuery,
} from '../../protocol/trace.ts';
import type { TraceReader } from './traceReader.ts';

/**
 * The lines of an export, each ending in a line feed; write them one by one, so that a trace of any size passes.
 * A hop's line is its HopRecord and `"type":"hop"`, with each payload as `payload` when it is valid UTF-8, else as
 * `payloadBase64`, and as `payloadSha256` (hexadecimal) in both cases. What a command was asked and answered (`exchange`) has `request` or
 * `requestBase64`, and in its `outcome` `payload` or `payloadBase64`. Keys and values of the state store that were changed from outside
 * (`changes`) are text, or `hex:` and digits. Numbers that JSON has no form for (metrics
 * may be infinite) are strings.
 */
export function* exportNdjson(reader: TraceReader, query: TraceQuery = {}): Generator<string, void> {
  yield headerLine(reader.header);
  const hashes = new WeakMap<Uint8Array, string>();
  for (const hop of reader.hops(query)) yield hopLine(hop, hashes);
}

/** The first line of an export. */
export function headerLine(header: TraceHeader): string {
  return `${JSON.stringify({ type: 'header', ...header })}\n`;
}

/** The line of one hop. `hashes`: of payloads, filled as they are worked out. */
export function hopLine(hop: HopRecord, hashes?: WeakMap<Uint8Array, string>): string {
  return `${JSON.stringify(hopToJson(hop, hashes ?? new WeakMap<Uint8Array, string>()))}
`;
}

/** One hop as it stands in a line. */
function hopToJson(hop: HopRecord, hashes: WeakMap<Uint8Array, string>): object {
  return {
    type: 'hop',
    ...hop,
    ...(hop.input && { input: messageToJson(hop.input, hashes) }),
    ...(hop.output && { output: messageToJson(hop.output, hashes) }),
    ...(hop.commandCalls && { commandCalls: hop.commandCalls.map(commandCallToJson) }),
    ...(hop.metrics && { metrics: hop.metrics.map(metricToJson) }),
  };
}

function messageToJson(message: TracedMessage, hashes: WeakMap<Uint8Array, string>): object {
  const { payload, ...rest } = message;
  if (!payload) return rest;
  // Hops of one chunk share their payloads' bytes.
  const payloadSha256 = hashes.get(payload) ?? createHash('sha256').update(payload).digest('hex');
  hashes.set(payload, payloadSha256);
  return { ...rest, ...bytesToJson('payload', payload), payloadSha256 };
}

function commandCallToJson({ exchange, ...call }: TracedCommandCall): object {
  if (!exchange) return call;
  const { kind, passedMs, ...rest } = exchange.outcome;
  const outcome =
    'payload' in rest
      ? { kind, passedMs, ...bytesToJson('payload', rest.payload), userProperties: rest.userProperties }
      : { kind, passedMs, ...rest };
  return { ...call, exchange: { ...bytesToJson('request', exchange.request), outcome } };
}

/** As text under `name` where they are text, else under the name with `Base64` behind. */
function bytesToJson(name: string, from: Uint8Array): Record<string, string> {
  const bytes = Buffer.from(from.buffer, from.byteOffset, from.byteLength);
  return isUtf8(bytes) ? { [name]: bytes.toString('utf8') } : { [`${name}Base64`]: bytes.toString('base64') };
}

function metricToJson(metric: TracedMetric): object {
  return Number.isFinite(metric.value) ? metric : { ...metric, value: String(metric.value) };
}
