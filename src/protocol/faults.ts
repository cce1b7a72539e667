// What can be asked of a run about the faults that disturb it on purpose. Shapes only.
import type { Fault } from '../graph/faults.ts';

/** One fault in force. */
export interface FaultRecord {
  readonly fault: Fault;
  /** For people, one line. */
  readonly text: string;
  /** How often it has taken place. */
  readonly applied: number;
}

export interface FaultMethods {
  /**
   * Replaces all faults of the run, from the next message on; those that were there already go on counting. Errors: FAULT_INVALID, and then
   * nothing is changed.
   */
  setFaults: { params: { readonly faults: readonly Fault[] }; result: readonly FaultRecord[] };
  /** Those in force. */
  readFaults: { params: null; result: readonly FaultRecord[] };
}
