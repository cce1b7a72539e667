// What of recorded hops a test case is made of: the messages that came in, and those that went out. Knows nothing about files.
import { isSourceHop } from '../../base/isSourceHop.ts';
import type { HopRecord, TracedMessage } from '../../protocol/trace.ts';

export interface CaseMessage extends Pick<TracedMessage, 'topic' | 'contentType' | 'userProperties'> {
  readonly payload: Uint8Array;
}

export interface CaseMaterial {
  /** In the order in which they came in. */
  readonly input: readonly CaseMessage[];
  /** In the order in which they came out. */
  readonly outputs: readonly CaseMessage[];
}

/** What went in at sources, and what sinks gave out; a sentence when something of it was not recorded. */
export function readMaterial(hops: readonly HopRecord[]): CaseMaterial | string {
  const entries = hops.filter(({ cause, parents }) => cause === 0 && !parents);
  if (!entries.every(isSourceHop))
    return 'it was replayed from the middle of the graph, where no message of a test case comes in. Save the message that was replayed.';
  const emitted = hops.filter(({ verdict }) => verdict === 'emitted');
  const isTimed = entries.length > 1;
  const input = entries.flatMap((hop) => hop.input ?? []).flatMap((each) => toMessage(each, isTimed) ?? []);
  const outputs = emitted.flatMap((hop) => hop.input ?? []).flatMap((each) => toMessage(each, false) ?? []);
  if (entries.length === 0) return 'no message that came in at a source is recorded for it.';
  if (input.length < entries.length || outputs.length < emitted.length)
    return 'its payloads were not recorded. Run the graph with the trace level "payloads".';
  return { input, outputs };
}

/** The hops of a whole recording that {@link readMaterial} takes: without what people replayed of it, and what never came in. */
export function materialHops(hops: Iterable<HopRecord>): HopRecord[] {
  const left = new Set<number>();
  const kept: HopRecord[] = [];
  for (const hop of hops) {
    if (hop.replayOf) left.add(hop.message);
    const isEntry = hop.cause === 0 && !hop.parents && hop.verdict !== 'held';
    if (!left.has(hop.message) && (isEntry || hop.verdict === 'emitted')) kept.push(hop);
  }
  return kept;
}

/** `isTimed`: windows collect messages by their time, so that it has to come along. */
function toMessage(message: TracedMessage, isTimed: boolean): CaseMessage | undefined {
  const { topic, payload, contentType, timestamp } = message;
  if (!payload) return undefined;
  const time: [string, string][] = isTimed ? [['__ts', timestamp]] : [];
  const userProperties = [...message.userProperties, ...time];
  return { topic, payload, userProperties, ...(contentType !== undefined && { contentType }) };
}
