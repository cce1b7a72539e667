// The way of one message, and everything it is bound to, read from a trace page by page. Knows nothing about views.
import type { HopRecord, RunChange } from '../../protocol/trace.ts';
import type { MessageDescription } from '../../protocol/traceMessages.ts';
import type { TracedPath } from '../../protocol/traceView.ts';
import type { TraceSource } from './traceSource.ts';

/** A message with more hops is shown as far as this. */
const MAX_HOPS = 2000;
const PAGE = 500;
const MAX_SHOWN_LENGTH = 4096;

/** All hops of `message`. Undefined when it is no longer held. `maxPayloadBytes`: larger payloads are left out. */
export async function readPath(
  source: TraceSource,
  message: number,
  maxPayloadBytes = 0,
): Promise<TracedPath | undefined> {
  const description = await describe(source, message);
  if (!description) return undefined;
  const { firstHop: fromHop, lastHop: toHop } = description.summary;
  const hops: HopRecord[] = [];
  let cursor: number | undefined;
  do {
    const page = await source.readHops({
      messages: [message],
      fromHop,
      toHop,
      maxPayloadBytes,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    hops.push(...(maxPayloadBytes > 0 ? page.hops : page.hops.map(cutChanges)));
    cursor = page.next;
  } while (cursor !== undefined && hops.length < MAX_HOPS);
  return {
    ...description,
    hops: hops.slice(0, MAX_HOPS),
    isCut: cursor !== undefined || hops.length > MAX_HOPS,
  };
}

/** Of values that were changed from outside, views show no more than their beginning. */
function cutChanges(hop: HopRecord): HopRecord {
  if (!hop.changes) return hop;
  const changes = hop.changes.map((change): RunChange => {
    if (change.kind !== 'state' || !change.entry) return change;
    const value = change.entry.value.slice(0, MAX_SHOWN_LENGTH);
    return { ...change, entry: { ...change.entry, value } };
  });
  return { ...hop, changes };
}

/** Everything that has to go in for `message` to come about, with everything that then comes of it. */
export interface Family {
  /** Ascending. */
  readonly messages: readonly number[];
  /** In order of execution, with their payloads. */
  readonly hops: readonly HopRecord[];
  /** False when there are more messages than the limit, or some are no longer held. */
  readonly isWhole: boolean;
}

/** Follows parents and children until nothing new is found: what else went into a window belongs to it. */
export async function readFamily(source: TraceSource, message: number, maxMessages: number): Promise<Family> {
  const waiting = [message];
  const seen = new Set(waiting);
  const hops: HopRecord[] = [];
  let isWhole = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const path = seen.size > maxMessages ? undefined : await readPath(source, next, Infinity);
    if (!path || path.isCut) {
      isWhole = false;
      continue;
    }
    hops.push(...path.hops);
    for (const relative of [...path.children, ...path.hops.flatMap(({ parents }) => parents ?? [])]) {
      if (seen.has(relative)) continue;
      seen.add(relative);
      waiting.push(relative);
    }
  }
  return {
    messages: [...seen].sort((a, b) => a - b),
    hops: hops.sort((a, b) => a.hop - b.hop),
    isWhole,
  };
}

/** A trace that has not been read to its end may not know the message yet. */
async function describe(source: TraceSource, message: number): Promise<MessageDescription | undefined> {
  for (;;) {
    const found = await source.ask('describeMessage', { message });
    if (found) return found;
    const { progress } = await source.ask('listMessages', { query: {} });
    if (!progress) return source.ask('describeMessage', { message });
  }
}
