// What the scheduler is about to work on. Knows nothing about how it is done.
import type { Item } from './item.ts';

/** A message before a node, or a window that is about to be closed. */
export interface NextStep {
  /** Index in the plan. */
  readonly node: number;
  /** For a window: the empty message it starts from, with the number its output will have. */
  readonly item: Item;
  /** What is in the window, in the order in which the operator gets it. */
  readonly window?: readonly Item[];
  /** The same object for as long as this step comes next. */
  readonly identity: object;
}
