// What a process that runs test cases tells of them: one JSON object per line on its standard output. Shapes only. Knows nothing about processes or about how cases are judged.
import type { LogLevel } from '../base/logger.ts';
import type { Range } from '../base/position.ts';
import type { Arm, OperationType } from '../graph/model.ts';
import type { CaseVerdict } from './caseVerdict.ts';
import type { SourcePlace } from './runProcess.ts';

/** What is wrong in a file of the case, so that it cannot run. */
export interface CaseFault {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** How often the parts of a graph were passed. */
export interface GraphCoverage {
  readonly nodes: readonly CoveredNode[];
  readonly connections: readonly CoveredConnection[];
  /** Both arms of each branch, connected or not. */
  readonly arms: readonly CoveredArm[];
}

/** Messages that came to an operation. */
export interface CoveredNode {
  readonly name: string;
  readonly type: OperationType;
  readonly place?: SourcePlace;
  readonly count: number;
}

/** Messages that came by a connection. */
export interface CoveredConnection {
  readonly from: string;
  readonly arm?: Arm;
  readonly to: string;
  readonly place?: SourcePlace;
  readonly count: number;
}

/** Messages for which a branch chose this arm. `places` are those of the arm's connections. */
export interface CoveredArm {
  readonly node: string;
  /** Of the branch. */
  readonly file?: string;
  readonly arm: Arm;
  readonly places: readonly SourcePlace[];
  readonly count: number;
}

/** The end of a case. Paths are absolute. */
export interface CaseEnded extends CaseVerdict {
  readonly event: 'ended';
  /** The test case's file. */
  readonly file: string;
  readonly name: string;
  readonly durationMs: number;
  /** With `error` and `skipped`. */
  readonly error?: { readonly code: string; readonly message: string };
  /** What makes the case impossible to run, with places. */
  readonly faults: readonly CaseFault[];
  /** Files and folders that its result depends on, but for the case itself. */
  readonly uses: readonly string[];
  /** Of a run that came to its end. */
  readonly coverage?: GraphCoverage;
}

/** One line of the stream. A case has `started` before anything else is said of it, and one `ended`. */
export type CaseEvent =
  | { readonly event: 'started'; readonly file: string; readonly name: string }
  | { readonly event: 'preparing'; readonly file: string; readonly label: string }
  | {
      readonly event: 'log';
      readonly file: string;
      readonly level: LogLevel;
      readonly node?: string;
      readonly context: string;
      readonly message: string;
    }
  | CaseEnded
  | {
      readonly event: 'finished';
      readonly passed: number;
      readonly failed: number;
      readonly errors: number;
      readonly skipped: number;
      readonly durationMs: number;
    };
