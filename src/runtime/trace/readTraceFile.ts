// Opens a recorded trace, whichever of the two forms it has. Knows nothing about what is inside.
import { AppError, describeError } from '../../base/errors.ts';
import { frameMagic } from './frame.ts';
import { NdjsonFileStore } from './ndjsonFile.ts';
import { TraceFileStore } from './traceFile.ts';
import { TraceReader } from './traceReader.ts';
import { readBytes } from './traceSegment.ts';
import type { TraceStore } from './traceStore.ts';

/** How many bytes tell the forms apart. */
const HEAD_BYTES = 4;

/**
 * Opens a recorded trace (older segments beside it included) or its NDJSON export. Throws TRACE_UNREADABLE, naming
 * file and place, when nothing can be made of it. Damage that leaves a part readable is no error: the reader reads
 * that part and says in `problems` what is lost.
 */
export function readTraceFile(path: string): TraceReader {
  return new TraceReader(openTraceStore(path));
}

/** The same, for other ways to look at it. Throws TRACE_UNREADABLE. */
export function openTraceStore(path: string): TraceStore {
  try {
    const head = readBytes(path, 0, HEAD_BYTES);
    if (head.equals(frameMagic)) return new TraceFileStore(path);
    if (head[0] === '{'.charCodeAt(0)) return new NdjsonFileStore(path);
    const found =
      head.length === 0
        ? 'the file is empty'
        : 'byte 0 starts neither a recorded trace nor its NDJSON export';
    throw new AppError('TRACE_UNREADABLE', `${path}: ${found}; nothing can be read.`);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('TRACE_UNREADABLE', `${path}: cannot be opened: ${describeError(error)}.`, {
      cause: error,
    });
  }
}
