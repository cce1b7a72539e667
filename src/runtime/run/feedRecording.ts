// Hands the messages that a trace recorded to the sources of a run, in their order and with their times. Knows nothing about what comes of
// them.
import { AppError } from '../../base/errors.ts';
import { clockFromMs, formatClock } from '../../base/hybridLogicalClock.ts';
import type { RunFinish } from '../../protocol/engine.ts';
import type { HopRecord } from '../../protocol/trace.ts';
import type { TimeSource } from '../scheduler/sessionClock.ts';
import type { TraceReader } from '../trace/traceReader.ts';
import type { FedMessage, Run } from './run.ts';
import type { RunSpec } from './runSpec.ts';

export interface FeedOptions {
  /** Number of the first message that is handed over; those before it are left out. Default: the first. */
  readonly from?: number;
  /** How many times as fast as recorded; absent: as fast as they are taken. */
  readonly speed?: number;
  readonly time: Pick<TimeSource, 'monotonicMs' | 'startTimer'>;
  readonly signal: AbortSignal;
}

/** What was handed over. */
export interface Fed {
  /** Messages. */
  readonly count: number;
  /** How the recorded run ended, and so the replay is to: one that left messages waiting does so until it did something last. */
  readonly finish: RunFinish;
}

/** Resolves when the run has all of them. Errors: TRACE_NOT_REPLAYABLE. */
export async function feedRecording(
  reader: TraceReader,
  run: Pick<Run, 'feed'>,
  { plan }: Pick<RunSpec, 'plan'>,
  { from = 1, speed, time, signal }: FeedOptions,
): Promise<Fed> {
  const isWall = reader.header.run?.clock !== 'virtual';
  const sources = new Map(
    plan.nodes.flatMap(({ name, type }, node) => (type === 'source' ? [[name, node]] : [])),
  );
  const startMs = time.monotonicMs();
  let [count, firstMs, lastMs, hasHeld] = [0, 0, 0, false];
  for (const hop of reader.hops()) {
    if (signal.aborted) break;
    lastMs = hop.wallMs;
    if (hop.verdict === 'held') hasHeld = true;
    if (!isArrival(hop) || hop.message < from) continue;
    const node = sources.get(hop.node);
    if (node === undefined)
      throw refuse(`The graph has no source "${hop.node}", by which message ${String(hop.message)} came in.`);
    if (count === 0) firstMs = hop.wallMs;
    if (speed !== undefined) await wait(startMs + (hop.wallMs - firstMs) / speed, time);
    await run.feed(restore(hop, node, isWall));
    count += 1;
  }
  return { count, finish: hasHeld ? { pending: 'hold', untilMs: lastMs } : { pending: 'flush' } };
}

/** Whether a message was let in here. Replays of single hops are something people did, not part of what came in. */
function isArrival({ cause, connection, parents, replayOf, verdict }: HopRecord): boolean {
  return cause === 0 && connection === -1 && !parents && !replayOf && verdict !== 'held';
}

function restore({ message, input, wallMs }: HopRecord, node: number, isWall: boolean): FedMessage {
  if (!input?.payload)
    throw refuse(`The payload of message ${String(message)} was not recorded, or is no longer held.`);
  const { topic, contentType, userProperties, timestamp, payload } = input;
  return {
    node,
    topic,
    contentType,
    userProperties: [...userProperties, ['__ts', timestamp]],
    payload,
    letIn: isWall ? formatClock(clockFromMs(wallMs, 0n, '')) : '',
  };
}

async function wait(untilMs: number, time: FeedOptions['time']): Promise<void> {
  const delayMs = untilMs - time.monotonicMs();
  if (delayMs > 0) await new Promise<void>((resolve) => void time.startTimer(resolve, delayMs));
}

function refuse(why: string): AppError {
  return new AppError('TRACE_NOT_REPLAYABLE', why);
}
