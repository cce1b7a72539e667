// Runs one operation's operator: starts it, times and limits every call, replaces it after a break-down. Knows nothing
// about the other nodes.
import { AppError } from '../../base/errors.ts';
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { TracedLog } from '../../protocol/trace.ts';
import type { CallGuard } from '../component/callGuard.ts';
import { explainFailure, type OperatorFailure } from '../component/explainFailure.ts';
import type { Operator, OperatorKind } from '../component/operator.ts';
import { CallNotes, type TakenNotes } from '../component/callNotes.ts';
import type { WitModuleConfiguration } from '../component/witTypes.ts';
import type { CallFaults } from '../faults/faultInjector.ts';
import type { FlowMessage } from '../message/flowMessage.ts';

/** `failing`: the last three calls broke the operator; `dead`: it cannot even be started again. */
export type OperatorHealth = 'running' | 'failing' | 'dead';

export interface OperatorHostParts {
  readonly node: string;
  /** Index in the plan. */
  readonly index: number;
  readonly kind: OperatorKind;
  readonly configuration: WitModuleConfiguration;
  /** Makes a fresh instance that writes its notes to `notes`. */
  readonly create: (notes: CallNotes) => Operator;
  readonly guard: CallGuard;
  readonly limitMs: number;
  readonly memoryLimitBytes: number;
  readonly monotonicMs: () => number;
  readonly onHealth: (health: OperatorHealth, failure: OperatorFailure) => void;
  /** What goes wrong on purpose. */
  readonly faults?: CallFaults;
}

const FAILING_AFTER = 3;

/** What a call of an operator answers. */
export type CallResult = FlowMessage | HybridLogicalClock | boolean;

/** Gets every call that reaches an operator, after it. */
export interface CallFollower {
  /** A call comes. */
  begin(): void;
  /** It did not reach the operator. */
  skip(): void;
  /** `notes`: what the operator did meanwhile. Returns what there is to say about it at the message. */
  follow<T extends CallResult>(
    call: (operator: Operator) => T,
    result: T | CallFailure,
    notes: TakenNotes,
    message: number,
  ): TracedLog | undefined;
}

/** One per operation that has a module. */
export class OperatorHost {
  readonly #parts: OperatorHostParts;
  #notes: CallNotes = new CallNotes();
  #create: OperatorHostParts['create'];
  #operator: Operator | undefined;
  #breakdowns = 0;
  #health: OperatorHealth = 'running';
  #lastFailure: OperatorFailure | undefined;
  #follower: CallFollower | undefined;

  /** Duration of the last call in microseconds. */
  durationUs = 0;

  constructor(parts: OperatorHostParts) {
    this.#parts = parts;
    this.#create = parts.create;
  }

  /** Creates the operator and calls `init`. Errors: OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED. */
  start(): TakenNotes {
    const failure = this.#tryStart();
    const notes = this.takeNotes();
    if (failure) throw startError(failure, notes);
    return notes;
  }

  /**
   * Starts an operator of another module beside the one that runs, which goes on until the new one is adopted.
   * Errors: OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED.
   */
  tryModule(create: OperatorHostParts['create']): TriedModule {
    const notes = new CallNotes();
    const started = this.#startFrom(create, notes);
    const said = notes.take();
    if ('code' in started) throw startError(started, said);
    return {
      notes: said,
      discard: () => started.operator.release(),
      adopt: () => {
        this.#create = create;
        this.#notes = notes;
        this.#operator?.release();
        this.#operator = started.operator;
        this.#breakdowns = 0;
        if (this.#health !== 'running')
          this.#report('running', {
            code: 'OPERATOR_TRAP',
            message: 'another module took its place',
            isFatal: false,
          });
      },
    };
  }

  /** Lets `follower` get every call too from now on; undefined: nobody. */
  followBy(follower: CallFollower | undefined): void {
    this.#follower = follower;
  }

  /** Lets go of the operator for good. */
  release(): void {
    this.#operator?.release();
    this.#operator = undefined;
  }

  /**
   * Runs one call. Returns its result, or why it failed; the operator has been replaced when that was needed. `message`: the number of the
   * message it is about.
   */
  run<T extends CallResult>(call: (operator: Operator) => T, message = 0): T | CallFailure {
    return this.#follower ? this.#runFollowed(this.#follower, call, message) : this.#run(call, message);
  }

  #runFollowed<T extends CallResult>(
    follower: CallFollower,
    call: (operator: Operator) => T,
    message: number,
  ): T | CallFailure {
    const way = { isHanded: false };
    follower.begin();
    const result = this.#run((operator) => {
      way.isHanded = true;
      return call(operator);
    }, message);
    // What a fault kept from the operator, its follower does not get either.
    if (!way.isHanded) follower.skip();
    const said = way.isHanded ? follower.follow(call, result, this.#notes.look(), message) : undefined;
    if (said) this.#notes.addLog(said);
    return result;
  }

  #run<T>(call: (operator: Operator) => T, message: number): T | CallFailure {
    const { guard, index, limitMs, monotonicMs } = this.#parts;
    const operator = this.#operator;
    if (!operator) {
      this.durationUs = 0;
      return new CallFailure(this.#deadFailure());
    }
    const startMs = monotonicMs();
    guard.arm(startMs + limitMs, index, message);
    try {
      this.#parts.faults?.beforeCall();
      const result = call(operator);
      this.durationUs = (monotonicMs() - startMs) * 1000;
      if (this.#breakdowns > 0) this.#recover();
      return result;
    } catch (error) {
      this.durationUs = (monotonicMs() - startMs) * 1000;
      return new CallFailure(this.#handle(this.#explain(error, operator), operator));
    } finally {
      guard.disarm();
    }
  }

  /** What the operator logged, measured and stored during the last call. */
  takeNotes(): TakenNotes {
    return this.#notes.take();
  }

  #handle(failure: OperatorFailure, broken: Operator): OperatorFailure {
    this.#lastFailure = failure;
    if (!failure.isFatal) return failure;
    broken.flushOutput();
    broken.release();
    this.#breakdowns += 1;
    const restartFailure = this.#tryStart();
    if (restartFailure) this.#die(restartFailure);
    else if (this.#breakdowns === FAILING_AFTER) this.#report('failing', failure);
    const outcome = restartFailure
      ? `; it could not be started again: ${restartFailure.message}`
      : '; it was started anew, its memory is lost';
    return { ...failure, message: failure.message + outcome };
  }

  #die(failure: StartFailure): void {
    this.#operator = undefined;
    this.#lastFailure = { code: 'OPERATOR_TRAP', message: failure.message, isFatal: true };
    this.#report('dead', this.#lastFailure);
  }

  #recover(): void {
    this.#breakdowns = 0;
    if (this.#health === 'failing' && this.#lastFailure) this.#report('running', this.#lastFailure);
  }

  #report(health: OperatorHealth, failure: OperatorFailure): void {
    this.#health = health;
    this.#parts.onHealth(health, failure);
  }

  #explain(error: unknown, operator: Operator | undefined): OperatorFailure {
    const { limitMs, memoryLimitBytes } = this.#parts;
    const memoryBytes = operator?.memoryBytes ?? 0;
    const circumstances = { limitMs, memoryLimitBytes, memoryBytes };
    return explainFailure(
      error,
      operator ? { ...circumstances, placesOf: (...at) => operator.placesOf(...at) } : circumstances,
    );
  }

  #deadFailure(): OperatorFailure {
    const why = this.#lastFailure?.message ?? '';
    return { code: 'OPERATOR_TRAP', message: `not running any more: ${why}`, isFatal: true };
  }

  #tryStart(): StartFailure | undefined {
    const started = this.#startFrom(this.#create, this.#notes);
    if ('code' in started) return started;
    this.#operator = started.operator;
    return undefined;
  }

  #startFrom(
    create: OperatorHostParts['create'],
    notes: CallNotes,
  ): { readonly operator: Operator } | StartFailure {
    const { node, index, kind, configuration, guard, limitMs, monotonicMs, faults } = this.#parts;
    guard.arm(monotonicMs() + limitMs, index);
    let operator: Operator | undefined;
    try {
      operator = create(notes);
      if (faults?.failsInit() === true) {
        operator.release();
        return {
          code: 'OPERATOR_INIT_FALSE',
          message: `init of operation "${node}" returned false: a fault of this run asks for that.`,
        };
      }
      if (operator.init(kind, configuration)) return { operator };
      operator.release();
      return {
        code: 'OPERATOR_INIT_FALSE',
        message: `init of operation "${node}" returned false: its operator refuses this configuration (${describe(configuration)}).`,
      };
    } catch (error) {
      operator?.flushOutput();
      operator?.release();
      const failure = this.#explain(error, operator);
      return {
        code: 'OPERATOR_INIT_FAILED',
        message: `init of operation "${node}" failed: it ${failure.message}.`,
        ...(failure.stack && { stack: failure.stack }),
      };
    } finally {
      guard.disarm();
    }
  }
}

/** An operator that has started and waits to take over. */
export interface TriedModule {
  /** What its `init` logged, measured and stored. */
  readonly notes: TakenNotes;
  /** Lets it run in place of the one before, whose memory is lost. */
  readonly adopt: () => void;
  /** Lets go of it; it is not adopted any more. */
  readonly discard: () => void;
}

interface StartFailure {
  readonly code: 'OPERATOR_INIT_FALSE' | 'OPERATOR_INIT_FAILED';
  readonly message: string;
  readonly stack?: string;
}

/** Marks a failed call among results of any type. */
export class CallFailure {
  readonly failure: OperatorFailure;

  constructor(failure: OperatorFailure) {
    this.failure = failure;
  }
}

function startError(failure: StartFailure, notes: TakenNotes): AppError {
  const said = notes.logs?.map((line) => `\n  ${line.level}: ${line.message}`).join('') ?? '';
  const stack = failure.stack ? `\n  ${failure.stack.replaceAll('\n', '\n  ')}` : '';
  return new AppError(failure.code, `${failure.message}${said}${stack}`);
}

function describe(configuration: WitModuleConfiguration): string {
  const pairs = configuration.properties.map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.length > 0 ? `parameters ${pairs.join(', ')}` : 'no parameters';
}
