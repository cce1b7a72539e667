// What the scheduler hands to the trace for one hop: the run's own objects by reference, no text, so that handing over
// costs nothing. One `Hop` may be filled again and again. Knows nothing about how hops are stored.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { UserProperty } from '../../protocol/message.ts';
import type {
  ReplayOrigin,
  RunChange,
  TracedCommandCall,
  TracedError,
  TracedLog,
  TracedMetric,
  TracedSchemaCall,
  TracedStateCall,
  Verdict,
} from '../../protocol/trace.ts';
import type { MessageForm } from './messageForm.ts';
import type { Payload } from './payload.ts';

/** A message as the run holds it. It must not change once a hop has been recorded with it; an edit makes a new one. */
export interface TraceableMessage extends MessageForm {
  readonly topic: string;
  readonly contentType: string | undefined;
  readonly userProperties: readonly UserProperty[];
  readonly timestamp: HybridLogicalClock;
  readonly payload: Payload;
  /**
   * Set by the recorder, so that a message is written once and later hops refer to it. Start it at 0 (an object that
   * gains the property later is slower). Belongs to one recorder: a copy of a message starts at 0 again.
   */
  traceId?: number;
}

/** One message passing one node; the meaning of every field is that of `HopRecord`. Only read during `record`. */
export interface Hop {
  message: number;
  /** The number `record` returned for the hop whose output came in here; 0 where the message entered. */
  cause: number;
  replayOf: ReplayOrigin | undefined;
  parents: readonly number[] | undefined;
  /** Index in the trace header's `nodes`. */
  node: number;
  connection: number;
  verdict: Verdict;
  reason: string | undefined;
  arm: 'False' | 'True' | undefined;
  /** Milliseconds since the Unix epoch. */
  wallMs: number;
  time: HybridLogicalClock;
  newTime: HybridLogicalClock | undefined;
  /** Microseconds; kept to the nanosecond. */
  durationUs: number;
  input: TraceableMessage | undefined;
  output: TraceableMessage | undefined;
  logs: readonly TracedLog[] | undefined;
  metrics: readonly TracedMetric[] | undefined;
  stateCalls: readonly TracedStateCall[] | undefined;
  commandCalls: readonly TracedCommandCall[] | undefined;
  schemaCalls: readonly TracedSchemaCall[] | undefined;
  changes: readonly RunChange[] | undefined;
  error: TracedError | undefined;
}
