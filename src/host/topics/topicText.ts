// Payloads of topics as texts to read, compare and export. Knows neither views nor runs.
import { formatJson } from '../../base/formatJson.ts';
import { hexDump } from '../../base/hexDump.ts';
import type { AsJson } from '../../protocol/debugViews.ts';
import type { TopicValue } from '../../protocol/publishing.ts';
import { decodeUtf8, encodeBase64 } from '../../testing/base64.ts';
import type { ShownTopic } from './topicTree.ts';

export interface ReadableValue {
  readonly text: string;
  /** Ends the name of the document, so that editors know the language. */
  readonly extension: '.json' | '.txt' | '.hex';
}

/** JSON over lines, text as it is, bytes as a dump. `size`: bytes of the whole payload, if some of it was not kept. */
export function readableValue(payload: Uint8Array, size: number = payload.length): ReadableValue {
  const cut = size > payload.length ? `\n… ${String(size - payload.length)} more bytes were not kept` : '';
  const text = decodeUtf8(payload);
  if (text === undefined) return { text: hexDump(payload) + cut, extension: '.hex' };
  if (cut === '' && isJson(text)) return { text: formatJson(text), extension: '.json' };
  return { text: text + cut, extension: '.txt' };
}

/** One line of NDJSON. */
export function exportLine(record: ShownTopic, value: AsJson<TopicValue>, payload: Uint8Array): string {
  const { topic, count } = record;
  const { qos, isRetained, timeMs, size, contentType, responseTopic, correlationData, userProperties } =
    value;
  const text = decodeUtf8(payload);
  return JSON.stringify({
    topic,
    count,
    time: new Date(timeMs).toISOString(),
    qos,
    retained: isRetained,
    size,
    contentType,
    responseTopic,
    correlationData: correlationData?.base64,
    userProperties,
    ...(text === undefined ? { payloadBase64: encodeBase64(payload) } : { payload: text }),
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // Not JSON.
  }
}
