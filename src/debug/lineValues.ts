// What editors show beside the lines of a graph while a run stands: the stopped message as it is now, and as it was at the operations and
// connections that it came by. Knows no editor.
import { previewPayload } from '../base/previewPayload.ts';
import type { LineValue } from '../protocol/debugViews.ts';
import type { StopPoint } from '../protocol/debugging.ts';
import type { LoadedRun, SourcePlace } from '../protocol/runProcess.ts';
import type { HopRecord, TracedMessage } from '../protocol/trace.ts';

const MAX_CHARACTERS = 80;

/** `hops`: those that led to `point`, newest first. The newest value of each line; lines in no order. */
export function lineValues(
  point: StopPoint,
  hops: readonly HopRecord[],
  run: LoadedRun,
): readonly LineValue[] {
  const values = new Map<string, LineValue>();
  const add = (place: SourcePlace | undefined, text: string): void => {
    if (!place || text === '') return;
    const { file, firstLine: line } = place;
    const key = `${String(line)} ${file}`;
    if (!values.has(key)) values.set(key, { file, line, text });
  };
  add(run.nodes[point.node]?.place, describePoint(point));
  add(run.connections[point.connection]?.place, describeMessage(point.input));
  for (const hop of hops) {
    add(run.nodes.find(({ name }) => name === hop.node)?.place, describeHop(hop));
    if (hop.input) add(run.connections[hop.connection]?.place, describeMessage(hop.input));
  }
  return [...values.values()];
}

function describePoint({ moment, input, window, hop }: StopPoint): string {
  if (moment === 'after' && hop) return describeHop(hop);
  return window ? `in: ${String(window.length)} messages of a window` : `in: ${describeMessage(input)}`;
}

/** `passed True: …`, and what came out where it differs from what came in. */
function describeHop({ verdict, arm, input, output, reason, error }: HopRecord): string {
  const what = arm ? `${verdict} ${arm}` : verdict;
  if (error) return `${what}: ${shorten(error.message)}`;
  const message = output ?? input;
  if (verdict !== 'passed' && verdict !== 'emitted' && reason !== undefined)
    return `${what}: ${shorten(reason)}`;
  return message ? `${what}: ${describeMessage(message)}` : what;
}

function describeMessage({ topic, payload, payloadSize }: TracedMessage): string {
  const shown = payload ? shorten(previewPayload(payload)) : `${String(payloadSize)} bytes`;
  return `${topic}  ${shown}`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}…` : line;
}
