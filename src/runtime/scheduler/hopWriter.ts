// Fills in and records the hop of one step. Knows nothing about why a step ended as it did.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { TracedError, Verdict } from '../../protocol/trace.ts';
import type { Hop } from '../trace/hop.ts';
import type { WayFaults } from '../faults/faultInjector.ts';
import type { FlowMessage } from '../message/flowMessage.ts';
import type { Item } from './item.ts';
import type { OperatorHost } from './operatorHost.ts';

/** What a step adds to the item's own data. */
export interface HopDetails {
  readonly reason?: string;
  readonly arm?: 'False' | 'True' | undefined;
  readonly newTime?: HybridLogicalClock;
  /** The message that came out, when it is another one. */
  readonly output?: FlowMessage | undefined;
  readonly parents?: readonly number[] | undefined;
  readonly error?: TracedError;
  /** The operator that was called in this step. */
  readonly host?: OperatorHost;
}

/** Records with one hop object that is filled again and again: recording copies what it needs. */
export class HopWriter {
  readonly #record: (hop: Hop) => number;
  readonly #nowMs: () => number;
  readonly #faults: Pick<WayFaults, 'takeMark' | 'isQuiet'> | undefined;
  readonly #hop: Hop;

  /** `faults` say what they did to a hop. */
  constructor(
    record: (hop: Hop) => number,
    nowMs: () => number,
    faults?: Pick<WayFaults, 'takeMark' | 'isQuiet'>,
  ) {
    this.#record = record;
    this.#nowMs = nowMs;
    this.#faults = faults;
    this.#hop = blankHop();
  }

  /** Returns the hop's number. */
  write(node: number, item: Item, verdict: Verdict, details: HopDetails): number {
    const hop = this.#hop;
    hop.message = item.id;
    hop.cause = item.cause;
    // What a delay or a window holds has entered already.
    hop.replayOf = item.cause === 0 ? item.replayOf : undefined;
    hop.parents = details.parents;
    hop.node = node;
    hop.connection = item.connection;
    hop.verdict = verdict;
    hop.reason = details.reason;
    hop.arm = details.arm;
    hop.wallMs = this.#nowMs();
    hop.time = item.time;
    hop.newTime = details.newTime;
    hop.input = item.message;
    hop.output = details.output;
    hop.error = details.error;
    hop.durationUs = details.host?.durationUs ?? 0;
    const notes = details.host?.takeNotes();
    hop.logs = notes?.logs;
    hop.metrics = notes?.metrics;
    hop.stateCalls = notes?.stateCalls;
    hop.commandCalls = notes?.commandCalls;
    hop.schemaCalls = notes?.schemaCalls;
    if (this.#faults?.isQuiet === false || item.fault !== undefined) this.#markFaults(hop, item);
    return this.#record(hop);
  }

  // In the texts that every form of a trace has, so that no reader can overlook it.
  #markFaults(hop: Hop, item: Item): void {
    const onWay = item.fault === undefined ? undefined : `fault: ${item.fault}`;
    const marks = [onWay, this.#faults?.takeMark()].filter((mark) => mark !== undefined).join('; ');
    if (marks === '') return;
    hop.reason = hop.reason === undefined ? marks : `${marks}; ${hop.reason}`;
    if (hop.error) hop.error = { ...hop.error, message: `${marks}; ${hop.error.message}` };
  }
}

function blankHop(): Hop {
  return {
    message: 0,
    cause: 0,
    replayOf: undefined,
    parents: undefined,
    node: 0,
    connection: -1,
    verdict: 'passed',
    reason: undefined,
    arm: undefined,
    wallMs: 0,
    time: { secs: 0n, nanos: 0, counter: 0n, nodeId: '' },
    newTime: undefined,
    durationUs: 0,
    input: undefined,
    output: undefined,
    logs: undefined,
    metrics: undefined,
    stateCalls: undefined,
    commandCalls: undefined,
    schemaCalls: undefined,
    changes: undefined,
    error: undefined,
  };
}
