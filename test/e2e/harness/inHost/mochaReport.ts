// What the extension host tells Vitest about its tests, line by line through its console. Must not know either runner.

/** One test that has ended. */
export interface HostTest {
  /** Groups from outside to inside, then the test's own name. */
  readonly path: readonly string[];
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** Stack of the failure. */
  readonly error?: string;
}

/** Ends the report, so that a test that got lost is noticed. */
export interface HostSummary {
  readonly tests: number;
}

const mark = '@dataflow-graph-test ';

/** The line that carries `message`. */
export function writeReportLine(message: HostTest | HostSummary): string {
  return mark + JSON.stringify(message);
}

/** What a line of the console carries; undefined when it is not ours. */
export function readReportLine(line: string): HostTest | HostSummary | undefined {
  const start = line.indexOf(mark);
  return start < 0 ? undefined : (JSON.parse(line.slice(start + mark.length)) as HostTest | HostSummary);
}
