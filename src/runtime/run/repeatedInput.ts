// What a recording gives a run besides its messages, for replays and test cases. Knows nothing about who runs it.
import type { TraceReader } from '../trace/traceReader.ts';
import { RecordedAnswers } from './recordedAnswers.ts';
import { type ChangeChoice, readRecordedChanges } from './recordedChanges.ts';
import type { RepeatedInput } from './run.ts';

/** Reads the whole recording. One per run: every answer is given once. */
export function readRepeated(
  reader: TraceReader,
  choice: ChangeChoice = {},
): RepeatedInput & { readonly answers: RecordedAnswers } {
  return {
    answers: new RecordedAnswers(reader, choice.from),
    changes: readRecordedChanges(reader, choice),
  };
}
