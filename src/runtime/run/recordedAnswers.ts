// What commands of a recorded run were answered, for the replay of it: every call of an operation is answered as the same call was, in the
// order of the recording, which is read as far as that takes. Knows nothing about what the answers say.
import type { CommandCall, CommandOutcome } from '../../protocol/commandCalls.ts';
import type { CommandExchange, HopRecord } from '../../protocol/trace.ts';
import { sizesOf } from '../trace/exchangeCodec.ts';
import type { TraceReader } from '../trace/traceReader.ts';

/** Of one operation: how many recorded calls are looked at in search of one that fits, and how many bytes they may have. */
const MAX_AHEAD = 1000;
const MAX_AHEAD_BYTES = 64 * 1024 * 1024;

interface RecordedCall {
  readonly topic: string;
  readonly exchange: CommandExchange;
  readonly bytes: number;
}

/** One per replay. */
export class RecordedAnswers {
  readonly #reader: Pick<TraceReader, 'hops'>;
  readonly #from: number;
  /** By name of the operation. */
  readonly #calls: Map<string, CallsOfNode> = new Map<string, CallsOfNode>();
  /** Topic of the first call without a recorded answer, by name of the operation. */
  readonly #unanswered: Map<string, string> = new Map<string, string>();

  /** `from`: number of the first message that is replayed. */
  constructor(reader: Pick<TraceReader, 'hops'>, from = 1) {
    this.#reader = reader;
    this.#from = from;
  }

  /**
   * How the next call of operation `node` with the same topic and payload ended; undefined when the recording has none, or `isInit`:
   * calls of `init` are in no hop.
   */
  take(
    node: string,
    call: Pick<CommandCall, 'topic' | 'payload'>,
    isInit = false,
  ): CommandOutcome | undefined {
    let calls = this.#calls.get(node);
    if (!calls) {
      calls = new CallsOfNode(recordedCalls(this.#reader.hops(), node, this.#from));
      this.#calls.set(node, calls);
    }
    const outcome = isInit ? undefined : calls.take(call);
    if (!outcome && !this.#unanswered.has(node)) this.#unanswered.set(node, call.topic);
    return outcome;
  }

  /** The operations whose calls the recording had no answer for: one sentence each. */
  describeUnanswered(): string[] {
    return [...this.#unanswered].map(
      ([node, topic]) =>
        `Operation "${node}" called commands for which the recording has no answer (the first on "${topic}"): responder rules or executors were asked instead.`,
    );
  }
}

/** The recorded calls of one operation, in order. */
class CallsOfNode {
  readonly #source: Iterator<RecordedCall, void>;
  #waiting: RecordedCall[] = [];
  #bytes = 0;

  constructor(source: Iterator<RecordedCall, void>) {
    this.#source = source;
  }

  // What is passed over stays: an operator that has changed may still ask for it, or never.
  take({ topic, payload }: Pick<CommandCall, 'topic' | 'payload'>): CommandOutcome | undefined {
    const request = bytesOf(payload);
    for (let index = 0; index < this.#waiting.length || this.#readOne(); index += 1) {
      const recorded = this.#waiting[index];
      if (recorded?.topic !== topic || !request.equals(recorded.exchange.request)) continue;
      this.#remove(index);
      return recorded.exchange.outcome;
    }
    if (this.#isFull) this.#remove(0);
    return undefined;
  }

  get #isFull(): boolean {
    return this.#waiting.length >= MAX_AHEAD || this.#bytes >= MAX_AHEAD_BYTES;
  }

  #readOne(): boolean {
    if (this.#isFull) return false;
    const { done, value } = this.#source.next();
    if (done === true) return false;
    this.#waiting.push(value);
    this.#bytes += value.bytes;
    return true;
  }

  #remove(index: number): void {
    for (const { bytes } of this.#waiting.splice(index, 1)) this.#bytes -= bytes;
  }
}

/** Without those of messages that are not replayed: the ones before `from`, replays of single hops, and what comes of both. */
function* recordedCalls(
  hops: Iterable<HopRecord>,
  node: string,
  from: number,
): Generator<RecordedCall, void> {
  const leftOut = new Set<number>();
  for (const hop of hops) {
    const { message, parents, replayOf } = hop;
    // A message that a window gave out has parents in its first hop alone.
    const isMissing = parents
      ? parents.every((parent) => leftOut.has(parent))
      : message < from || replayOf !== undefined;
    if (isMissing) leftOut.add(message);
    if (hop.node !== node || leftOut.has(message)) continue;
    for (const { topic, exchange } of hop.commandCalls ?? []) {
      if (!exchange) continue;
      const [request, answer] = sizesOf(exchange);
      yield { topic, exchange, bytes: request + answer };
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
