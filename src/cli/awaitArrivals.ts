// Waits until messages sent to an outside broker have come back to the run: the way there and back takes a while, and the
// run must not stop listening before. Knows nothing about brokers.
import type { Clock } from '../base/clock.ts';
import { matchesTopicFilter } from '../graph/topicFilter.ts';
import type { Run } from '../runtime/run/run.ts';
import type { RunSpec } from '../runtime/run/runSpec.ts';

const LOOK_EVERY_MS = 50;
const GIVE_UP_AFTER_MS = 5000;

/** How many arrivals `topics`, one per message, cause at the sources. */
export function countArrivals(
  topics: readonly string[],
  { sourceFilters }: Pick<RunSpec, 'sourceFilters'>,
): number {
  const sources = [...sourceFilters.values()];
  const reached = (topic: string): number =>
    sources.filter((filters) => filters.some((filter) => matchesTopicFilter(filter, topic))).length;
  return topics.reduce((sum, topic) => sum + reached(topic), 0);
}

/** Resolves when `expected` messages have come in, or none has for five seconds. Returns how many have. */
export async function awaitArrivals(
  run: Pick<Run, 'counts'>,
  expected: number,
  time: Pick<Clock, 'monotonicMs' | 'startTimer'>,
): Promise<number> {
  let seen = 0;
  let sinceMs = time.monotonicMs();
  for (;;) {
    const { messagesIn } = await run.counts();
    if (messagesIn > seen) sinceMs = time.monotonicMs();
    seen = messagesIn;
    if (seen >= expected || time.monotonicMs() - sinceMs > GIVE_UP_AFTER_MS) return seen;
    await new Promise<void>((resolve) => void time.startTimer(resolve, LOOK_EVERY_MS));
  }
}
