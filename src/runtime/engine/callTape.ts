// What the world outside answered during one call of an operator, so that its shadow can be answered the same: clocks, randomness,
// commands, and the state store as it was before. Knows nothing about operators.
import type { CommandCall, CommandOutcome } from '../../protocol/commandCalls.ts';
import type { OperatorParts } from '../component/operator.ts';
import { areEqual, latin1 } from '../services/stateBytes.ts';
import type { OperatorStateStore, StateStore } from '../services/stateStore.ts';
import type { StateEntry } from '../services/stateStoreTypes.ts';
import type { CallCommand } from './commandChannel.ts';

type Wasi = OperatorParts['wasi'];

/** Of each kind in one call; what comes after is answered anew. */
const MAX_ANSWERS = 10_000;
const NANOS_PER_MS = 1_000_000;

/** Answers of one kind, in order. */
class Answers<T> {
  #items: T[] = [];
  #next = 0;

  clear(): void {
    if (this.#items.length > 0) this.#items = [];
    this.#next = 0;
  }

  add(item: T): void {
    if (this.#items.length < MAX_ANSWERS) this.#items.push(item);
  }

  /** The next one, if it fits. */
  take(fits: (item: T) => boolean = () => true): T | undefined {
    const item = this.#items[this.#next];
    if (item === undefined || !fits(item)) return undefined;
    this.#next += 1;
    return item;
  }
}

interface AnsweredCommand {
  readonly call: CommandCall;
  readonly outcome: CommandOutcome;
}

/** One per engine: only one call runs at a time. */
export class CallTape {
  #isRecording = false;
  readonly #times: Answers<bigint> = new Answers<bigint>();
  readonly #monotonicTimes: Answers<bigint> = new Answers<bigint>();
  readonly #random: Answers<Uint8Array> = new Answers<Uint8Array>();
  readonly #commands: Answers<AnsweredCommand> = new Answers<AnsweredCommand>();
  /** By key as Latin-1: what there was before the call wrote it. */
  readonly #before: Map<string, StateEntry | undefined> = new Map<string, StateEntry | undefined>();

  /** Forgets the call before; what is answered from now on is recorded. */
  begin(): void {
    for (const answers of [this.#times, this.#monotonicTimes, this.#random, this.#commands]) answers.clear();
    this.#before.clear();
    this.#isRecording = true;
  }

  /** The operator has answered. */
  stop(): void {
    this.#isRecording = false;
  }

  recordWasi({ nowNanos, monotonicNanos, randomBytes }: Wasi): Wasi {
    return {
      nowNanos: () => this.#note(this.#times, nowNanos()),
      monotonicNanos: () => this.#note(this.#monotonicTimes, monotonicNanos()),
      randomBytes: (count) => this.#note(this.#random, randomBytes(count)),
    };
  }

  /** `own` answers what the operator did not ask. Sleeping takes the shadow no time, only its clocks move on. */
  playWasi(own: Wasi): { readonly wasi: Wasi; readonly sleepMs: (duration: number) => void } {
    let sleptNanos = 0n;
    let lastNanos = 0n;
    const monotonicNanos = (): bigint => {
      const nanos = this.#monotonicTimes.take() ?? own.monotonicNanos() + sleptNanos;
      if (nanos > lastNanos) lastNanos = nanos;
      return lastNanos;
    };
    return {
      wasi: {
        nowNanos: () => this.#times.take() ?? own.nowNanos() + sleptNanos,
        monotonicNanos,
        randomBytes: (count) =>
          this.#random.take((bytes) => bytes.length === count) ?? own.randomBytes(count),
      },
      sleepMs: (duration) => {
        sleptNanos += BigInt(Math.ceil(duration * NANOS_PER_MS));
      },
    };
  }

  recordCommands(callCommand: CallCommand): CallCommand {
    return (call, checkWanted) => {
      const outcome = callCommand(call, checkWanted);
      this.#note(this.#commands, { call, outcome });
      return outcome;
    };
  }

  /** What the operator was answered to the same request, at the same place in the row; no request leaves a shadow. */
  playCommand(call: CommandCall): CommandOutcome {
    const isSame = (was: AnsweredCommand): boolean =>
      was.call.topic === call.topic && areEqual(was.call.payload, call.payload);
    const answered = this.#commands.take(isSame);
    if (answered) return answered.outcome;
    const reason = 'a shadow sends no commands, and the operator in place did not send this one';
    return { kind: 'client-error', reason, passedMs: 0 };
  }

  /** `store`, as an operator uses it; `real` is where it ends up. */
  recordStore(store: OperatorStateStore, real: StateStore): OperatorStateStore {
    const keep = (key: Uint8Array): void => {
      if (!this.#isRecording || key.length === 0) return;
      const keyText = latin1(key);
      if (!this.#before.has(keyText)) this.#before.set(keyText, real.entry(key));
    };
    return {
      get: (key) => store.get(key),
      set: (key, ...rest) => {
        keep(key);
        return store.set(key, ...rest);
      },
      del: (key, ...rest) => {
        keep(key);
        return store.del(key, ...rest);
      },
      vdel: (key, ...rest) => {
        keep(key);
        return store.vdel(key, ...rest);
      },
    };
  }

  /** A key as it was before the call. */
  entryBefore(key: Uint8Array, real: StateStore): StateEntry | undefined {
    const keyText = latin1(key);
    return this.#before.has(keyText) ? this.#before.get(keyText) : real.entry(key);
  }

  #note<T>(answers: Answers<T>, answer: T): T {
    if (this.#isRecording) answers.add(answer);
    return answer;
  }
}
