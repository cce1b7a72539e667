// A shadow: an operator of another module that gets every call of the one in place, and whose answers go nowhere but into a
// comparison. Whatever it does, the one in place goes on. Knows nothing about what it is answered by services.
import type { ComparedOperation, OutcomeDifference, OutcomePart } from '../../protocol/comparison.ts';
import type { TracedLog } from '../../protocol/trace.ts';
import type { TakenNotes } from '../component/callNotes.ts';
import type { Operator } from '../component/operator.ts';
import { compareOutcomes } from './compareOutcomes.ts';
import {
  CallFailure,
  type CallFollower,
  type CallResult,
  OperatorHost,
  type OperatorHostParts,
} from './operatorHost.ts';

export interface ShadowParts extends Omit<OperatorHostParts, 'onHealth' | 'faults'> {
  /** Names its module. */
  readonly label: string;
  /** Records what the operator in place is answered. */
  readonly tape: { begin(): void; stop(): void };
}

export class ShadowOperator implements CallFollower {
  readonly #parts: ShadowParts;
  readonly #host: OperatorHost;
  #calls = 0;
  #differing = 0;
  #first: OutcomeDifference | undefined;
  #ended: string | undefined;

  constructor(parts: ShadowParts) {
    this.#parts = parts;
    this.#host = new OperatorHost({
      ...parts,
      onHealth: (health, failure) => {
        // Being started anew again and again would slow the run down.
        if (health !== 'running') this.end(failure.message);
      },
    });
  }

  /** Creates the operator and calls `init`. Errors: OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED. */
  start(): void {
    this.#host.start();
  }

  get report(): ComparedOperation {
    const { node, label } = this.#parts;
    return {
      node,
      module: label,
      calls: this.#calls,
      differing: this.#differing,
      ...(this.#first && { first: this.#first }),
      ...(this.#ended !== undefined && { ended: this.#ended }),
    };
  }

  /** It gets no further call. */
  end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#host.release();
  }

  begin(): void {
    if (this.#ended === undefined) this.#parts.tape.begin();
  }

  skip(): void {
    this.#parts.tape.stop();
  }

  follow<T extends CallResult>(
    call: (operator: Operator) => T,
    result: T | CallFailure,
    notes: TakenNotes,
    message: number,
  ): TracedLog | undefined {
    this.#parts.tape.stop();
    if (this.#ended !== undefined) return undefined;
    const own = this.#host.run(call, message);
    const ownNotes = this.#host.takeNotes();
    this.#calls += 1;
    // One that hangs would hold the run up at every message.
    if (own instanceof CallFailure && own.failure.code === 'OPERATOR_TIMEOUT') this.end(own.failure.message);
    const { kind } = this.#parts;
    const parts = compareOutcomes(kind, { result, notes }, { result: own, notes: ownNotes });
    return parts.length === 0 ? undefined : this.#tell(message, parts);
  }

  #tell(message: number, parts: readonly OutcomePart[]): TracedLog {
    this.#differing += 1;
    this.#first ??= { message, parts };
    const lines = parts.map(
      ({ part, inPlace, shadow }) => `\n  ${part}\n    in place: ${inPlace}\n    shadow:   ${shadow}`,
    );
    const end = this.#ended === undefined ? '' : '\n  It is compared no further.';
    return {
      level: 'warn',
      context: 'compare',
      message: `message ${String(message)}: ${this.#parts.label} differs${lines.join('')}${end}`,
    };
  }
}
