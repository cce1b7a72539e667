// What messages are called in two runs of the same input, where their numbers may differ: what came in by its place in the row, what a window
// gave out by node and time. Knows nothing about what is done with the names.
import type { HopRecord } from '../../protocol/trace.ts';

/** What a name follows from; `time` is the hop's own, in `__ts` form. */
export type NamedHop = Pick<HopRecord, 'message' | 'node' | 'parents' | 'replayOf' | 'time'>;

/** One per run; holds a name for each message. */
export class MessageNames {
  readonly #from: number;
  /** By number. */
  readonly #names: Map<number, string> = new Map<number, string>();
  #arrivals = 0;

  /** What came in before number `from` takes no part. */
  constructor(from = 1) {
    this.#from = from;
  }

  /** The name of a message that has had a hop; empty: it takes no part, as replays of single hops do not, or has had none. */
  nameOf(message: number): string {
    return this.#names.get(message) ?? '';
  }

  has(message: number): boolean {
    return this.#names.has(message);
  }

  /** What the message will be called that comes in next. */
  get nextArrival(): string {
    return String(this.#arrivals + 1);
  }

  /** To be told of every hop, in order; returns its message's name. */
  note(hop: NamedHop): string {
    let name = this.#names.get(hop.message);
    if (name === undefined) this.#names.set(hop.message, (name = this.#newName(hop)));
    return name;
  }

  #newName({ message, node, parents, replayOf, time }: NamedHop): string {
    if (parents)
      return parents.some((parent) => this.#names.get(parent) !== '') ? windowName(node, time) : '';
    if (replayOf || message < this.#from) return '';
    this.#arrivals += 1;
    return String(this.#arrivals);
  }
}

/** What comes out of the window of `node` that closes at `time` (`__ts` form). */
export function windowName(node: string, time: string): string {
  return `${node}@${time}`;
}

/** The same step in both runs: the message called `name` at `node`, by the same connection. */
export function stepName(name: string, connection: number, node: string): string {
  return `${name} ${String(connection)} ${node}`;
}
