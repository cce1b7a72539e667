// What was changed from outside in a recorded run, for the replay of it. Knows nothing about who changes it again.
import type { HopRecord, RunChange, StepChanges, TraceQuery } from '../../protocol/trace.ts';
import { MessageNames, stepName } from '../trace/messageNames.ts';
import type { TraceReader } from '../trace/traceReader.ts';

export interface ChangeChoice {
  /** Number of the first message that is replayed: what was changed before it is changed before its first step. Default: the first. */
  readonly from?: number | undefined;
  /** The replay has faults of its own. Default false. */
  readonly hasOwnFaults?: boolean;
}

/** In the order of the recording; reads all of it. Changes after the last step change nothing, and are left out. */
export function readRecordedChanges(
  reader: Pick<TraceReader, 'header'> & { hops(query: TraceQuery): Iterable<HopRecord> },
  { from, hasOwnFaults = false }: ChangeChoice = {},
): StepChanges[] {
  const isWall = reader.header.run?.clock !== 'virtual';
  const names = new MessageNames(from);
  const found: StepChanges[] = [];
  let waiting: RunChange[] = [];
  for (const hop of reader.hops({ maxPayloadBytes: 0 })) {
    for (const change of hop.changes ?? [])
      if (change.kind === 'state') waiting.push(change);
      else if (!hasOwnFaults) waiting.push(isWall ? withoutBroker(change) : change);
    const name = names.note(hop);
    if (name === '' || waiting.length === 0) continue;
    found.push({ step: stepName(name, hop.connection, hop.node), changes: waiting });
    waiting = [];
  }
  return found;
}

// On the wall clock, the time for which the broker was gone is in the times of the messages.
function withoutBroker({ kind, faults }: RunChange & { readonly kind: 'faults' }): RunChange {
  return { kind, faults: faults.filter((fault) => fault.kind !== 'brokerGone') };
}
