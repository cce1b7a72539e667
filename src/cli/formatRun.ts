// How a run reads on the command line: outputs, the table of nodes, the closing line. Knows nothing about terminals.
import type { RunCounts } from '../protocol/engine.ts';
import type { BusMessage } from '../protocol/message.ts';
import { formatTable } from './formatTable.ts';

const MAX_SHOWN_PAYLOAD = 400;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** One line per message: topic, then payload as text or as a count of bytes. */
export function formatMessage({ topic, payload }: Pick<BusMessage, 'topic' | 'payload'>): string {
  return `${topic}  ${showPayload(payload)}`;
}

function showPayload(payload: Uint8Array): string {
  const text = decodeText(payload);
  if (text === undefined) return `(${String(payload.length)} bytes)`;
  const line = text.replace(/\s*\n\s*/g, ' ');
  return line.length > MAX_SHOWN_PAYLOAD
    ? `${line.slice(0, MAX_SHOWN_PAYLOAD)}… (${String(payload.length)} bytes)`
    : line;
}

/** The message as one JSON object; a payload that is not UTF-8 stands under `payloadBase64`. */
export function formatMessageJson(sink: string, message: BusMessage): string {
  const { topic, contentType, userProperties, payload } = message;
  const text = decodeText(payload);
  return JSON.stringify({
    sink,
    topic,
    ...(contentType !== undefined && { contentType }),
    userProperties,
    ...(text === undefined ? { payloadBase64: Buffer.from(payload).toString('base64') } : { payload: text }),
  });
}

function decodeText(payload: Uint8Array): string | undefined {
  try {
    return decoder.decode(payload);
  } catch {
    return undefined; // Not text.
  }
}

/** A table with one row per node. */
export function formatNodes({ nodes }: RunCounts): string[] {
  const header = [
    'node',
    'in',
    'passed',
    'emitted',
    'dropped',
    'absorbed',
    'late',
    'held',
    'errors',
    'mean µs',
  ];
  const rows = nodes.map(({ node, in: arrived, verdicts, durationUs }) => {
    const { passed, emitted, dropped, absorbed, late, held, error } = verdicts;
    const mean = durationUs > 0 ? (durationUs / Math.max(1, arrived)).toFixed(1) : '';
    return [node, ...[arrived, passed, emitted, dropped, absorbed, late, held, error].map(showCount), mean];
  });
  return formatTable([header, ...rows], new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]));
}

function showCount(count: number): string {
  return count === 0 ? '·' : String(count);
}

/** `N messages in, N messages out, N errors`. */
export function formatTotals({ messagesIn, messagesOut, errors }: RunCounts): string {
  return `${String(messagesIn)} messages in, ${String(messagesOut)} messages out, ${String(errors)} errors`;
}
