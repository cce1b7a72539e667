// One fault of a run: counts its occasions and decides at which it takes place. Knows nothing about what it does then.
import type { Fault } from '../../graph/faults.ts';
import { seededRandom } from '../services/seededRandom.ts';

export class FaultRule {
  readonly fault: Fault;
  /** How often it has taken place. */
  applied = 0;
  #met = 0;
  readonly #random: () => number;

  /** The same `seed` lets a fault with a probability take place at the same occasions. */
  constructor(fault: Fault, seed: string) {
    this.fault = fault;
    this.#random = fault.probability === undefined ? () => 0 : seededRandom(seed);
  }

  /** Counts one occasion: whether the fault is to take place. The caller says by {@link apply} that it did. */
  meet(): boolean {
    const { message, every, probability, times = Number.POSITIVE_INFINITY } = this.fault;
    this.#met += 1;
    // Drawn at every occasion, so that `times` does not move later draws.
    const isDrawn = probability === undefined || this.#random() < probability;
    if (this.applied >= times) return false;
    if (message !== undefined) return this.#met === message;
    return every === undefined ? isDrawn : this.#met % every === 0;
  }

  apply(): Fault {
    this.applied += 1;
    return this.fault;
  }
}
