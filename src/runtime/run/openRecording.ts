// A recorded run, opened to be replayed, and what of it is not there any more. Runs nothing.
import { AppError } from '../../base/errors.ts';
import type { RecordedRun } from '../../protocol/trace.ts';
import { readTraceFile } from '../trace/readTraceFile.ts';
import type { TraceReader } from '../trace/traceReader.ts';
import { readRecordedRun } from './recordRun.ts';
import type { RunSpec } from './runSpec.ts';

export interface Recording {
  readonly file: string;
  readonly reader: TraceReader;
  readonly recorded: RecordedRun;
}

/** Opens a trace file or its NDJSON export. Errors: TRACE_UNREADABLE, TRACE_NOT_REPLAYABLE. */
export function openRecording(file: string): Recording {
  const reader = readTraceFile(file);
  return { file, reader, recorded: readRecordedRun(reader.header, file) };
}

/** What a replay has to do without: sentences. */
export function describeLosses({ file, reader }: Recording): string[] {
  const gone = reader.gone();
  if (gone === 0) return [];
  return [
    `The first ${String(gone)} hops are no longer in ${file}: what they left in windows and operators is missing.`,
  ];
}

/** The modules of a replay that are not those of the recording: sentences. */
export function describeChangedModules(
  { moduleFiles }: Pick<RunSpec, 'moduleFiles'>,
  { modules }: Pick<RecordedRun, 'modules'>,
): string[] {
  const digestOf = new Map(
    modules.flatMap(({ operations, digest }) => operations.map((name) => [name, digest])),
  );
  return moduleFiles
    .filter(({ digest, operations }) => operations.some((name) => digestOf.get(name) !== digest))
    .map(
      ({ path, operations }) =>
        `${path} is not the module that was recorded (operations ${operations.join(', ')})`,
    );
}

/** `path`, the file of the replay's own trace. Errors: TRACE_NOT_REPLAYABLE, without one. */
export function mustBeTraced(path: string | undefined): string {
  if (path !== undefined) return path;
  throw new AppError(
    'TRACE_NOT_REPLAYABLE',
    'Without a place for its own trace, a replay cannot be compared.',
  );
}
