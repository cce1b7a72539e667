// Reads a file of faults as a person names it. Knows nothing about the graph that they are for.
import { AppError } from '../../base/errors.ts';
import { parseFaults, type PlacedFault } from '../../graph/faults.ts';
import { readUserFile } from './loadRun.ts';

/** Errors: FILE_UNREADABLE; FAULT_INVALID with every problem and its line. */
export async function readFaultFile(file: string): Promise<readonly PlacedFault[]> {
  const { faults, problems } = parseFaults(await readUserFile(file), file);
  if (problems.length > 0) throw new AppError('FAULT_INVALID', problems.join('\n'));
  return faults;
}
