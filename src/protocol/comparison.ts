// What comparing an operator with a shadow of it brings out: what both made of the same calls. Shapes only.

/** One thing that both did otherwise. Texts as people read them, cut to where they differ. */
export interface OutcomePart {
  /** `output payload`, `verdict`, `state writes`. */
  readonly part: string;
  readonly inPlace: string;
  readonly shadow: string;
}

export interface OutcomeDifference {
  /** Number of the message, for a window of what it gave out. */
  readonly message: number;
  readonly parts: readonly OutcomePart[];
}

/** One operation with its shadow. */
export interface ComparedOperation {
  readonly node: string;
  /** What the shadow runs. */
  readonly module: string;
  /** Calls that both got. */
  readonly calls: number;
  readonly differing: number;
  readonly first?: OutcomeDifference;
  /** Why it was compared no further. */
  readonly ended?: string;
}
