// Stepping: follows one message through the graph, windows included, and says when a step has reached its end. Knows nothing about
// rules or how a run is held.
import type { ResumeMode } from '../../protocol/debugging.ts';
import type { Verdict } from '../../protocol/trace.ts';
import type { NextStep } from '../scheduler/nextStep.ts';

/** What a step looks at of a hop. */
export interface SteppedHop {
  readonly message: number;
  readonly node: number;
  readonly verdict: Verdict;
  readonly parents?: readonly number[] | undefined;
}

/** A message before a hop, or after one that ended with `verdict`. */
export interface StepStart {
  readonly message: number;
  readonly verdict?: Verdict | undefined;
}

/** After these a message goes nowhere; what is absorbed goes on as part of a window. */
const finalVerdicts: readonly Verdict[] = ['emitted', 'dropped', 'late', 'error', 'held'];

type Wish = 'nothing' | 'hop' | 'answer' | 'end';

export class Stepper {
  #wish: Wish = 'nothing';
  /** The message with what it becomes when windows are closed. */
  #followed = new Set<number>();

  /** Begins a step from where the run stands. When no message stands there, or it has ended, the next one is followed. */
  begin(mode: ResumeMode, stop: StepStart | undefined): void {
    const hasEnded = !stop || (stop.verdict !== undefined && finalVerdicts.includes(stop.verdict));
    if (mode === 'continue' || hasEnded) this.#followed = new Set();
    else if (!this.#followed.has(stop.message)) this.#followed = new Set([stop.message]);
    if (mode === 'continue') this.#wish = 'nothing';
    else if (mode === 'out') this.#wish = 'end';
    else this.#wish = mode === 'in' && stop && stop.verdict === undefined ? 'answer' : 'hop';
  }

  /** The run has stopped, for whatever reason. */
  end(): void {
    this.#wish = 'nothing';
  }

  /** Whether the step ends before `next` is worked on. */
  endsBefore({ item, window }: NextStep): boolean {
    if (this.#wish === 'nothing') return false;
    const isMine =
      this.#followed.size === 0 ||
      this.#followed.has(item.id) ||
      window?.some((each) => this.#followed.has(each.id)) === true;
    if (isMine) this.#followed.add(item.id);
    return isMine && this.#wish === 'hop';
  }

  /**
   * `now`: the step ends after this hop; `unless-more`: it does when no other copy of the message is about to move; `no`: it goes on.
   */
  judge({ message, verdict, parents }: SteppedHop): 'now' | 'unless-more' | 'no' {
    if (this.#wish === 'nothing') return 'no';
    if (parents?.some((parent) => this.#followed.has(parent)) === true) this.#followed.add(message);
    if (!this.#followed.has(message)) return 'no';
    if (this.#wish === 'answer') return 'now';
    if (verdict === 'passed') return 'no';
    return this.#wish === 'end' ? 'now' : 'unless-more';
  }
}
