// Finds where two runs of the same messages went different ways: step by step, each message's hops in their order. Knows nothing about why.
import type { HopRecord, TracedMessage } from '../../protocol/trace.ts';
import { MessageNames, stepName } from './messageNames.ts';

/** A step that was not as it was before, or that only one of both runs has. */
export interface Divergence {
  readonly recorded?: HopRecord;
  readonly replayed?: HopRecord;
  /** What differs, where both are there: `output payload`, `verdict`. */
  readonly parts: readonly string[];
}

export interface Comparison {
  readonly comparedHops: number;
  readonly differing: number;
  /** The first in the order of the recording; what only the replay has is told when there is nothing else. */
  readonly first?: Divergence;
}

/**
 * Both in order of execution. Messages that came in before number `from` of the recording, and replays of single hops, are left out. Holds the
 * names of messages, and the hops that one side has and the other has not yet.
 */
export function compareTraces(
  recorded: Iterable<HopRecord>,
  replayed: Iterable<HopRecord>,
  from = 1,
): Comparison {
  const [were, are] = [new HopSide(recorded, from), new HopSide(replayed, 1)];
  let [comparedHops, differing] = [0, 0];
  let first: Divergence | undefined;
  const note = (found: Divergence): void => {
    differing += 1;
    if (!first || orderOf(found) < orderOf(first)) first = found;
  };
  const compare = (was: Step, is: Step): void => {
    comparedHops += 1;
    const parts = differingParts(was, is);
    if (parts.length > 0) note({ recorded: was.hop, replayed: is.hop, parts });
  };
  for (let isMore = true; isMore;) {
    const was = were.next();
    const nowMatch = was && are.takeMatch(was);
    if (was && nowMatch) compare(was, nowMatch);
    else if (was) were.keep(was);
    const is = are.next();
    const thenMatch = is && were.takeMatch(is);
    if (is && thenMatch) compare(thenMatch, is);
    else if (is) are.keep(is);
    isMore = was !== undefined || is !== undefined;
  }
  for (const { hop } of were.unmatched()) note({ recorded: hop, parts: [] });
  for (const { hop } of are.unmatched()) note({ replayed: hop, parts: [] });
  return { comparedHops, differing, ...(first && { first }) };
}

function orderOf({ recorded, replayed }: Divergence): number {
  return recorded ? recorded.hop : Number.MAX_SAFE_INTEGER / 2 + (replayed?.hop ?? 0);
}

/** A hop with what it is called in both runs. */
interface Step {
  readonly hop: HopRecord;
  /** The same message at the same node by the same connection. */
  readonly name: string;
  /** Names of the messages that went into a window. */
  readonly parents: readonly string[] | undefined;
}

/** The hops of one run. */
class HopSide {
  readonly #hops: Iterator<HopRecord>;
  readonly #names: MessageNames;
  readonly #kept: Map<string, Step[]> = new Map<string, Step[]>();

  constructor(hops: Iterable<HopRecord>, from: number) {
    this.#hops = hops[Symbol.iterator]();
    this.#names = new MessageNames(from);
  }

  next(): Step | undefined {
    for (;;) {
      const { done, value: hop } = this.#hops.next() as IteratorResult<HopRecord, undefined>;
      if (done === true) return undefined;
      const message = this.#names.note(hop);
      if (message === '') continue;
      return {
        hop,
        name: stepName(message, hop.connection, hop.node),
        parents: hop.parents?.map((parent) => this.#names.nameOf(parent)),
      };
    }
  }

  keep(step: Step): void {
    const kept = this.#kept.get(step.name);
    if (kept) kept.push(step);
    else this.#kept.set(step.name, [step]);
  }

  takeMatch({ name }: Step): Step | undefined {
    const kept = this.#kept.get(name);
    const match = kept?.shift();
    if (kept?.length === 0) this.#kept.delete(name);
    return match;
  }

  *unmatched(): Generator<Step, void> {
    for (const steps of this.#kept.values()) yield* steps;
  }
}

function differingParts({ hop: was, parents }: Step, { hop: is, parents: parentsNow }: Step): string[] {
  const parts: [name: string, was: unknown, is: unknown][] = [
    ...messageParts('input', was.input, is.input),
    ['state calls', was.stateCalls, is.stateCalls],
    ['commands', commandsOf(was), commandsOf(is)],
    ['schema lookups', was.schemaCalls, is.schemaCalls],
    ['verdict', was.verdict, is.verdict],
    ['arm', was.arm, is.arm],
    ['new time', was.newTime, is.newTime],
    ['messages of the window', parents, parentsNow],
    ['error', errorOf(was), errorOf(is)],
    ...messageParts('output', was.output, is.output),
  ];
  return parts.flatMap(([name, before, now]) =>
    JSON.stringify(before) === JSON.stringify(now) ? [] : [name],
  );
}

// What was asked shows in topic and result, or in what the operator makes of it; answers of rules have times that are always other ones.
function commandsOf({ commandCalls }: HopRecord): unknown {
  return commandCalls?.map(({ command, topic, result }) => [command, topic, result]);
}

function errorOf({ error }: HopRecord): string | undefined {
  return error && `${error.code} ${error.message}`;
}

function messageParts(
  side: 'input' | 'output',
  was: TracedMessage | undefined,
  is: TracedMessage | undefined,
): [name: string, was: unknown, is: unknown][] {
  return [
    [`${side} topic`, was?.topic, is?.topic],
    [`${side} content type`, was?.contentType, is?.contentType],
    [`${side} properties`, was?.userProperties, is?.userProperties],
    [`${side} timestamp`, was?.timestamp, is?.timestamp],
    [`${side} schema`, was?.schema, is?.schema],
    [`${side} payload`, textOf(was?.payload), textOf(is?.payload)],
  ];
}

function textOf(payload: Uint8Array | undefined): string | undefined {
  return payload && Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('latin1');
}
